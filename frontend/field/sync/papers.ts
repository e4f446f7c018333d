// The list of missing papers, and telling the office which photo is whose. Pictures go on the files' own queue.
import { base64, fromBase64, type Bytes } from "../engine/bytes";
import { decrypt, encrypt, newTrayKey, sealTo, trayKey } from "../engine/crypto";
import { momentText } from "../engine/clock";
import { BATCH, KEEP_MS, meaning } from "../engine/outbox";
import { isOpen, type Need, type PaperRow, type PaperState, type Task, type Tasks } from "../engine/papers";
import { all, get, strictly } from "../store/db";
import type { StoredPapers, Wrapping } from "../store/tables";
import { at, BundleBroken, moment, openPacked, reading, side, uuid } from "./bundle";
import { json, jsonBytes, send, type Signer } from "./client";
import { answered, dropPapers, fetchBundle, known, Refused, signerOf, WrongKey } from "./enrol";
import { sealPoint } from "./keys";
import type { Outcome, Round } from "./syncer";
import type { WireError, WirePapers, WireTold } from "./wire";

const DONE: Outcome = { state: "done", code: "", retryAfterS: 0 };
const WRAP = "balakas/field/papers-key/1";
const TRAY = "balakas/field/tray-key/1";
const STATES = ["waiting", "done", "refused"];
const ID = 16;

/** Fetch all that this phone is for, under one key. Throws `Refused` when nothing of it was given. */
export async function fetchAll(
  round: Round,
  wrapKey: CryptoKey,
  wrapping: Wrapping,
  duties: readonly string[],
): Promise<void> {
  const alone = !duties.includes("papers");
  if (alone || duties.includes("handover")) {
    try {
      await fetchBundle(round, wrapKey, wrapping);
    } catch (error) {
      if (alone || !(error instanceof Refused) || error.code !== "no_lease") throw error;
      await strictly(round.db, ["meta"], (tx) => void tx.objectStore("meta").delete("bundle"));
    }
  }
  if (alone) await dropPapers(round.db);
  else await fetchPapers(round, wrapKey, wrapping);
}

/** Fetch the list and keep it as it came, its key wrapped. Whatever fails, what was there before stays. */
export async function fetchPapers(round: Round, wrapKey: CryptoKey, wrapping: Wrapping): Promise<Tasks> {
  const identity = await known(round.db);
  const key = crypto.getRandomValues(new Uint8Array(32));
  const sealed = await sealTo(sealPoint(identity.keys), "bundle-key", identity.device, key);
  const body = jsonBytes({ key: base64(sealed) });
  const reply = await answered(round, identity, { method: "POST", path: "papers", body });
  const signKey = reply.headers.get("Balakas-Key") ?? identity.keys.sign.id;
  const server = signerOf(identity, signKey);
  const wire = (await openPacked(reply.body, key, { device: identity.device, server, what: "papers" })) as WirePapers;
  const tasks = readTasks(wire);
  const stored: StoredPapers = {
    bytes: reply.body, signKey, wrappedKey: await encrypt(wrapKey, key, WRAP), wrapping, madeAt: wire.made_at,
    until: tasks.until, tray: await keptTray(round.db, wrapKey),
  }; // prettier-ignore
  await strictly(round.db, ["meta"], (tx) => void tx.objectStore("meta").put(stored, "papers"));
  return tasks;
}

/** Return the tray's key: the one there is, so that what lies in it stays readable, else a fresh one under this key. */
async function keptTray(db: IDBDatabase, wrapKey: CryptoKey): Promise<StoredPapers["tray"]> {
  const kept = await get<StoredPapers>(db, "meta", "papers");
  if (kept) {
    try {
      await decrypt(wrapKey, kept.tray.wrapped, TRAY);
      return kept.tray;
    } catch {
      await strictly(db, ["tray"], (tx) => void tx.objectStore("tray").clear()); // a forgotten phrase: nobody reads it any more
    }
  }
  const { point, secret } = await newTrayKey();
  return { point, wrapped: await encrypt(wrapKey, secret, TRAY) };
}

export interface OpenedPapers {
  readonly tasks: Tasks;
  readonly tray: { readonly key: CryptoKey; readonly point: Bytes };
}

/** Open the kept list; null where there is none. Throws `WrongKey`. */
export async function unlockPapers(db: IDBDatabase, wrapKey: CryptoKey): Promise<OpenedPapers | null> {
  const stored = await get<StoredPapers>(db, "meta", "papers");
  if (!stored) return null;
  const identity = await known(db);
  let key: Bytes, secret: Bytes;
  try {
    key = await decrypt(wrapKey, stored.wrappedKey, WRAP);
    secret = await decrypt(wrapKey, stored.tray.wrapped, TRAY);
  } catch {
    throw new WrongKey("it does not open under this key");
  }
  const from = { device: identity.device, server: signerOf(identity, stored.signKey), what: "papers" as const };
  const tasks = readTasks((await openPacked(stored.bytes, key, from)) as WirePapers);
  return { tasks, tray: { key: await trayKey(secret), point: stored.tray.point } };
}

/** Read a list's JSON. Throws `BundleBroken`. */
export function readTasks(wire: WirePapers): Tasks {
  return reading(() => {
    if (wire.v !== 1 || wire.kind !== "papers") throw new BundleBroken("a newer app is needed to read it");
    const { people } = wire;
    const tasks: Task[] = side(fromBase64(people.id), ID).map((digits, index) => ({
      recipient: uuid(digits),
      name: at(people.name, index),
      village: at(wire.villages, at(people.village, index)),
      rt: at(people.rt, index),
      distribution: at(wire.distributions, at(people.distribution, index)),
      home: at(people.home, index),
      needs: at(people.needs, index).map(need),
    }));
    return { madeAt: moment(wire.made_at), until: moment(wire.until), words: wire.words, tasks };
  });
}

function need(codes: readonly string[]): Need {
  const [code, ...rest] = codes;
  if (code === undefined) throw new BundleBroken("a paper without a name");
  return [code, ...rest];
}

/** Tell the office which photo is whose paper, and keep what became of each. Asking again changes nothing there. */
export async function tellPapers(round: Round, signer: Signer): Promise<Outcome> {
  const open = (await all<PaperRow>(round.db, "papers")).filter((row) => isOpen(row) || row.code === "not_allowed");
  for (let start = 0; start < open.length; start += BATCH) {
    const rows = open.slice(start, start + BATCH);
    const body = jsonBytes({ items: rows.map(paperItem) });
    const reply = await send(round.fetcher, signer, { method: "POST", path: "papers/photographed", body });
    const answer = json<WireTold & WireError>(reply);
    const said = meaning(reply.status);
    if (said !== "answered" || !answer.results)
      return { state: said === "office" ? "office" : "again", code: answer.code ?? "no_answer", retryAfterS: 0 };
    await take(round, rows, answer.results);
  }
  return DONE;
}

async function take(round: Round, rows: readonly PaperRow[], results: WireTold["results"]): Promise<void> {
  const now = Math.round(round.clock().device);
  const told = new Map(results.map((one) => [one.id, one]));
  await strictly(round.db, ["papers"], (tx) => {
    for (const row of rows) {
      const one = told.get(row.id);
      if (!one || !STATES.includes(one.state)) continue;
      const state = one.state as PaperState;
      tx.objectStore("papers").put({ ...row, state, code: one.code, doneAt: state === "done" ? now : null });
    }
  });
}

/** Return a photographed paper as it travels and as it stands in an exported file. */
export function paperItem(row: PaperRow): Record<string, string> {
  const { id, recipient, requirement, kind, sha256, madeAt } = row;
  return { id, recipient, requirement, kind, sha256, taken_at: momentText(madeAt) };
}

/** Forget what became a document 30 days ago. */
export async function tidyPapers(db: IDBDatabase, now: number): Promise<void> {
  const old = (await all<PaperRow>(db, "papers")).filter((row) => row.doneAt !== null && now - row.doneAt >= KEEP_MS);
  if (old.length > 0)
    await strictly(db, ["papers"], (tx) => old.forEach((row) => tx.objectStore("papers").delete(row.id)));
}
