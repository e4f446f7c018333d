// Photos of papers: sealed like any picture, then one strict transaction that says whose paper it is.
import { sha256 as digest } from "../engine/canonical";
import type { Bytes } from "../engine/bytes";
import { openSealed, sealTo } from "../engine/crypto";
import { uuid7 } from "../engine/ids";
import { SHARED_AT_ONCE, type PaperRow, type TrayRow } from "../engine/papers";
import { all, get, result, strictly } from "./db";
import { keepFile } from "./journal";
import type { StoredPapers } from "./tables";

export interface Photographed {
  readonly recipient: string;
  readonly requirement: string;
  readonly kind: string;
  readonly file: Bytes;
}

/** Keep a photo as somebody's paper. The same photo for the same paper again is the one there is. Rejects with nothing said. */
export async function photograph(
  db: IDBDatabase,
  { recipient, requirement, kind, file }: Photographed,
  seal: { readonly id: string; readonly point: Bytes },
  at: number,
): Promise<PaperRow> {
  const { sha256 } = await keepFile(db, file, "general", seal, at);
  let row: PaperRow = {
    id: uuid7(at), recipient, requirement, kind, sha256, madeAt: at, state: "new", code: "", doneAt: null,
  }; // prettier-ignore
  await strictly(db, ["papers", "tray"], async (tx) => {
    const papers = tx.objectStore("papers");
    const same = (await result<PaperRow[]>(papers.getAll())).find(
      (one) =>
        one.sha256 === sha256 &&
        one.recipient === recipient &&
        one.requirement === requirement &&
        one.state !== "refused",
    );
    if (same) row = same;
    else papers.add(row);
    tx.objectStore("tray").delete(sha256);
  });
  return row;
}

export function forgetPaper(db: IDBDatabase, id: string): Promise<void> {
  return strictly(db, ["papers"], (tx) => void tx.objectStore("papers").delete(id));
}

export interface Shared {
  readonly kept: number;
  readonly left: number;
}

/** Keep photos that another app shared, sealed to the list's tray key; null where there is no list to assign them to. */
export async function keepShared(db: IDBDatabase, files: readonly Bytes[], at: number): Promise<Shared | null> {
  const papers = await get<StoredPapers>(db, "meta", "papers");
  if (!papers) return null;
  const taken = files.slice(0, SHARED_AT_ONCE);
  const rows: TrayRow[] = [];
  for (const file of taken) {
    const sha256 = await digest(file);
    rows.push({ sha256, sealed: await sealTo(papers.tray.point, "tray", sha256, file), at });
  }
  await strictly(db, ["tray"], (tx) => rows.forEach((row) => tx.objectStore("tray").put(row)));
  return { kept: taken.length, left: files.length - taken.length };
}

/** Return the tray, the oldest first. */
export async function trayOf(db: IDBDatabase): Promise<TrayRow[]> {
  return (await all<TrayRow>(db, "tray")).sort((left, right) => left.at - right.at);
}

export function openShared(row: TrayRow, key: CryptoKey, point: Bytes): Promise<Bytes> {
  return openSealed(key, point, "tray", row.sha256, row.sealed);
}

export function dropShared(db: IDBDatabase, sha256: string): Promise<void> {
  return strictly(db, ["tray"], (tx) => void tx.objectStore("tray").delete(sha256));
}
