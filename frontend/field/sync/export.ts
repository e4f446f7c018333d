// The sealed outbox as a file, for an office that no network reaches; nothing leaves the phone's storage by it.
import { base64, type Bytes } from "../engine/bytes";
import { all, get } from "../store/db";
import type { FileRow, Identity, PaperRow, Queued } from "../store/tables";
import { paperItem } from "./papers";
import { item } from "./syncer";

export interface Exported {
  readonly name: string;
  readonly content: string;
}

/** Return everything without a receipt, events and pictures, sealed as it lies here. */
export async function exported(db: IDBDatabase, now: Date): Promise<Exported> {
  const identity = await get<Identity>(db, "meta", "identity");
  const rows = (await all<Queued>(db, "outbox")).sort((left, right) => left.seq - right.seq);
  const files = (await all<FileRow>(db, "files")).filter((file) => file.confirmedAt === null);
  const chunks = [];
  for (const { sha256, total, sealKey } of files) {
    for (let index = 0; index < total; index++) {
      const chunk = await get<Bytes>(db, "chunks", [sha256, index]);
      if (chunk) chunks.push({ sha256, index, total, key: sealKey, sealed: base64(chunk) });
    }
  }
  const papers = (await all<PaperRow>(db, "papers")).filter((row) => row.state !== "done").map(paperItem);
  const name = (identity?.name ?? "ponsel").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "ponsel";
  const file = { v: 1, kind: "balakas-outbox", device: identity?.device ?? "", made_at: now.toISOString() };
  return {
    name: `${name}-${now.toISOString().slice(0, 10)}.balakas-outbox`,
    content: JSON.stringify({ ...file, items: rows.map(item), papers, chunks }),
  };
}
