// Pictures on their own queue, after the events: chunk by chunk, from where the last round stopped.
import { wanted } from "../engine/attachments";
import type { Bytes } from "../engine/bytes";
import { isFileReceiptFor, meaning, type ServerKeys } from "../engine/outbox";
import { all, get, strictly } from "../store/db";
import type { FileRow, Identity, PaperRow, Queued } from "../store/tables";
import { json, send, type Reply, type Signer } from "./client";
import { signers } from "./keys";
import type { Outcome, Round } from "./syncer";
import type { WireError, WireFile } from "./wire";

const DONE: Outcome = { state: "done", code: "", retryAfterS: 0 };

/** Send the pictures of events that are receipted and of papers the office was told of; one that fails does not hold up the others. */
export async function sendFiles(round: Round, signer: Signer): Promise<Outcome> {
  const identity = await get<Identity>(round.db, "meta", "identity");
  if (!identity) return DONE;
  const keys = signers(identity.keys);
  let outcome = DONE;
  for (const file of await unconfirmed(round.db)) {
    const one = await sendFile(round, signer, file, keys);
    if (one.state !== "done") outcome = one;
  }
  return outcome;
}

async function unconfirmed(db: IDBDatabase): Promise<FileRow[]> {
  const receipted = new Set(
    (await all<Queued>(db, "outbox")).filter((row) => row.receiptedAt !== null).flatMap((row) => row.files),
  );
  for (const row of await all<PaperRow>(db, "papers")) if (row.state !== "new") receipted.add(row.sha256);
  const files = await all<FileRow>(db, "files");
  return files
    .filter((file) => file.confirmedAt === null && receipted.has(file.sha256))
    .sort((left, right) => left.madeAt - right.madeAt);
}

async function sendFile(round: Round, signer: Signer, file: FileRow, keys: ServerKeys): Promise<Outcome> {
  const asked = await send(round.fetcher, signer, { method: "GET", path: `attachments/${file.sha256}` });
  let answer = json<WireFile & WireError>(asked);
  if (!isAnswer(asked, answer)) return failed(asked, answer);
  if (await confirm(round, file, answer, signer.device, keys)) return DONE;
  const have = answer.state === "broken" ? [] : (answer.have ?? []);
  for (const index of wanted(file.total, have)) {
    const put = await putChunk(round, signer, file, index);
    if (put === null) return { state: "again", code: "chunk_lost", retryAfterS: 0 };
    answer = json<WireFile & WireError>(put);
    if (!isAnswer(put, answer)) return failed(put, answer);
    if (await confirm(round, file, answer, signer.device, keys)) return DONE;
  }
  return { state: "again", code: "not_confirmed", retryAfterS: 0 };
}

async function putChunk(round: Round, signer: Signer, file: FileRow, index: number): Promise<Reply | null> {
  const chunk = await get<Bytes>(round.db, "chunks", [file.sha256, index]);
  if (!chunk) return null;
  const path = `attachments/${file.sha256}/${index}?total=${file.total}&key=${file.sealKey}`;
  return send(round.fetcher, signer, { method: "PUT", path, body: chunk, type: "application/octet-stream" });
}

function isAnswer(reply: Reply, answer: Partial<WireFile>): boolean {
  return meaning(reply.status) === "answered" && answer.state !== undefined;
}

function failed(reply: Reply, answer: Partial<WireError>): Outcome {
  const state = meaning(reply.status) === "office" ? "office" : "again";
  return { state, code: answer.code ?? "no_answer", retryAfterS: 0 };
}

/** Drop a picture's chunks only against the server's signed word that the whole file is there. */
async function confirm(
  round: Round,
  file: FileRow,
  answer: Partial<WireFile>,
  device: string,
  keys: ServerKeys,
): Promise<boolean> {
  const { sha256, bytes, total } = file;
  if (!answer.receipt || !(await isFileReceiptFor({ sha256, bytes, device }, answer.receipt, keys))) return false;
  await strictly(round.db, ["files", "chunks"], (tx) => {
    tx.objectStore("files").put({ ...file, confirmedAt: round.clock().device });
    for (let index = 0; index < total; index++) tx.objectStore("chunks").delete([sha256, index]);
  });
  return true;
}
