// What the phone says happened: canonical JSON, chained by sequence and previous hash, signed, then sealed for the server.
import { canonical, sha256, type Json } from "./canonical";
import { base64, joined, text, utf8, type Bytes } from "./bytes";
import { sealTo, sign } from "./crypto";
import type { Item } from "./stock";

export const EVENT_TYPES = [
  "receive",
  "handover",
  "extra",
  "replace",
  "entrust",
  "refuse",
  "absent",
  "void",
  "return",
  "damage",
  "shift_open",
  "shift_close",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export type Identity = "ktp" | "voucher" | "by_hand";
export type AttachmentKind = "photo" | "signature" | "thumb" | "letter" | "page" | "general";

export interface Named {
  readonly kind: AttachmentKind;
  readonly sha256: string;
}

/** What happened, before it is numbered, signed and sealed. Texts a person wrote stand in `texts` only. */
export interface Draft {
  readonly id: string;
  readonly type: EventType;
  readonly distribution: string;
  readonly post: string;
  readonly slice: string;
  readonly epoch: number;
  readonly recipient?: string;
  readonly entitlement?: string;
  readonly visit?: string;
  readonly target?: string;
  readonly remainder?: string;
  readonly due?: number;
  readonly items?: readonly Item[];
  readonly identity?: Readonly<Record<string, Json>>;
  readonly proxy?: Readonly<Record<string, Json>>;
  readonly position?: Readonly<Record<string, Json>>;
  readonly attachments?: readonly Named[];
  readonly details?: Readonly<Record<string, Json>>;
  readonly texts?: Readonly<Record<string, string>>;
}

/** The times of an event: when it happened, the phone's clock, the server's last word and what has passed since. */
export interface EventTime {
  readonly happened: string;
  readonly device: string;
  readonly server: string;
  readonly passed_ms: number;
}

/** Who writes, and where its chain ends. */
export interface Writer {
  readonly device: string;
  readonly office: string;
  readonly officer: string;
  readonly app: string;
  /** The server's public point: everything that leaves the open page is sealed to it. */
  readonly server: Bytes;
  readonly key: CryptoKey;
}

export interface ChainEnd {
  readonly seq: number;
  readonly previous: string;
}

export interface Written {
  readonly draft: Draft;
  readonly seq: number;
  readonly hash: string;
  /** The canonical JSON that was signed. */
  readonly content: Bytes;
  readonly signature: Bytes;
  /** What may lie in the phone's storage: the event and its signature, sealed to the server. */
  readonly sealed: Bytes;
}

/** Number, sign and seal drafts one after the other; returns them with the chain's new end. */
export async function write(
  drafts: readonly Draft[],
  writer: Writer,
  end: ChainEnd,
  time: EventTime,
): Promise<{ written: Written[]; end: ChainEnd }> {
  const written: Written[] = [];
  let now = end;
  for (const draft of drafts) {
    const named = withFirst(draft, written);
    const one = await writeOne(named, writer, { seq: now.seq + 1, previous: now.previous }, time);
    written.push(one);
    now = { seq: one.seq, previous: one.hash };
  }
  return { written, end: now };
}

/** Name the first event of the same visit in every later one: the receipt code hangs on it. */
function withFirst(draft: Draft, written: readonly Written[]): Draft {
  const first = draft.visit ? written.find((one) => one.draft.visit === draft.visit) : undefined;
  if (!first || draft.type === "void") return draft;
  return { ...draft, details: { ...draft.details, first: first.hash } };
}

async function writeOne(draft: Draft, writer: Writer, place: ChainEnd, time: EventTime): Promise<Written> {
  const { secrets, sealed: commitments } = await committed(draft.texts ?? {});
  const content = canonical(body(draft, writer, place, time, commitments));
  if (content.length > LONGEST_EVENT) throw new RangeError("the event is longer than the server takes");
  const signature = await sign(writer.key, content);
  const item = { body: text(content), signature: base64(signature), secrets };
  const sealed = await sealTo(writer.server, "outbox", draft.id, canonical(item));
  return { draft, seq: place.seq, hash: await sha256(content), content, signature, sealed };
}

const LONGEST_EVENT = 32_768;
const SALT = 16;
type Secret = { readonly salt: string; readonly text: string }; // eslint-disable-line @typescript-eslint/consistent-type-definitions -- it is JSON

/** Commit to texts about people: the event carries salted hashes, salt and text travel sealed beside it. */
async function committed(
  texts: Readonly<Record<string, string>>,
): Promise<{ secrets: Record<string, Secret>; sealed: Record<string, string> }> {
  const secrets: Record<string, Secret> = {};
  const sealed: Record<string, string> = {};
  for (const [name, written] of Object.entries(texts)) {
    const plain = written.trim();
    if (!plain) continue;
    const salt = crypto.getRandomValues(new Uint8Array(SALT));
    secrets[name] = { salt: base64(salt), text: plain };
    sealed[name] = await commitment(salt, plain);
  }
  return { secrets, sealed };
}

/** Return the hex SHA-256 of salt and text. */
export function commitment(salt: Bytes, plain: string): Promise<string> {
  return sha256(joined(salt, utf8(plain)));
}

/** Return the body as `handover.rules.events.check_body` asks for it. */
export function body(
  draft: Draft,
  writer: Omit<Writer, "key" | "server">,
  place: ChainEnd,
  time: EventTime,
  sealed: Readonly<Record<string, string>>,
): Json {
  return {
    v: 1,
    id: draft.id,
    device: writer.device,
    office: writer.office,
    seq: place.seq,
    previous: place.previous,
    type: draft.type,
    distribution: draft.distribution,
    post: draft.post,
    recipient: draft.recipient ?? "",
    entitlement: draft.entitlement ?? "",
    visit: draft.visit ?? "",
    target: draft.target ?? "",
    remainder: draft.remainder ?? "",
    slice: draft.slice,
    epoch: draft.epoch,
    officer: writer.officer,
    due: draft.due ?? 0,
    items: (draft.items ?? []).map((item) => ({ ...item })),
    identity: draft.identity ?? {},
    proxy: draft.proxy ?? {},
    position: draft.position ?? {},
    attachments: (draft.attachments ?? []).map(({ kind, sha256: hash }) => ({ kind, sha256: hash })),
    details: draft.details ?? {},
    sealed,
    time: { ...time },
    app: writer.app,
  };
}

const RECEIPT = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
export const RECEIPT_LENGTH = 4;
const CHECK_LENGTH = 12;

/** Return the twelve characters under which a visit is checked; the green screen shows the first four. */
export async function receiptCode(visit: string, firstHash: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(`${visit}/${firstHash}`)));
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return Array.from({ length: CHECK_LENGTH }, (_, place) =>
    RECEIPT.charAt(Number((value >> BigInt(5 * place)) & 31n)),
  ).join("");
}
