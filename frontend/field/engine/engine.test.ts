// The rules phone and server share, by the vectors both run, and what only the phone decides.
import { expect, test, describe } from "vitest";
import field from "../../../vectors/field.json";
import finding from "../../../vectors/finding.json";
import handover_verdict from "../../../vectors/handover_verdict.json";
import proxy from "../../../vectors/proxy.json";
import stock from "../../../vectors/stock.json";
import voucher from "../../../vectors/voucher.json";
import { base64, fromBase64, fromHex, hex, text, utf8 } from "./bytes";
import { canonical, canonicalText, sha256, type Json } from "./canonical";
import { isSigned, openSealed, phraseKey, encrypt, decrypt, sealTo, tag, tagKey, type Purpose } from "./crypto";
import { commitment, receiptCode } from "./events";
import { Finder, nameKey, score, sound } from "./finding";
import { uuid7 } from "./ids";
import { isComplete, needsLetter, tooMany, type ProxyReason, type Relation } from "./proxies";
import { readToken, signedOver, wordIndexes } from "./requests";
import { movesOf, type Item } from "./stock";
import { verdict } from "./verdicts";
import { printed, readCode } from "./vouchers";
import { WORDS } from "./words";
import { backOff, isFileReceiptFor, isReceiptFor, mayDrop, meaning, KEEP_MS } from "./outbox";
import { bestNow, clockState, passed, type Now, type ServerTime } from "./clock";
import { CHUNK, cut, wanted } from "./attachments";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the vectors are JSON of many shapes
const VECTORS: Record<string, any> = { field, finding, handover_verdict, proxy, stock, voucher };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the same
const vector = (name: string): any => VECTORS[name];
const FIELD = vector("field");
const PUBLIC = {
  device: fromBase64(FIELD.keys.device.public),
  sign: fromBase64(FIELD.keys.sign.public),
  seal: fromBase64(FIELD.keys.seal.public),
};

function agreementKey(name: "seal" | "device" | "sign"): Promise<CryptoKey> {
  const point = fromBase64(FIELD.keys[name].public);
  const jwk = {
    kty: "EC",
    crv: "P-256",
    d: FIELD.keys[name].private as string,
    x: base64(point.slice(1, 33)),
    y: base64(point.slice(33)),
  };
  return crypto.subtle.importKey("jwk", jwk, { name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
}

describe("what both sides compute", () => {
  test.each(FIELD.canonical as { value: Json; text: string }[])("canonical JSON %#", ({ value, text: written }) => {
    expect(canonicalText(value)).toBe(written);
  });

  test("an event's canonical bytes, hash and signature", async () => {
    expect(canonicalText(FIELD.event.body)).toBe(FIELD.event.canonical);
    const bytes = canonical(FIELD.event.body);
    expect(await sha256(bytes)).toBe(FIELD.event.hash);
    expect(await isSigned(PUBLIC.device, bytes, fromBase64(FIELD.event.signature))).toBe(true);
    expect(await isSigned(PUBLIC.sign, bytes, fromBase64(FIELD.event.signature))).toBe(false);
  });

  test("a request's and an enrolment's signed bytes", async () => {
    const { method, path, body } = FIELD.request;
    const bytes = await signedOver({ method, path, body: utf8(body) });
    expect(text(bytes)).toBe(FIELD.request.bytes);
    expect(await isSigned(PUBLIC.device, bytes, fromBase64(FIELD.request.signature))).toBe(true);
    const enrol = utf8(`balakas/enrol/1\n${FIELD.fingerprint.token as string}`);
    expect(await isSigned(PUBLIC.device, enrol, fromBase64(FIELD.enrol.signature))).toBe(true);
  });

  test("the words of a fingerprint", async () => {
    expect(WORDS).toEqual(FIELD.words);
    const at = await wordIndexes(PUBLIC.device, PUBLIC.sign, PUBLIC.seal, FIELD.fingerprint.token);
    expect(at.map((one) => WORDS[one])).toEqual(FIELD.fingerprint.words);
  });

  test.each(FIELD.tags as { key: string; code: string; tag: string }[])("voucher tag of $code", async (row) => {
    expect(await tag(await tagKey(fromBase64(row.key)), row.code)).toBe(hex(fromBase64(row.tag)));
  });

  test.each(FIELD.commitment as { salt: string; text: string; hash: string }[])("commitment to $text", async (row) => {
    expect(await commitment(fromBase64(row.salt), row.text)).toBe(row.hash);
  });

  test.each(FIELD.receipt_code as { visit: string; first_hash: string; code: string }[])(
    "receipt $code",
    async (row) => {
      expect(await receiptCode(row.visit, row.first_hash)).toBe(row.code);
    },
  );

  interface Box {
    purpose: Purpose;
    aad: string;
    plain: string;
    box: string;
  }
  test.each(FIELD.seal as Box[])("a box for $purpose opens with the office's key only for its purpose", async (row) => {
    const key = await agreementKey("seal");
    const opened = await openSealed(key, PUBLIC.seal, row.purpose, row.aad, fromBase64(row.box));
    expect(base64(opened)).toBe(row.plain);
    await expect(openSealed(key, PUBLIC.seal, row.purpose, `${row.aad}x`, fromBase64(row.box))).rejects.toThrow();
  });

  test("what the phone seals, the office opens", async () => {
    const sealed = await sealTo(PUBLIC.seal, "outbox", "a", utf8("Siti"));
    expect(text(await openSealed(await agreementKey("seal"), PUBLIC.seal, "outbox", "a", sealed))).toBe("Siti");
    const other = openSealed(await agreementKey("seal"), PUBLIC.seal, "chunk", "a", sealed);
    await expect(other).rejects.toThrow();
  });

  test("a picture's chunks are bound to file, place and number", async () => {
    const file = new Uint8Array(FIELD.file.bytes).map((_, at) => at % 256);
    const made = await cut(file, PUBLIC.seal);
    expect(made.sha256).toBe(FIELD.file.sha256);
    expect(made.chunks).toHaveLength(FIELD.file.chunks);
    const key = await agreementKey("seal");
    const aad = `${made.sha256}/1/2`;
    const last = await openSealed(key, PUBLIC.seal, "chunk", aad, made.chunks[1] ?? file);
    expect(last).toEqual(file.slice(CHUNK));
    await expect(openSealed(key, PUBLIC.seal, "chunk", aad, made.chunks[0] ?? file)).rejects.toThrow();
    await expect(cut(new Uint8Array(0), PUBLIC.seal)).rejects.toThrow(RangeError);
    expect(wanted(4, [1, 3])).toEqual([0, 2]);
  });

  interface VerdictRow {
    listed: boolean;
    replaced: boolean;
    own_post: boolean;
    states: string[];
    verdict: string;
  }
  test.each(vector("handover_verdict") as VerdictRow[])("verdict: $name", (row) => {
    const { listed, replaced, states } = row;
    expect(verdict({ listed, replaced, states, ownPost: row.own_post })).toBe(row.verdict);
  });

  const vouchers = vector("voucher");
  test.each(vouchers.read as { text: string; code: string | null }[])("voucher “$text”", (row) => {
    expect(readCode(row.text)).toBe(row.code);
  });
  test.each(vouchers.printed as { code: string; printed: string }[])("voucher printed $printed", (row) => {
    expect(printed(row.code)).toBe(row.printed);
  });

  const questions = vector("finding");
  test("names become keys, words sound, questions score as on the server", () => {
    for (const row of questions.keys) expect([row.name, nameKey(row.name)]).toEqual([row.name, row.key]);
    for (const row of questions.sounds) expect([row.word, sound(row.word)]).toEqual([row.word, row.sound]);
    for (const row of questions.scores) expect([row, score(row.asked, row.name)]).toEqual([row, row.score]);
    expect(questions.scores.length).toBeGreaterThan(50);
  });

  const proxies = vector("proxy");
  test("who may collect for another", () => {
    for (const row of proxies.letters) {
      const { relation, lasting, papers } = row as { relation: Relation; lasting: boolean; papers: string[] | null };
      expect([row, needsLetter({ relation, lasting }, papers)]).toEqual([row, row.needs_letter]);
    }
    for (const row of proxies.complete) {
      const one = row as { name: string; relation: Relation; reason: ProxyReason; note: string; complete: boolean };
      expect([row, isComplete(one)]).toEqual([row, one.complete]);
    }
    for (const row of proxies.many) expect(tooMany(row.others, row.limit)).toBe(row.too_many);
  });

  test.each(vector("stock").moves as { type: string; items: Item[]; moves: unknown[] }[])("stock of $type", (row) => {
    const moves = movesOf(row.type, row.items);
    expect(moves.map((one) => [one.benefit, one.source, one.target, one.quantity])).toEqual(row.moves);
  });
});

test("what has no canonical form is refused", () => {
  expect(() => canonicalText(0.5)).toThrow(TypeError);
  expect(() => canonicalText(2 ** 53)).toThrow(TypeError);
  expect(() => canonicalText("\ud800")).toThrow(TypeError);
});

test("bytes and their texts", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  expect(fromHex(hex(bytes))).toEqual(bytes);
  expect(fromBase64(base64(bytes))).toEqual(bytes);
  expect(() => fromHex("0")).toThrow(RangeError);
  expect(() => fromBase64("a b")).toThrow(RangeError);
});

test("a UUIDv7 carries its moment, sorts by it, and is never the same", () => {
  const id = uuid7(Date.UTC(2026, 0, 20, 1));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(Date.UTC(2026, 0, 20, 1));
  expect(uuid7(1) < uuid7(2)).toBe(true);
  expect(uuid7(1)).not.toBe(uuid7(1));
});

test("the enrolment token is read from an address or alone, and nothing else is one", () => {
  const token = "abcdefghijklmnopqrstu-";
  expect(readToken(`https://kantor.example/pos/#daftar=${token}`)).toBe(token);
  expect(readToken(` ${token} `)).toBe(token);
  expect(readToken("BALAKAS:BZ5DN233")).toBeNull();
});

describe("the outbox", () => {
  const sent = { id: FIELD.receipt.content.id as string, hash: FIELD.receipt.content.hash as string };
  const receipt = { position: 7, key: "k", signature: FIELD.receipt.signature as string };
  const keys = new Map([["k", PUBLIC.sign]]);

  test("only the server's own receipt for exactly this event counts", async () => {
    expect(await isReceiptFor(sent, receipt, keys)).toBe(true);
    expect(await isReceiptFor({ ...sent, hash: "0".repeat(64) }, receipt, keys)).toBe(false);
    expect(await isReceiptFor({ ...sent, id: uuid7(1) }, receipt, keys)).toBe(false);
    expect(await isReceiptFor(sent, { ...receipt, position: 8 }, keys)).toBe(false);
    expect(await isReceiptFor(sent, { ...receipt, signature: "!!" }, keys)).toBe(false);
    expect(await isReceiptFor(sent, { ...receipt, key: "other" }, keys)).toBe(false);
    expect(await isReceiptFor(sent, receipt, new Map([["k", PUBLIC.device]]))).toBe(false);
    const file = { sha256: "a".repeat(64), bytes: 1, device: "d" };
    expect(await isFileReceiptFor(file, receipt, keys)).toBe(false);
  });

  test("nothing is dropped without receipt and pictures, nor before 30 days", () => {
    const day = 24 * 60 * 60_000;
    expect(mayDrop({ receiptedAt: null, attachmentsConfirmed: true }, 400 * day)).toBe(false);
    expect(mayDrop({ receiptedAt: 0, attachmentsConfirmed: false }, 400 * day)).toBe(false);
    expect(mayDrop({ receiptedAt: 0, attachmentsConfirmed: true }, KEEP_MS - 1)).toBe(false);
    expect(mayDrop({ receiptedAt: 0, attachmentsConfirmed: true }, KEEP_MS)).toBe(true);
  });

  test("waiting doubles from one second to five minutes", () => {
    expect([0, 1, 2, 3, 9, 10, 99].map(backOff)).toEqual([0, 1, 2, 4, 256, 300, 300]);
  });

  test("no status code means gone", () => {
    expect([200, 401, 403, 404, 410, 413, 422, 429, 500, 503].map(meaning)).toEqual([
      "answered", "office", "office", "again", "again", "fewer", "again", "again", "again", "again",
    ]); // prettier-ignore
  });
});

describe("two clocks", () => {
  const HOUR = 3_600_000;
  const heard: ServerTime = { server: 1_000 * HOUR, device: 1_000 * HOUR, monotonic: 5_000, run: "a" };
  const now = (device: number, monotonic: number, run = "a"): Now => ({ device, monotonic, run });

  test("in one run the monotonic clock counts, whatever the phone's clock is set to", () => {
    expect(passed(heard, now(900 * HOUR, 5_000 + HOUR))).toBe(HOUR);
    expect(bestNow(heard, now(900 * HOUR, 5_000 + HOUR))).toBe(1_001 * HOUR);
    expect(clockState(heard, now(1_001 * HOUR, 5_000 + HOUR))).toBe("good");
    expect(clockState(heard, now(1_049 * HOUR, 5_000 + HOUR))).toBe("off");
    expect(clockState(heard, now(953 * HOUR, 5_000 + HOUR))).toBe("off");
  });

  test("what the monotonic clock slept through is counted by the phone's", () => {
    expect(passed(heard, now(1_002 * HOUR, 5_000 + HOUR))).toBe(2 * HOUR);
    expect(passed(heard, now(1_014 * HOUR, 5_000 + HOUR))).toBe(HOUR);
  });

  test("after a restart the phone's clock counts, unless it went back", () => {
    expect(clockState(heard, now(1_002 * HOUR, 0, "b"))).toBe("good");
    expect(clockState(heard, now(952 * HOUR, 0, "b"))).toBe("off");
    expect(clockState({ ...heard, device: 1_048 * HOUR }, now(1_050 * HOUR, 0, "b"))).toBe("off");
    expect(clockState(null, now(0, 0))).toBe("unknown");
  });
});

test("a phrase opens what it sealed, in any case and spacing; another does not", async () => {
  const salt = new Uint8Array(16);
  const sealed = await encrypt(await phraseKey("sungai balangan deras jernih", salt, 1000), utf8("x"), "l");
  const again = await phraseKey("  Sungai  BALANGAN deras jernih ", salt, 1000);
  expect(text(await decrypt(again, sealed, "l"))).toBe("x");
  await expect(decrypt(await phraseKey("sungai lain", salt, 1000), sealed, "l")).rejects.toThrow();
  await expect(decrypt(again, sealed, "other")).rejects.toThrow();
});

describe("finding among 10,000", () => {
  const first = ["Siti", "Muhammad", "Abdul", "Noor", "Ahmad", "Rusdiah", "Jumiati", "Basran", "Masliani", "Kursani"];
  const last = ["Aminah", "Yusuf", "Kadir", "Hayati", "Fauzi", "Rahmah", "Syahrani", "Zainuddin", "Sarkani", "Dewi"];
  const people = Array.from({ length: 10_000 }, (_, at) => ({
    name: `${first[at % 10] ?? ""} ${last[Math.floor(at / 10) % 10] ?? ""}${"abcdefghij"[at % 7] ?? ""} ${String.fromCharCode(97 + (at % 26)).repeat(3)}${String.fromCharCode(97 + ((at * 7) % 26))}`,
    tail: String(at).padStart(4, "0"),
  }));
  const finder = new Finder(people);

  test("by digits and by name, the best first", () => {
    expect(finder.find("0042").map((one) => one.tail)).toEqual(["0042"]);
    expect(finder.find("42").every((one) => one.tail.endsWith("42"))).toBe(true);
    expect(finder.find("moechamad yusup")[0]?.name).toContain("Muhammad Yusuf");
    expect(finder.find("s")).toEqual([]);
    expect(finder.find("xyzzy")).toEqual([]);
  });
});
