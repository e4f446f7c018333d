// What may be sent, when to try again, and what may ever be dropped: only what the server has receipted, 30 days later.
import { fromBase64, type Bytes } from "./bytes";
import { canonical } from "./canonical";
import { isSigned } from "./crypto";

export const KEEP_MS = 30 * 24 * 60 * 60_000;
export const BATCH = 50;
const LONGEST_WAIT_S = 300;

/** Return how long to wait after `failures` failed tries: 1, 2, 4 … 300 seconds. */
export function backOff(failures: number): number {
  if (failures < 1) return 0;
  return Math.min(2 ** Math.min(failures - 1, 20), LONGEST_WAIT_S);
}

/** What the server answers for one event: its place in the ledger and its signature over id, hash and place. */
export interface Receipt {
  readonly position: number;
  readonly key: string;
  readonly signature: string;
}

export interface Expected {
  readonly id: string;
  readonly hash: string;
}

/** The server's signing keys by id: the present one and the retired ones. */
export type ServerKeys = ReadonlyMap<string, Bytes>;

/** Say whether the receipt is the server's own and for exactly this event: another id, hash or signer counts for nothing. */
export async function isReceiptFor(sent: Expected, receipt: Receipt, keys: ServerKeys): Promise<boolean> {
  if (!Number.isSafeInteger(receipt.position) || receipt.position < 0) return false;
  const content = canonical({ id: sent.id, hash: sent.hash, position: receipt.position });
  return isSignedBy(keys, receipt, content);
}

/** Say whether the receipt is the server's own for the whole file this device sent. */
export function isFileReceiptFor(
  sent: { readonly sha256: string; readonly bytes: number; readonly device: string },
  receipt: { readonly key: string; readonly signature: string },
  keys: ServerKeys,
): Promise<boolean> {
  return isSignedBy(keys, receipt, canonical({ attachment: sent.sha256, bytes: sent.bytes, device: sent.device }));
}

async function isSignedBy(
  keys: ServerKeys,
  receipt: { readonly key: string; readonly signature: string },
  content: Bytes,
): Promise<boolean> {
  const point = keys.get(receipt.key);
  if (!point) return false;
  try {
    return await isSigned(point, content, fromBase64(receipt.signature));
  } catch {
    return false;
  }
}

export interface Kept {
  /** When its signed receipt came, milliseconds since 1970; null while there is none. */
  readonly receiptedAt: number | null;
  /** Whether each of its pictures is confirmed by the server. */
  readonly attachmentsConfirmed: boolean;
}

/** Say whether an event may leave the phone now. Nothing else ever deletes one: no status code, no revocation, no close. */
export function mayDrop(kept: Kept, now: number): boolean {
  return kept.receiptedAt !== null && kept.attachmentsConfirmed && now - kept.receiptedAt >= KEEP_MS;
}

/** What an answer's status means for the queue. Whatever it is, nothing is deleted for it. */
export type Meaning = "answered" | "again" | "fewer" | "office";

export function meaning(status: number): Meaning {
  if (status >= 200 && status < 300) return "answered";
  if (status === 413) return "fewer";
  return status === 401 || status === 403 ? "office" : "again";
}
