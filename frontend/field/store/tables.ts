// What lies in each store.
import type { Act } from "../engine/acts";
import type { Bytes } from "../engine/bytes";
import type { ServerTime } from "../engine/clock";
import type { PaperRow, TrayRow } from "../engine/papers";
import type { Balance } from "../engine/stock";

export interface KeySet {
  readonly sign: { readonly id: string; readonly public: string };
  readonly seal: { readonly id: string; readonly public: string };
  readonly retired: readonly { readonly id: string; readonly public: string }[];
}

/** Who this phone is; the private key can be used and never read. */
export interface Identity {
  readonly device: string;
  readonly state: string;
  readonly name: string;
  readonly office: { readonly id: string; readonly name: string; readonly zone: string };
  readonly keys: KeySet;
  readonly words: readonly string[];
  /** What this phone is for by its officer's rights: `handover`, `papers`. */
  readonly duties?: readonly string[];
  readonly privateKey: CryptoKey;
  readonly point: Bytes;
}

/** How the key of the bundle is kept: wrapped under a phrase or a passkey, never in plain. */
export interface Wrapping {
  readonly way: "phrase" | "passkey";
  readonly salt: Bytes;
  readonly rounds: number;
  readonly credential: Bytes | null;
}

export interface StoredBundle {
  /** As it came from the server; opened in memory only. */
  readonly bytes: Bytes;
  readonly signKey: string;
  readonly wrappedKey: Bytes;
  readonly wrapping: Wrapping;
  readonly madeAt: string;
  readonly slices: readonly string[];
  /** Those of its slices that are still this phone's. */
  readonly live: readonly string[];
  /** When the last lease ends; the bundle is wiped then. */
  readonly until: number;
}

/** The list of missing papers, kept as the bundle is; `tray` seals photos from other apps until the list is open. */
export interface StoredPapers {
  readonly bytes: Bytes;
  readonly signKey: string;
  readonly wrappedKey: Bytes;
  readonly wrapping: Wrapping;
  readonly madeAt: string;
  readonly until: number;
  readonly tray: { readonly point: Bytes; readonly wrapped: Bytes };
}

export interface Queued {
  readonly id: string;
  readonly seq: number;
  readonly hash: string;
  readonly sealKey: string;
  readonly sealed: Bytes;
  readonly files: readonly string[];
  readonly madeAt: number;
  readonly receiptedAt: number | null;
  readonly position: number | null;
  /** What the server said last, "" before. */
  readonly status: string;
  readonly code: string;
}

export interface FileRow {
  readonly sha256: string;
  readonly bytes: number;
  readonly total: number;
  readonly sealKey: string;
  readonly madeAt: number;
  readonly confirmedAt: number | null;
}

export interface StockRow {
  /** post/benefit */
  readonly key: string;
  readonly post: string;
  readonly benefit: string;
  readonly balance: Balance;
}

export interface Chain {
  readonly seq: number;
  readonly previous: string;
}

export interface Sync {
  /** The ledger's position the server told last. */
  readonly since: number;
  /** What the ledger's chain was there: by it a restored server is known. */
  readonly chain: string;
  readonly failures: number;
  readonly lastSentAt: number | null;
  readonly revoked: boolean;
}

export interface SealedDraft {
  readonly id: string;
  readonly sealed: Bytes;
}

export interface Meta {
  identity: Identity;
  pendingKey: { readonly privateKey: CryptoKey; readonly point: Bytes };
  bundle: StoredBundle;
  papers: StoredPapers;
  chain: Chain;
  sync: Sync;
  server: ServerTime;
  officer: string;
  shift: { readonly openedAt: number; readonly officer: string } | null;
  settings: { readonly left: boolean; readonly language: string; readonly sun: boolean };
}

export type { Act, PaperRow, TrayRow };
