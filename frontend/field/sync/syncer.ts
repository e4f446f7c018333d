// One round with the server: events first, then pictures. Nothing here deletes an event; `tidy` does, 30 days after
// its signed receipt, and no status code counts for one.
import { KEEP_MS, BATCH, isReceiptFor, mayDrop, meaning } from "../engine/outbox";
import { base64 } from "../engine/bytes";
import type { ServerTime } from "../engine/clock";
import { all, get, result, strictly } from "../store/db";
import { chainEnd } from "../store/journal";
import type { FileRow, Identity, Queued, StoredBundle, Sync } from "../store/tables";
import { json, jsonBytes, send, type Fetch, type Signer } from "./client";
import { sendFiles } from "./files";
import { changed, signers } from "./keys";
import { tellPapers, tidyPapers } from "./papers";
import type { WireError, WireEvents, WireLease, WireResult } from "./wire";

export interface Round {
  readonly db: IDBDatabase;
  readonly fetcher: Fetch;
  readonly app: string;
  readonly clock: () => { readonly device: number; readonly monotonic: number; readonly run: string };
}

/** What became of a round. `again`: no answer, or a server that could not; `office`: a person in the office must act. */
export interface Outcome {
  readonly state: "done" | "again" | "office";
  readonly code: string;
  readonly retryAfterS: number;
}

const DONE: Outcome = { state: "done", code: "", retryAfterS: 0 };
const LARGEST_REQUEST = 1_900_000;
const NEVER: Sync = { since: 0, chain: "", failures: 0, lastSentAt: null, revoked: false };

/** Send everything that waits and hear what is new. */
export async function syncOnce(round: Round): Promise<Outcome> {
  const identity = await get<Identity>(round.db, "meta", "identity");
  if (!identity) return { ...DONE, state: "office", code: "not_enrolled" };
  const signer = { device: identity.device, key: identity.privateKey };
  try {
    const outcome = await sendEvents(round, signer);
    if (outcome.state !== "done") return outcome;
    const told = await tellPapers(round, signer);
    const files = await sendFiles(round, signer);
    if (told.state !== "done" || files.state !== "done") return files.state === "done" ? told : files;
    const heard = await tellPapers(round, signer);
    if (heard.state === "done") await tidy(round);
    return heard;
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") throw error;
    return { ...DONE, state: "again", code: "no_answer" };
  }
}

/** Return what has no receipt yet, the oldest first. */
export async function waiting(db: IDBDatabase): Promise<Queued[]> {
  const rows = await all<Queued>(db, "outbox");
  return rows.filter((row) => row.receiptedAt === null).sort((left, right) => left.seq - right.seq);
}

async function sendEvents(round: Round, signer: Signer): Promise<Outcome> {
  const sent = new Set<string>();
  let largest = BATCH;
  let more = true; // the first question is asked also with nothing to send: what is new?
  for (;;) {
    const rows = (await waiting(round.db)).filter((row) => !sent.has(row.id));
    if (rows.length === 0 && !more) return DONE;
    const batch = fitting(rows, largest);
    const reply = await send(round.fetcher, signer, {
      method: "POST",
      path: "events",
      body: await question(round, batch),
    });
    const said = meaning(reply.status);
    if (said === "fewer" && batch.length > 1) {
      largest = Math.floor(batch.length / 2);
      continue;
    }
    const answer = json<WireEvents & WireError>(reply);
    if (said !== "answered" || !answer.now || !answer.results) return refused(said, answer, reply.headers);
    batch.forEach((row) => sent.add(row.id));
    await take(round, answer as WireEvents, batch);
    more = answer.more === true;
  }
}

function fitting(rows: readonly Queued[], largest: number): Queued[] {
  const batch: Queued[] = [];
  let size = 0;
  for (const row of rows.slice(0, largest)) {
    size += Math.ceil((row.sealed.length * 4) / 3) + 200;
    if (batch.length > 0 && size > LARGEST_REQUEST) break;
    batch.push(row);
  }
  return batch;
}

async function question(round: Round, batch: readonly Queued[]): Promise<ReturnType<typeof jsonBytes>> {
  const { db, app } = round;
  const [sync, chain, files, bundle] = await Promise.all([
    get<Sync>(db, "meta", "sync"),
    chainEnd(db),
    all<FileRow>(db, "files"),
    get<StoredBundle>(db, "meta", "bundle"),
  ]);
  return jsonBytes({
    items: batch.map(item),
    since: sync?.since ?? 0,
    chain: sync?.chain ?? "",
    last_seq: chain.seq,
    unsent: (await waiting(db)).length,
    photos: files.filter((file) => file.confirmedAt === null).length,
    app,
    bundle: bundle?.madeAt ?? "",
  });
}

function refused(said: string, answer: Partial<WireError>, headers: Headers): Outcome {
  const after = Number.parseInt(headers.get("Retry-After") ?? "", 10);
  return {
    state: said === "office" ? "office" : "again",
    code: answer.code ?? "no_answer",
    retryAfterS: Number.isFinite(after) && after > 0 ? Math.min(after, 300) : 0,
  };
}

/** Take an answer: receipts after checking them, what is missing, what others handed over, leases, keys, time. */
async function take(round: Round, answer: WireEvents, batch: readonly Queued[]): Promise<void> {
  const identity = await get<Identity>(round.db, "meta", "identity");
  if (!identity) return;
  const now = round.clock();
  const results = await checked(answer.results, batch, identity, now.device);
  const heard: ServerTime = { server: Date.parse(answer.now), ...now };
  const next = answer.change ? await changed(identity.keys, answer.change) : null;
  await strictly(round.db, ["meta", "outbox", "settled"], async (tx) => {
    const meta = tx.objectStore("meta");
    const outbox = tx.objectStore("outbox");
    for (const row of results) outbox.put(row);
    await askedAgain(outbox, answer, new Set(results.map((row) => row.id)));
    answer.settled.forEach((id) => tx.objectStore("settled").put({ id }));
    answer.reopened.forEach((id) => tx.objectStore("settled").delete(id));
    const sync = (await result<Sync | undefined>(meta.get("sync"))) ?? NEVER;
    const revoked = answer.state === "revoked";
    meta.put(
      { ...sync, since: answer.position, chain: answer.chain ?? "", failures: 0, lastSentAt: now.device, revoked },
      "sync",
    );
    if (!Number.isNaN(heard.server)) meta.put(heard, "server");
    if (next) meta.put({ ...identity, keys: next }, "identity");
    await leases(meta, answer.leases, revoked);
  });
}

/** Return the sent rows with what the server said of each; a receipt that does not verify counts for nothing. */
async function checked(
  results: readonly WireResult[],
  batch: readonly Queued[],
  identity: Identity,
  now: number,
): Promise<Queued[]> {
  const keys = signers(identity.keys);
  const rows: Queued[] = [];
  for (const row of batch) {
    const said = results.find((one) => one.id === row.id);
    if (!said) continue;
    const receipted = said.receipt !== undefined && (await isReceiptFor(row, said.receipt, keys));
    rows.push({
      ...row,
      status: said.status,
      code: said.code ?? "",
      receiptedAt: receipted ? now : null,
      position: receipted ? (said.receipt?.position ?? null) : null,
    });
  }
  return rows;
}

/** Put back into the queue what the server does not have (any more): a server restored to yesterday asks for today. */
async function askedAgain(outbox: IDBObjectStore, answer: WireEvents, just: ReadonlySet<string>): Promise<void> {
  const { server, resend = false } = answer;
  const wants = (seq: number): boolean =>
    server.missing.length > 0 ? server.missing.some(([from, to]) => from <= seq && seq <= to) : seq > server.high;
  for (const row of await result<Queued[]>(outbox.getAll())) {
    // What lies beside the ledger (position 0) is never in its row of sequences.
    const taken = row.receiptedAt !== null && row.position !== 0 && !just.has(row.id);
    if (taken && (resend || wants(row.seq))) outbox.put({ ...row, receiptedAt: null, position: null });
  }
}

/** Keep which slices are still this phone's; without any, or revoked, the bundle goes, and never the outbox. */
async function leases(meta: IDBObjectStore, live: readonly WireLease[], revoked: boolean): Promise<void> {
  const bundle = await result<StoredBundle | undefined>(meta.get("bundle"));
  if (!bundle) return;
  const slices = live.map((one) => one.slice);
  const own = bundle.slices.filter((slice) => slices.includes(slice));
  if (revoked || own.length === 0) meta.delete("bundle");
  else meta.put({ ...bundle, live: own }, "bundle");
}

/** Drop what was receipted 30 days ago with all its pictures confirmed. */
export async function tidy(round: Pick<Round, "db" | "clock">): Promise<void> {
  const now = round.clock().device;
  await tidyPapers(round.db, now);
  const files = new Map((await all<FileRow>(round.db, "files")).map((file) => [file.sha256, file]));
  await strictly(round.db, ["outbox", "files"], async (tx) => {
    const outbox = tx.objectStore("outbox");
    const kept = new Set<string>();
    for (const row of await result<Queued[]>(outbox.getAll())) {
      const confirmed = row.files.every((sha) => (files.get(sha)?.confirmedAt ?? null) !== null);
      if (mayDrop({ receiptedAt: row.receiptedAt, attachmentsConfirmed: confirmed }, now)) outbox.delete(row.id);
      else row.files.forEach((sha) => kept.add(sha));
    }
    for (const file of files.values()) {
      const old = file.confirmedAt !== null && now - file.confirmedAt >= KEEP_MS;
      if (old && !kept.has(file.sha256)) tx.objectStore("files").delete(file.sha256);
    }
  });
}

/** Return an outbox row as it travels and as it stands in an exported file. */
export function item(row: Queued): Record<string, string> {
  return { id: row.id, hash: row.hash, key: row.sealKey, sealed: base64(row.sealed) };
}
