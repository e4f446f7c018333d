// The phone's storage: IndexedDB with strict durability. Only sealed bytes, ids, codes and counts ever lie in it.
// A migration adds stores and never takes one away: an app updated with 20 unsent still has them.

export const NAME = "balakas-lapangan";

export interface Migration {
  readonly version: number;
  readonly adds: readonly { readonly store: string; readonly key: string | null }[];
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    adds: [
      { store: "meta", key: null },
      { store: "outbox", key: "id" },
      { store: "acts", key: "id" },
      { store: "stock", key: "key" },
      { store: "files", key: "sha256" },
      { store: "chunks", key: null },
      { store: "drafts", key: "id" },
      { store: "settled", key: "id" },
    ],
  },
  {
    version: 2,
    adds: [
      { store: "papers", key: "id" },
      { store: "tray", key: "sha256" },
    ],
  },
];

export type Store =
  "meta" | "outbox" | "acts" | "stock" | "files" | "chunks" | "drafts" | "settled" | "papers" | "tray";

/** Open the storage. Rejects when the browser refuses it. */
export function open(name = NAME): Promise<IDBDatabase> {
  return new Promise((ready, failed) => {
    const asked = indexedDB.open(name, MIGRATIONS.at(-1)?.version ?? 1);
    asked.onupgradeneeded = (event) => {
      migrate(asked.result, event.oldVersion);
    };
    asked.onsuccess = () => {
      // Another tab with a newer app must not wait for this one: it closes, and opens anew when it is used again.
      asked.result.onversionchange = () => asked.result.close();
      ready(asked.result);
    };
    asked.onerror = () => failed(asked.error ?? new Error("storage refused"));
    asked.onblocked = () => failed(new Error("storage is held by another tab"));
  });
}

/** Add what versions after `from` brought. */
export function migrate(db: IDBDatabase, from: number): void {
  for (const { version, adds } of MIGRATIONS) {
    if (version <= from) continue;
    for (const { store, key } of adds) db.createObjectStore(store, key === null ? {} : { keyPath: key });
  }
}

/** Return the value of one request. */

export function result<T>(asked: Pick<IDBRequest, "result" | "error" | "addEventListener">): Promise<T> {
  return new Promise((ready, failed) => {
    asked.addEventListener("success", () => ready(asked.result as T));
    asked.addEventListener("error", () => failed(asked.error ?? new Error("storage failed")));
  });
}

/** Run one strict transaction: resolves when it is on the disk, rejects (and undoes all of it) for any failure. */
export function strictly(
  db: IDBDatabase,
  stores: readonly Store[],
  act: (tx: IDBTransaction) => Promise<void> | void,
): Promise<void> {
  return new Promise((done, failed) => {
    const tx = db.transaction([...stores], "readwrite", { durability: "strict" });
    let reason: unknown = null;
    tx.oncomplete = () => {
      if (reason === null) done();
      else failed(asError(reason));
    };
    tx.onabort = () => failed(asError(reason ?? tx.error));
    tx.onerror = (event) => {
      reason ??= (event.target as IDBRequest | null)?.error ?? tx.error;
    };
    Promise.resolve()
      .then(() => act(tx))
      .catch((error: unknown) => {
        reason ??= error;
        abort(tx);
      });
  });
}

function abort(tx: IDBTransaction): void {
  try {
    tx.abort();
  } catch {
    // it is over already: `oncomplete` or `onabort` tells how
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error || reason instanceof DOMException ? reason : new Error("storage failed");
}

/** Return all values of a store. */
export function all<T>(db: IDBDatabase, store: Store): Promise<T[]> {
  return result<T[]>(db.transaction(store).objectStore(store).getAll());
}

export function get<T>(db: IDBDatabase, store: Store, key: IDBValidKey): Promise<T | undefined> {
  return result<T | undefined>(db.transaction(store).objectStore(store).get(key));
}
