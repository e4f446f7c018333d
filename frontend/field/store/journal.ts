// Writing down what happened: pictures first, then one strict transaction for event, outbox, "done" mark and stock.
// Only after it has reached the disk may a green screen be shown; any failure undoes all of it and is told.
import type { Act } from "../engine/acts";
import { cut } from "../engine/attachments";
import type { Bytes } from "../engine/bytes";
import {
  receiptCode,
  write,
  type Draft,
  type EventTime,
  type Named,
  type Writer,
  type Written,
} from "../engine/events";
import { after, EMPTY, movesBack, movesOf, type Move } from "../engine/stock";
import { actOf } from "../engine/visits";
import { result, strictly } from "./db";
import type { Chain, FileRow, Queued, StockRow } from "./tables";

export class NotWritten extends Error {}

export interface Entry {
  readonly drafts: readonly Draft[];
  readonly writer: Writer;
  readonly sealKey: string;
  readonly time: EventTime;
  /** Milliseconds since 1970 as the app believes them. */
  readonly at: number;
  readonly person: string;
  readonly proxyTag: string;
  /** The act these drafts take back; null for anything new. */
  readonly undoes: Act | null;
  /** The draft of a form that this entry completes. */
  readonly formId: string;
}

const FIRST: Chain = { seq: 0, previous: "" };
const TRIES = 5;

/** Seal a picture into the storage and read it back. Rejects when it is not there byte for byte. */
export async function keepFile(
  db: IDBDatabase,
  file: Bytes,
  kind: Named["kind"],
  seal: { readonly id: string; readonly point: Bytes },
  at: number,
): Promise<Named> {
  const { sha256, bytes, chunks } = await cut(file, seal.point);
  const known = await result<unknown>(db.transaction("files").objectStore("files").get(sha256));
  if (known !== undefined) return { kind, sha256 };
  const row: FileRow = { sha256, bytes, total: chunks.length, sealKey: seal.id, madeAt: at, confirmedAt: null };
  await strictly(db, ["files", "chunks"], (tx) => {
    tx.objectStore("files").put(row);
    chunks.forEach((chunk, index) => tx.objectStore("chunks").put(chunk, [sha256, index]));
  });
  for (const [index, chunk] of chunks.entries()) {
    const back = await result<unknown>(db.transaction("chunks").objectStore("chunks").get([sha256, index]));
    if (!(back instanceof Uint8Array) || !same(back, chunk)) throw new NotWritten("a picture was not kept");
  }
  return { kind, sha256 };
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

/** Write an entry. Resolves with what may be shown in green; rejects with nothing written. */
export async function record(db: IDBDatabase, entry: Entry): Promise<Act> {
  if (entry.drafts.length === 0) throw new NotWritten("nothing to write");
  for (let tries = 0; tries < TRIES; tries++) {
    const chain = await chainEnd(db);
    const { written, end } = await write(entry.drafts, entry.writer, chain, entry.time);
    const act = await actFor(entry, written);
    if (await commit(db, entry, { written, act, from: chain, to: end })) return act;
  }
  throw new NotWritten("another tab keeps writing");
}

export async function chainEnd(db: IDBDatabase): Promise<Chain> {
  return (await result<Chain | undefined>(db.transaction("meta").objectStore("meta").get("chain"))) ?? FIRST;
}

async function actFor(entry: Entry, written: readonly Written[]): Promise<Act> {
  const first = written[0];
  if (!first) throw new NotWritten("nothing to write");
  if (entry.undoes) return { ...entry.undoes, voidedBy: first.draft.id };
  const code = first.draft.visit ? await receiptCode(first.draft.visit, first.hash) : "";
  return actOf(written, { person: entry.person, at: entry.at, code, proxyTag: entry.proxyTag });
}

interface Step {
  readonly written: readonly Written[];
  readonly act: Act;
  readonly from: Chain;
  readonly to: Chain;
}

/** Put it all into one transaction; false when another tab has written since the chain's end was read. */
async function commit(db: IDBDatabase, entry: Entry, { written, act, from, to }: Step): Promise<boolean> {
  let moved = false;
  await strictly(db, ["meta", "outbox", "acts", "stock", "drafts"], async (tx) => {
    const meta = tx.objectStore("meta");
    const now = (await result<Chain | undefined>(meta.get("chain"))) ?? FIRST;
    if (now.seq !== from.seq || now.previous !== from.previous) {
      moved = true;
      return;
    }
    const standing = entry.undoes && (await result<Act | undefined>(tx.objectStore("acts").get(entry.undoes.id)));
    if (standing?.voidedBy) throw new NotWritten("it was taken back before");
    meta.put(to, "chain");
    for (const one of written) tx.objectStore("outbox").add(queued(one, entry));
    if (entry.undoes) tx.objectStore("acts").put(act);
    else tx.objectStore("acts").add(act);
    await moveStock(tx.objectStore("stock"), stockMoves(entry));
    if (entry.formId) tx.objectStore("drafts").delete(entry.formId);
  });
  return !moved;
}

function queued(one: Written, entry: Entry): Queued {
  return {
    id: one.draft.id,
    seq: one.seq,
    hash: one.hash,
    sealKey: entry.sealKey,
    sealed: one.sealed,
    files: (one.draft.attachments ?? []).map((file) => file.sha256),
    madeAt: entry.at,
    receiptedAt: null,
    position: null,
    status: "",
    code: "",
  };
}

interface PostMove extends Move {
  readonly post: string;
}

function stockMoves(entry: Entry): PostMove[] {
  if (!entry.undoes) {
    return entry.drafts.flatMap((draft) =>
      movesOf(draft.type, draft.items ?? []).map((move) => ({ ...move, post: draft.post })),
    );
  }
  return entry.undoes.events.flatMap((event) =>
    movesBack(movesOf(event.type, event.items)).map((move) => ({ ...move, post: event.post })),
  );
}

async function moveStock(store: IDBObjectStore, moves: readonly PostMove[]): Promise<void> {
  for (const move of moves) {
    const key = `${move.post}/${move.benefit}`;
    const row = await result<StockRow | undefined>(store.get(key));
    const balance = after(new Map([[move.benefit, row?.balance ?? EMPTY]]), [move]).get(move.benefit) ?? EMPTY;
    const next: StockRow = { key, post: move.post, benefit: move.benefit, balance };
    store.put(next);
  }
}
