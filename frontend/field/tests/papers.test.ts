// Collecting papers on a phone: sealed, told, sent in parts, never twice; photos from another app wait in a sealed tray.
import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "vitest";
import { base64, fromHex, utf8, type Bytes } from "../engine/bytes";
import { sha256 } from "../engine/canonical";
import { phraseKey } from "../engine/crypto";
import { standings, type PaperRow } from "../engine/papers";
import { all, get, open } from "../store/db";
import { dropOrphans } from "../store/drafts";
import { keepShared, openShared, photograph, trayOf } from "../store/papers";
import type { FileRow, Identity, StoredBundle, StoredPapers } from "../store/tables";
import { enrol, Refused, unlock, wipeExpired, WrongKey } from "../sync/enrol";
import { exported } from "../sync/export";
import { sealPoint } from "../sync/keys";
import { fetchAll, fetchPapers, readTasks, unlockPapers } from "../sync/papers";
import { syncOnce, type Round } from "../sync/syncer";
import type { WirePapers } from "../sync/wire";
import { NOW, Office, reply } from "./office";
import { aWire, id } from "./people";

const AT = Date.parse(NOW);
const DAY = 24 * 60 * 60_000;
const WRAPPING = { way: "phrase" as const, salt: new Uint8Array(16), rounds: 1000, credential: null };
const PHOTO = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7) % 251);

let office: Office;
let round: Round;
let identity: Identity;
let wrapKey: CryptoKey;
let clock = AT;
let name = 0;

function aList(): WirePapers {
  const ids = [0, 1, 2].map((number) => [...fromHex(id("a", number).replaceAll("-", ""))]);
  return {
    v: 1, kind: "papers", made_at: NOW, until: "2026-01-27T01:00:00.000Z", distributions: ["Beras"], villages: ["Awayan"],
    words: { ktp: "KTP", kk: "KK", village_statement: "Surat keterangan desa" },
    people: {
      id: base64(Uint8Array.from(ids.flat())), distribution: [0, 0, 0], village: [0, 0, 0], home: [5, 5, -1],
      name: ["Siti Aminah", "Muhammad Yusuf", "Basran"], rt: ["RT 002", "", ""],
      needs: [[["ktp", "village_statement"], ["kk"]], [["kk"]], [["ktp"]]],
    },
  }; // prettier-ignore
}

beforeEach(async () => {
  office = await Office.open();
  office.list = aList();
  clock = AT;
  round = {
    db: await open(`papers-${name++}`),
    fetcher: office.fetch,
    app: "1.0.0",
    clock: () => ({ device: clock, monotonic: clock - AT, run: "a" }),
  };
  identity = await enrol(round, "abcdefghijklmnopqrstu1", "Ponsel desa");
  wrapKey = await phraseKey("sungai balangan deras jernih", WRAPPING.salt, 1000);
  await fetchAll(round, wrapKey, WRAPPING, ["papers"]);
});

const rows = (): Promise<PaperRow[]> => all<PaperRow>(round.db, "papers");

function take(at: number, requirement = "ktp", file: Bytes = PHOTO): Promise<PaperRow> {
  const seal = { id: identity.keys.seal.id, point: sealPoint(identity.keys) };
  return photograph(round.db, { recipient: id("a", at), requirement, kind: requirement, file }, seal, clock);
}

describe("the list", () => {
  test("opens with the phrase only, and is wiped when it is too old", async () => {
    const opened = await unlockPapers(round.db, wrapKey);
    expect(opened?.tasks.tasks.map((one) => one.name)).toEqual(["Siti Aminah", "Muhammad Yusuf", "Basran"]);
    expect(opened?.tasks.tasks[0]?.needs).toEqual([["ktp", "village_statement"], ["kk"]]);
    const wrong = await phraseKey("sungai lain sama sekali", WRAPPING.salt, 1000);
    await expect(unlockPapers(round.db, wrong)).rejects.toThrow(WrongKey);
    await wipeExpired(round.db, Date.parse("2026-01-27T00:59:59Z"));
    expect(await unlockPapers(round.db, wrapKey)).not.toBeNull();
    await wipeExpired(round.db, Date.parse("2026-01-27T01:00:00Z"));
    expect(await unlockPapers(round.db, wrapKey)).toBeNull();
  });

  test("a broken one, or a bundle in its place, changes nothing", async () => {
    const before = await get<StoredPapers>(round.db, "meta", "papers");
    office.list?.people.name.pop();
    await expect(fetchPapers(round, wrapKey, WRAPPING)).rejects.toThrow("too short");
    expect(() => readTasks(JSON.parse("{}") as WirePapers)).toThrow("newer app");
    office.papersAre = "bundle";
    office.list = aList();
    await expect(fetchPapers(round, wrapKey, WRAPPING)).rejects.toThrow("office's own");
    expect(await get<StoredPapers>(round.db, "meta", "papers")).toEqual(before);
  });

  test("one key opens all this phone is for; what was not given is no error while the other was", async () => {
    await fetchAll(round, wrapKey, WRAPPING, ["handover", "papers"]);
    expect(await get<StoredBundle>(round.db, "meta", "bundle")).toBeUndefined();
    office.wire = await aWire();
    await fetchAll(round, wrapKey, WRAPPING, ["handover", "papers"]);
    expect((await unlock(round.db, wrapKey)).bundle.people).toHaveLength(4);
    expect(await unlockPapers(round.db, wrapKey)).not.toBeNull();
    office.wire = null;
    await expect(fetchAll(round, wrapKey, WRAPPING, ["handover"])).rejects.toThrow(Refused);
  });

  test("a KK serves the family; a newer list says what is missing after all", async () => {
    const { tasks } = (await unlockPapers(round.db, wrapKey)) ?? { tasks: null };
    if (!tasks) throw new Error("no list");
    await take(0, "kk");
    const left = (list: typeof tasks, taken: readonly PaperRow[]): unknown =>
      standings(list, taken).map((one) => one.left.map(([code]) => code));
    expect(left(tasks, await rows())).toEqual([["ktp"], [], ["ktp"]]);
    const done = (await rows()).map((row) => ({ ...row, state: "done" as const, doneAt: tasks.madeAt + 5 }));
    expect(left(tasks, done)).toEqual([["ktp"], [], ["ktp"]]);
    expect(left({ ...tasks, madeAt: tasks.madeAt + 6 }, done)).toEqual([["ktp", "kk"], ["kk"], ["ktp"]]);
    const refused = done.map((row) => ({ ...row, state: "refused" as const, doneAt: null }));
    expect(left(tasks, refused)).toEqual([["ktp", "kk"], ["kk"], ["ktp"]]);
  });
});

describe("a photo", () => {
  test("is told first and sent in parts; what is cut off goes on where it stopped; nothing is sent twice", async () => {
    await take(0);
    office.trouble = (path, when) => (when === "before" && path.includes("/3?") ? "cut" : null);
    expect((await syncOnce(round)).state).toBe("again");
    expect((await rows()).map((row) => row.state)).toEqual(["waiting"]);
    office.trouble = null;
    office.asked = [];
    expect((await syncOnce(round)).state).toBe("done");
    expect(office.asked.filter((one) => one.startsWith("PUT"))).toHaveLength(2);
    expect((await rows()).map((row) => row.state)).toEqual(["done"]);
    expect(await all(round.db, "chunks")).toHaveLength(0);
    office.asked = [];
    expect((await take(0)).state).toBe("done"); // the same photo for the same paper is the one there is
    await syncOnce(round);
    expect(office.asked.filter((one) => one.includes("photographed"))).toHaveLength(0);
    expect([...office.papers.values()].map((one) => one.sha256)).toEqual([await sha256(PHOTO)]);
  });

  test("nothing is dropped for a status code, a lost reply or a refusal", async () => {
    await take(0);
    for (const status of [401, 403, 404, 410, 422, 500]) {
      office.trouble = (path) => (path.startsWith("papers") ? reply({ code: "x" }, status) : null);
      await syncOnce(round);
    }
    office.trouble = (path, when) => (path.startsWith("papers") && when === "after" ? "cut" : null);
    await syncOnce(round);
    office.trouble = null;
    office.refusing = "not_a_photo";
    await syncOnce(round);
    expect((await rows()).map((row) => [row.state, row.code])).toEqual([["refused", "not_a_photo"]]);
    expect((await all<FileRow>(round.db, "files")).map((file) => file.confirmedAt)).toEqual([AT]);
    expect(office.papers.size).toBe(1);
  });

  test("is no orphan, though no event names it; and stands in the exported file", async () => {
    await take(0);
    await dropOrphans(round.db, AT + 3 * DAY);
    expect(await all(round.db, "chunks")).toHaveLength(5);
    const file = JSON.parse((await exported(round.db, new Date(AT))).content) as {
      papers: unknown[];
      chunks: unknown[];
    };
    expect(file.papers).toMatchObject([{ recipient: id("a", 0), requirement: "ktp", taken_at: NOW }]);
    expect(file.chunks).toHaveLength(5);
  });

  test("that became a document is forgotten after 30 days, and not before", async () => {
    await take(0);
    await syncOnce(round);
    clock = AT + 29 * DAY;
    await syncOnce(round);
    expect(await rows()).toHaveLength(1);
    clock = AT + 31 * DAY;
    await syncOnce(round);
    expect(await rows()).toHaveLength(0);
  });
});

describe("photos from another app", () => {
  const photos = [...Array(32).keys()].map((at) => utf8(`photo ${at}`));

  test("thirty at a time, sealed; the open list reads them, and one that got its owner leaves the tray", async () => {
    expect(await keepShared(round.db, photos, AT)).toEqual({ kept: 30, left: 2 });
    expect(await keepShared(round.db, photos.slice(0, 3), AT)).toEqual({ kept: 3, left: 0 });
    const tray = await trayOf(round.db);
    expect(tray).toHaveLength(30);
    const opened = await unlockPapers(round.db, wrapKey);
    const first = tray[0];
    if (!opened || !first) throw new Error("no list");
    const bytes = await openShared(first, opened.tray.key, opened.tray.point);
    expect(await sha256(bytes)).toBe(first.sha256);
    await take(2, "ktp", bytes);
    expect(await trayOf(round.db)).toHaveLength(29);
  });

  test("are readable after the list is fetched anew; under another phrase nobody reads them and they go", async () => {
    await keepShared(round.db, photos.slice(0, 2), AT);
    await fetchPapers(round, wrapKey, WRAPPING);
    const opened = await unlockPapers(round.db, wrapKey);
    if (!opened) throw new Error("no list");
    const { key, point } = opened.tray;
    for (const row of await trayOf(round.db)) await expect(openShared(row, key, point)).resolves.toBeDefined();
    const other = await phraseKey("frasa lain yang baru dibuat", WRAPPING.salt, 1000);
    await fetchPapers(round, other, WRAPPING);
    expect(await trayOf(round.db)).toHaveLength(0);
  });

  test("without a list nothing is kept, and that is said", async () => {
    await wipeExpired(round.db, AT + 8 * DAY);
    expect(await keepShared(round.db, photos, AT)).toBeNull();
    expect(await trayOf(round.db)).toHaveLength(0);
  });
});
