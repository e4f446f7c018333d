// Invented people on invented lists, as the wire brings them.
import { base64, fromHex, type Bytes } from "../engine/bytes";
import { tag, tagKey } from "../engine/crypto";
import type { Wire } from "../sync/bundle";
import { OFFICE, DEVICE } from "./office";

export const RICE = "019bd8a0-0000-7000-8000-0000000000b1";
export const CASH = "019bd8a0-0000-7000-8000-0000000000b2";
export const SLICE = "019bd8a0-0000-7000-8000-0000000000c1";
export const OFFICER = "019bd8a0-0000-7000-8000-0000000000f1";
export const KEYS = { own: new Uint8Array(32).fill(1), other: new Uint8Array(32).fill(2) };
export const CODES = ["BZ5DN233", "VJ4CK2YA", "H723EE3B"] as const;
const NAMES = ["Siti Aminah", "Muhammad Yusuf", "Basran", "Jumiati"];

export function id(kind: string, number: number): string {
  return `019bd8a0-0000-7000-8${kind}00-${number.toString(16).padStart(12, "0")}`;
}

const bytesOf = (uuid: string): Bytes => fromHex(uuid.replaceAll("-", ""));
const side = (ids: readonly string[]): string => base64(Uint8Array.from(ids.flatMap((one) => [...bytesOf(one)])));

async function tagOf(key: Bytes, code: string): Promise<number[]> {
  return [...fromHex(await tag(await tagKey(key), code))];
}

/** Return a bundle of `count` people who get rice and cash at one post; the first two hold invitations. */
export async function aWire(count = 4): Promise<Wire> {
  const people = Array.from({ length: count }, (_, index) => index);
  const tags = await Promise.all(
    people.map((index) => {
      const code = CODES[index];
      const none = Array.from({ length: 8 }, () => 0);
      return code && index < 2 ? tagOf(KEYS.own, code) : Promise.resolve(none);
    }),
  );
  return {
    v: 1,
    made_at: "2026-01-20T00:00:00.000Z",
    device: DEVICE,
    office: { id: OFFICE, name: "Kecamatan Awayan", zone: "Asia/Makassar" },
    officers: [{ id: OFFICER, name: "Rahmad" }],
    posts: [
      {
        id: id("d", 1), distribution: id("e", 1), title: "Beras Januari 2026", period: "Januari 2026", name: "Balai Desa Awayan",
        benefits: [
          { id: RICE, name: "Beras", unit: "kg", kind: "goods", stock: 1000 },
          { id: CASH, name: "Uang", unit: "rupiah", kind: "cash", stock: 25_000_000 },
        ],
        proofs: ["photo", "signature"], proxy_rules: { same_kk: ["ktp"], family: ["power_of_attorney", "ktp"] },
        proxy_limit: 2, entrust_limit: 5,
      },
    ], // prettier-ignore
    slices: [
      { id: SLICE, post: 0, epoch: 1, until: "2026-01-21T00:00:00.000Z", label: "Pos 1", key: base64(KEYS.own) },
    ],
    others: [
      {
        id: id("c", 2),
        label: "Pos 2",
        key: base64(KEYS.other),
        tags: base64(Uint8Array.from(await tagOf(KEYS.other, CODES[2]))),
      },
    ],
    villages: ["Awayan"],
    people: {
      slice: people.map(() => 0),
      id: side(people.map((index) => id("a", index))),
      person: people,
      tag: base64(Uint8Array.from(tags.flat())),
      name: people.map((index) => NAMES[index] ?? `Orang ${index}`),
      last4: people.map((index) => String(9001 + index)),
      address: people.map(() => "Jalan Contoh RT 002"),
      village: people.map(() => 0),
      order: people,
      state: people.map(() => "listed"),
      replaces: people.map(() => false),
      by: people.map((index) => (index === 0 ? [["Ahmad Fauzi", "same_kk", false]] : [])),
    },
    claims: {
      recipient: people.flatMap((index) => [index, index]),
      id: side(people.flatMap((index) => [id("b", 2 * index), id("b", 2 * index + 1)])),
      benefit: people.flatMap(() => [0, 1]),
      amount: people.flatMap(() => [10, 250_000]),
      state: people.flatMap(() => ["open", "open"]),
      at: people.flatMap(() => ["", ""]),
    },
  };
}
