// A form that is open, kept sealed under the bundle's key: a battery that dies in its middle costs nothing.
import { text, utf8 } from "../engine/bytes";
import { decrypt, encrypt } from "../engine/crypto";
import { all, strictly } from "./db";
import type { FileRow, PaperRow, Queued, SealedDraft } from "./tables";

export async function keepDraft(db: IDBDatabase, key: CryptoKey, id: string, value: unknown): Promise<void> {
  const sealed = await encrypt(key, utf8(JSON.stringify(value)), id);
  await strictly(db, ["drafts"], (tx) => void tx.objectStore("drafts").put({ id, sealed }));
}

export function dropDraft(db: IDBDatabase, id: string): Promise<void> {
  return strictly(db, ["drafts"], (tx) => void tx.objectStore("drafts").delete(id));
}

/** Return the drafts this key opens; those of an earlier bundle's key are dropped. */
export async function drafts(db: IDBDatabase, key: CryptoKey): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const { id, sealed } of await all<SealedDraft>(db, "drafts")) {
    try {
      found.push(JSON.parse(text(await decrypt(key, sealed, id))));
    } catch {
      await dropDraft(db, id);
    }
  }
  return found;
}

const FORGOTTEN_MS = 24 * 60 * 60_000;

/** Drop pictures of a day ago that no event names: their form was given up. Not while a form is open. */
export async function dropOrphans(db: IDBDatabase, now: number): Promise<void> {
  if ((await all<SealedDraft>(db, "drafts")).length > 0) return;
  const named = new Set((await all<Queued>(db, "outbox")).flatMap((row) => row.files));
  for (const row of await all<PaperRow>(db, "papers")) named.add(row.sha256);
  const orphans = (await all<FileRow>(db, "files")).filter(
    (row) => row.confirmedAt === null && !named.has(row.sha256) && now - row.madeAt > FORGOTTEN_MS,
  );
  if (orphans.length === 0) return;
  await strictly(db, ["files", "chunks"], (tx) => {
    for (const { sha256, total } of orphans) {
      tx.objectStore("files").delete(sha256);
      for (let index = 0; index < total; index++) tx.objectStore("chunks").delete([sha256, index]);
    }
  });
}
