// A phone on a real (in-memory) IndexedDB and an office that checks every signature: nothing lost, nothing twice.
import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "vitest";
import { Book } from "../engine/acts";
import type { Act } from "../engine/acts";
import { fromBase64, text, utf8, type Bytes } from "../engine/bytes";
import type { Bundle, Person } from "../engine/bundle";
import { momentText } from "../engine/clock";
import { phraseKey } from "../engine/crypto";
import type { Writer } from "../engine/events";
import { KEEP_MS } from "../engine/outbox";
import {
  actOf,
  failDrafts,
  problem,
  undoDrafts,
  visitDrafts,
  warnings,
  type Giving,
  type Visit,
} from "../engine/visits";
import { uuid7 } from "../engine/ids";
import { all, get, open } from "../store/db";
import { drafts, keepDraft } from "../store/drafts";
import { keepFile, record, type Entry } from "../store/journal";
import type { FileRow, Identity, Queued, StockRow, StoredBundle, Sync } from "../store/tables";
import { BundleBroken, openBundle, readBundle } from "../sync/bundle";
import { enrol, askState, fetchBundle, Refused, unlock, wipeExpired, WrongKey } from "../sync/enrol";
import { exported } from "../sync/export";
import { recognise } from "../sync/recognise";
import { syncOnce, tidy, waiting, type Round } from "../sync/syncer";
import { DEVICE, NOW, Office, packBundle, reply } from "./office";
import { aWire, CASH, CODES, OFFICER, RICE, SLICE } from "./people";

const AT = Date.parse(NOW);
const TOKEN = "abcdefghijklmnopqrstu1";
const WRAPPING = { way: "phrase" as const, salt: new Uint8Array(16), rounds: 1000, credential: null };

let office: Office;
let round: Round;
let identity: Identity;
let bundle: Bundle;
let wrapKey: CryptoKey;
let clock = AT;
let name = 0;

beforeEach(async () => {
  office = await Office.open();
  office.wire = await aWire();
  office.slices = [SLICE];
  clock = AT;
  const db = await open(`phone-${name++}`);
  round = {
    db,
    fetcher: office.fetch,
    app: "1.0.0",
    clock: () => ({ device: clock, monotonic: clock - AT, run: "a" }),
  };
  identity = await enrol(round, TOKEN, "Ponsel uji");
  wrapKey = await phraseKey("sungai balangan deras jernih", WRAPPING.salt, 1000);
  bundle = await fetchBundle(round, wrapKey, WRAPPING);
});

const writer = (): Writer => ({
  device: identity.device, office: identity.office.id, officer: OFFICER, app: "1.0.0",
  server: fromBase64(identity.keys.seal.public), key: identity.privateKey,
}); // prettier-ignore

function entry(over: Partial<Entry> & Pick<Entry, "drafts">): Entry {
  const time = { happened: momentText(clock), device: momentText(clock), server: NOW, passed_ms: clock - AT };
  return {
    writer: writer(),
    sealKey: "e1",
    time,
    at: clock,
    person: "",
    proxyTag: "",
    undoes: null,
    formId: "",
    ...over,
  };
}

function person(at: number): Person {
  const one = bundle.people[at];
  if (!one) throw new Error("nobody there");
  return one;
}

async function book(): Promise<Book> {
  return new Book(await all<Act>(round.db, "acts"));
}

async function visit(at: number, over: Partial<Visit> = {}): Promise<Visit> {
  const givings: Giving[] = (await book()).tell(person(at)).due.map((due) => ({ ...due, quantity: due.amount }));
  return {
    id: uuid7(clock), person: person(at), givings, identity: "ktp", checked: "", proxy: null, reason: "",
    place: { latMicro: -2412849, lngMicro: 115529138, accuracyM: 9 }, attachments: [], ...over,
  }; // prettier-ignore
}

async function give(at: number, over: Partial<Visit> = {}): Promise<Act> {
  const told = await visit(at, over);
  return record(round.db, entry({ drafts: visitDrafts(told, clock), person: told.person.key }));
}

const outbox = (): Promise<Queued[]> => all<Queued>(round.db, "outbox");
const stock = async (benefit: string): Promise<number> =>
  (await all<StockRow>(round.db, "stock")).find((row) => row.benefit === benefit)?.balance.recipient ?? 0;

describe("enrolment", () => {
  test("six words, the phone's own; the same token again gives the same device", async () => {
    expect(identity.words).toHaveLength(6);
    expect(new Set(identity.words).size).toBeGreaterThan(1);
    expect((await enrol(round, TOKEN, "Ponsel uji")).device).toBe(DEVICE);
    expect(identity.privateKey.extractable).toBe(false);
  });

  test("a reply that is lost costs nothing: the key is the same at the next try", async () => {
    const other = { ...round, db: await open(`phone-${name++}`) };
    office.device = null;
    office.trouble = (_, when) => (when === "after" ? "cut" : null);
    await expect(enrol(other, TOKEN, "x")).rejects.toThrow(Refused);
    office.trouble = null;
    expect((await enrol(other, TOKEN, "x")).device).toBe(DEVICE);
  });

  test("the state is asked anew; a gateway's page is no answer", async () => {
    office.state = "revoked";
    expect((await askState(round)).state).toBe("revoked");
    office.trouble = () => new Response("<html>", { status: 502 });
    await expect(askState(round)).rejects.toMatchObject({ code: "status_502" });
  });
});

describe("the bundle", () => {
  test("opens with the phrase only, names and claims as sent", async () => {
    const opened = await unlock(round.db, wrapKey);
    expect(opened.bundle.people.map((one) => one.name)).toEqual(["Siti Aminah", "Muhammad Yusuf", "Basran", "Jumiati"]);
    expect(opened.bundle.people[0]?.rows[0]?.claims.map((one) => [one.benefit, one.amount])).toEqual([[RICE, 10], [CASH, 250_000]]); // prettier-ignore
    const wrong = await phraseKey("sungai lain sama sekali", WRAPPING.salt, 1000);
    await expect(unlock(round.db, wrong)).rejects.toThrow(WrongKey);
  });

  test("all or nothing: a broken one changes nothing", async () => {
    const before = await get<StoredBundle>(round.db, "meta", "bundle");
    if (office.wire) office.wire.people.name.pop();
    await expect(fetchBundle(round, wrapKey, WRAPPING)).rejects.toThrow(BundleBroken);
    expect((await get<StoredBundle>(round.db, "meta", "bundle"))?.bytes).toEqual(before?.bytes);
  });

  test("of another signer, another device or another key is refused", async () => {
    const key = new Uint8Array(32).fill(9);
    const { pair } = await Office.open().then((other) => other.signing);
    const wire = await aWire();
    const foreign = await packBundle(wire, key, pair.privateKey);
    await expect(openBundle(foreign, key, DEVICE, office.signing.point)).rejects.toThrow(BundleBroken);
    const own = await packBundle(wire, key, office.signing.pair.privateKey);
    await expect(openBundle(own, new Uint8Array(32), DEVICE, office.signing.point)).rejects.toThrow(BundleBroken);
    await expect(openBundle(own, key, "another", office.signing.point)).rejects.toThrow(BundleBroken);
    await expect(openBundle(own, key, DEVICE, office.signing.point)).resolves.toMatchObject({ device: DEVICE });
  });

  test("one citizen on two lists is one person; one visit settles both", async () => {
    const wire = await aWire();
    wire.people.person = [0, 0, 2, 3];
    bundle = readBundle(wire);
    expect(bundle.people).toHaveLength(3);
    const act = await give(0);
    expect(act.events.map((one) => one.visit === act.id)).toEqual([true, true, false, false]);
    expect(new Set(act.events.map((one) => one.visit)).size).toBe(2); // the server's visit is one recipient's
    await syncOnce(round);
    const bodies = [...office.ledger.values()];
    const firsts = bodies.map((one) => (one.body["details"] as Record<string, string>)["first"]);
    expect(firsts).toEqual([undefined, bodies[0]?.hash, undefined, bodies[2]?.hash]);
    expect((await book()).tell(person(0)).verdict).toBe("handed_over");
  });

  test("is wiped when its leases are over, and the outbox stays", async () => {
    await give(0);
    expect(await wipeExpired(round.db, Date.parse("2026-01-20T23:00:00Z"))).toBe(false);
    expect(await wipeExpired(round.db, Date.parse("2026-01-21T00:00:01Z"))).toBe(true);
    await expect(unlock(round.db, wrapKey)).rejects.toThrow(Refused);
    expect(await outbox()).toHaveLength(2);
  });
});

describe("recognising a voucher", () => {
  test("own, another post's, unknown, and no code at all", async () => {
    expect(await recognise(bundle, `https://kantor.example/cek/${CODES[0]}`)).toMatchObject({ kind: "person", person: { name: "Siti Aminah" } }); // prettier-ignore
    expect(await recognise(bundle, `BALAKAS:${CODES[2]}`)).toEqual({ kind: "other", label: "Pos 2" });
    expect(await recognise(bundle, "4Z8NNKZS")).toEqual({ kind: "unknown" });
    expect(await recognise(bundle, "https://example.com/")).toEqual({ kind: "no_voucher" });
  });
});

describe("a hand-over", () => {
  test("is written with event, outbox, mark and stock, and says so at the next scan", async () => {
    const act = await give(0);
    expect(act.code).toMatch(/^[2-9A-HJ-NP-Z]{12}$/);
    const told = (await book()).tell(person(0));
    expect(told).toMatchObject({ verdict: "handed_over", due: [] });
    expect(told.given?.at).toBe(AT);
    expect(await stock(RICE)).toBe(10);
    const rows = await outbox();
    expect(rows.map((row) => row.seq).sort()).toEqual([1, 2]);
  });

  test("in part leaves a remainder that is due later, and needs its reason", async () => {
    const told = await visit(0);
    const part = {
      ...told,
      givings: told.givings.map((one) => (one.benefit === RICE ? { ...one, quantity: 4 } : one)),
    };
    expect(problem(part)).toBe("partial_reason_needed");
    await give(0, { givings: part.givings, reason: "Beras kurang" });
    const after = (await book()).tell(person(0));
    expect(after.verdict).toBe("due");
    expect(after.due.map((one) => [one.benefit, one.amount])).toEqual([[RICE, 6]]);
    clock -= 3_600_000; // somebody set the clock back: what came later still comes later
    await give(0);
    expect((await book()).tell(person(0)).verdict).toBe("handed_over");
    expect(await stock(RICE)).toBe(10);
  });

  test("is refused when it cannot be understood, and warned of when it is out of the ordinary", async () => {
    const told = await visit(0);
    const [first] = told.givings;
    if (!first) throw new Error("nothing due");
    expect(problem(told)).toBeNull();
    expect(problem({ ...told, givings: [] })).toBe("nothing_given");
    expect(problem({ ...told, givings: [first, first] })).toBe("given_twice");
    expect(problem({ ...told, givings: [{ ...first, quantity: 11 }] })).toBe("more_than_due");
    expect(problem({ ...told, givings: [{ ...first, quantity: 1.5 }] })).toBe("nothing_given");
    expect(problem({ ...told, identity: "by_hand" })).toBe("reason_needed");
    const proxy = {
      name: "",
      relation: "family" as const,
      reason: "sick" as const,
      note: "",
      hasLetter: false,
      lasting: false,
    };
    expect(problem({ ...told, proxy })).toBe("proxy_incomplete");
    const post = first.slice.post;
    expect(warnings({ ...told, proxy }, post, 2)).toEqual(["letter_missing", "one_for_many", "evidence_pending"]);
    const proofs = (["photo", "thumb", "letter"] as const).map((kind) => ({ kind, sha256: "a".repeat(64) }));
    expect(warnings({ ...told, proxy, attachments: proofs }, post, 1)).toEqual([]);
  });

  test("that fails in the middle leaves nothing at all", async () => {
    const told = await visit(0);
    const good = entry({ drafts: visitDrafts(told, clock), person: told.person.key });
    const first = good.drafts[0];
    if (!first) throw new Error("no draft");
    await expect(record(round.db, { ...good, drafts: [...good.drafts, first] })).rejects.toThrow();
    expect([await outbox(), await all(round.db, "acts"), await all(round.db, "stock")]).toEqual([[], [], []]);
    expect(await get(round.db, "meta", "chain")).toBeUndefined();
    await give(0);
    expect((await outbox()).map((row) => row.seq).sort()).toEqual([1, 2]);
  });

  test("from two tabs at once gets two places in one chain", async () => {
    await Promise.all([give(0), give(1), give(2)]);
    await syncOnce(round);
    const bodies = [...office.ledger.values()].sort((a, b) => Number(a.body["seq"]) - Number(b.body["seq"]));
    expect(bodies.map((one) => one.body["seq"])).toEqual([1, 2, 3, 4, 5, 6]);
    bodies.slice(1).forEach((one, at) => expect(one.body["previous"]).toBe(bodies[at]?.hash));
  });

  test("is taken back by counter-entries, once, and is due again", async () => {
    const act = await give(0);
    const drafts_ = undoDrafts(act, "Salah orang", new Map([[SLICE, 1]]), clock);
    await record(round.db, entry({ drafts: drafts_, undoes: act, person: act.person }));
    expect((await book()).tell(person(0)).verdict).toBe("due");
    expect(await stock(RICE)).toBe(0);
    const again = entry({ drafts: undoDrafts(act, "x", new Map(), clock), undoes: act, person: act.person });
    await expect(record(round.db, again)).rejects.toThrow("taken back before");
    await syncOnce(round);
    const voids = [...office.ledger.values()].filter((one) => one.body["type"] === "void");
    expect(voids.map((one) => one.body["target"])).toEqual(act.events.map((one) => one.id));
  });

  test("an absence is reopened by a hand-over", async () => {
    const drafts_ = failDrafts("absent", person(0), "not_come", "", clock);
    await record(round.db, entry({ drafts: drafts_, person: person(0).key }));
    expect((await book()).tell(person(0))).toMatchObject({ verdict: "due", failed: { kind: "absent" } });
    clock += 1000;
    await give(0);
    expect((await book()).tell(person(0))).toMatchObject({ verdict: "handed_over", failed: null });
  });

  test("what the server says was given elsewhere is not given again here", () => {
    const told = person(1);
    const own = new Book(
      [],
      told.rows.flatMap((row) => row.claims.map((one) => one.id)),
    );
    expect(own.tell(told)).toMatchObject({ verdict: "handed_over", elsewhere: true, given: null });
    own.hear([]);
    expect(own.tell(told)).toMatchObject({ verdict: "due", elsewhere: false }); // taken back there
    expect(own.tell(person(0), new Set()).verdict).toBe("other_post");
  });

  test("an act without events is none", () => {
    expect(() => actOf([], { person: "", at: 0, code: "", proxyTag: "" })).toThrow(RangeError);
  });
});

describe("sending", () => {
  test("everything arrives once, signed and chained, and is kept 30 days after its receipt", async () => {
    await give(0, {
      proxy: { name: "Ahmad Fauzi", relation: "same_kk", reason: "sick", note: "", hasLetter: false, lasting: false },
    });
    expect((await syncOnce(round)).state).toBe("done");
    expect(office.ledger.size).toBe(2);
    const [first, second] = [...office.ledger.values()];
    expect(first?.secrets["proxy_name"]?.text).toBe("Ahmad Fauzi");
    expect(second?.body["details"]).toEqual({ first: first?.hash });
    expect(await waiting(round.db)).toEqual([]);
    await tidy(round);
    expect(await outbox()).toHaveLength(2);
    clock += KEEP_MS;
    await tidy(round);
    expect(await outbox()).toEqual([]);
  });

  test("a reply that is cut off: sent again, there once", async () => {
    await give(0);
    office.trouble = (path, when) => (path === "events" && when === "after" ? "cut" : null);
    expect(await syncOnce(round)).toMatchObject({ state: "again", code: "no_answer" });
    expect([office.ledger.size, (await waiting(round.db)).length]).toEqual([2, 2]);
    office.trouble = null;
    await syncOnce(round);
    expect([office.ledger.size, (await waiting(round.db)).length]).toEqual([2, 0]);
  });

  test.each([400, 401, 403, 404, 410, 413, 422, 429, 500, 503])("status %i deletes nothing", async (status) => {
    await give(0);
    office.trouble = () => reply({ code: "x", now: NOW }, status);
    const outcome = await syncOnce(round);
    expect(outcome.state).toBe(status === 401 || status === 403 ? "office" : "again");
    expect(await waiting(round.db)).toHaveLength(2);
    office.trouble = null;
    await syncOnce(round);
    expect(await waiting(round.db)).toEqual([]);
  });

  test.each(["hash", "signer", "none"] as const)("a receipt with a wrong %s counts for nothing", async (lie) => {
    await give(0);
    office.lying = lie;
    await syncOnce(round);
    clock += 2 * KEEP_MS;
    await tidy(round);
    expect(await waiting(round.db)).toHaveLength(2);
  });

  test("a hundred events go in batches of fifty, smaller where the server asks", async () => {
    office.wire = await aWire(60);
    bundle = await fetchBundle(round, wrapKey, WRAPPING);
    for (let at = 0; at < 60; at++) await give(at);
    let large = true;
    office.trouble = (path, when) => {
      if (path !== "events" || when !== "before" || !large) return null;
      large = false;
      return reply({ code: "too_large", now: NOW }, 413);
    };
    expect((await syncOnce(round)).state).toBe("done");
    expect(office.ledger.size).toBe(120);
    expect(office.asked.filter((one) => one === "POST events")).toHaveLength(6);
  });

  test("a server restored to yesterday asks for today, and gets it", async () => {
    await give(0);
    await give(1);
    await syncOnce(round);
    const kept = [...office.ledger].slice(0, 2);
    office.ledger = new Map(kept);
    await syncOnce(round);
    expect(await waiting(round.db)).toEqual([]);
    expect(office.ledger.size).toBe(4);
  });

  test("a server that says it was restored gets everything that is kept, receipts or not, once", async () => {
    await give(0);
    await syncOnce(round);
    office.ledger.clear();
    office.resend = true;
    office.trouble = (path, when) => {
      if (path === "events" && when === "after") office.resend = false;
      return null;
    };
    await syncOnce(round);
    expect([office.ledger.size, (await waiting(round.db)).length]).toEqual([2, 0]);
    expect((await get<Sync>(round.db, "meta", "sync"))?.chain).toBe("c");
  });

  test("a revoked phone keeps and sends all it has; only its bundle goes", async () => {
    await give(0);
    office.state = "revoked";
    office.slices = [];
    await syncOnce(round);
    expect(office.ledger.size).toBe(2);
    expect(await get(round.db, "meta", "bundle")).toBeUndefined();
    expect((await get<Sync>(round.db, "meta", "sync"))?.revoked).toBe(true);
    expect(await outbox()).toHaveLength(2);
  });

  test("a phone the office does not know is told so", async () => {
    const empty: Round = { ...round, db: await open(`phone-${name++}`) };
    expect(await syncOnce(empty)).toMatchObject({ state: "office", code: "not_enrolled" });
  });
});

describe("pictures", () => {
  const picture = Uint8Array.from({ length: 150_000 }, (_, at) => (at * 31) % 251);
  const seal = (): { id: string; point: Bytes } => ({ id: "e1", point: office.sealing.point });
  const files = (): Promise<FileRow[]> => all<FileRow>(round.db, "files");

  test("go after the events, resume where they stopped, and are dropped only against a signed word", async () => {
    const named = await keepFile(round.db, picture, "photo", seal(), clock);
    await give(0, { attachments: [named] });
    let puts = 0;
    office.trouble = (path, when) => (path.startsWith("attachments") && when === "before" && path.includes("total") && ++puts > 2 ? "cut" : null); // prettier-ignore
    await syncOnce(round);
    expect(office.files.get(named.sha256)?.have.size).toBe(2);
    expect((await all(round.db, "chunks")).length).toBe(3);
    office.trouble = null;
    office.asked = [];
    expect((await syncOnce(round)).state).toBe("done");
    expect(office.asked.filter((one) => one.startsWith("PUT"))).toHaveLength(1);
    expect(office.files.get(named.sha256)?.whole).toEqual(picture);
    expect([await all(round.db, "chunks"), (await files())[0]?.confirmedAt]).toEqual([[], clock]);
  });

  test("an event is kept as long as its picture is not confirmed", async () => {
    const named = await keepFile(round.db, picture, "photo", seal(), clock);
    await give(0, { attachments: [named] });
    office.trouble = (path) => (path.startsWith("attachments") ? reply({ code: "x", now: NOW }, 404) : null);
    await syncOnce(round);
    clock += 2 * KEEP_MS;
    await tidy(round);
    expect(await outbox()).toHaveLength(2);
    expect((await all(round.db, "chunks")).length).toBe(3);
  });
});

describe("what lies in the storage", () => {
  test("shows no name, no place and no picture; the export neither", async () => {
    const jpeg = utf8("\xff\xd8\xff\xe0 JFIF Siti");
    const named = await keepFile(round.db, jpeg, "photo", { id: "e1", point: office.sealing.point }, clock);
    await keepDraft(round.db, (await unlock(round.db, wrapKey)).key, "form", { name: "Siti Aminah" });
    await give(0, { attachments: [named], reason: "Muhammad Yusuf", givings: (await visit(0)).givings.slice(0, 1) });
    const stores = ["meta", "outbox", "acts", "stock", "files", "chunks", "drafts", "settled"] as const;
    const dump = (await Promise.all(stores.map((store) => all(round.db, store)))).map(bytesAndTexts).join("\n");
    const file = (await exported(round.db, new Date(clock))).content;
    for (const needle of ["Siti", "Yusuf", "Jumiati", "JFIF", "2412849", "Jalan Contoh"]) {
      expect([needle, dump.includes(needle), file.includes(needle)]).toEqual([needle, false, false]);
    }
    expect(dump).toContain("Kecamatan Awayan"); // the search finds what is there
  });

  test("a form's draft comes back under the key, and is gone when its visit is written", async () => {
    const { key } = await unlock(round.db, wrapKey);
    await keepDraft(round.db, key, "form", { step: 2 });
    expect(await drafts(round.db, key)).toEqual([{ step: 2 }]);
    await record(
      round.db,
      entry({ drafts: visitDrafts(await visit(0), clock), person: person(0).key, formId: "form" }),
    );
    expect(await drafts(round.db, key)).toEqual([]);
  });

  test("the exported file holds all events, as they would be sent", async () => {
    await give(0);
    const { name: named, content } = await exported(round.db, new Date(clock));
    expect(named).toBe("Pos-1-2026-01-20.balakas-outbox");
    const file = JSON.parse(content) as { kind: string; items: { id: string }[] };
    expect([file.kind, file.items.length]).toEqual(["balakas-outbox", 2]);
  });
});

function bytesAndTexts(value: unknown): string {
  if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join("");
  if (Array.isArray(value)) return value.map(bytesAndTexts).join("\n");
  if (value !== null && typeof value === "object") return Object.values(value).map(bytesAndTexts).join("\n");
  return String(value);
}

test("text is read back", () => expect(text(utf8("é"))).toBe("é"));
