// The bundle as it comes over the wire: checked, opened and read whole, or not at all.
import { fromBase64, hex, text, utf8, type Bytes } from "../engine/bytes";
import type { Benefit, Bundle, Claim, OtherSlice, Person, Post, Representative, Row, Slice } from "../engine/bundle";
import { sha256 } from "../engine/canonical";
import { aesKey, decrypt, isSigned } from "../engine/crypto";
import type { EntitlementState } from "../engine/verdicts";

export class BundleBroken extends Error {}

const SIGNATURE = 64;
const ID = 16;
const TAG = 8;
const NO_TAG = "0".repeat(2 * TAG);

/** Open a bundle's bytes. Throws `BundleBroken` unless it opens under the key, is the server's own and can be read. */
export async function openBundle(bytes: Bytes, key: Bytes, device: string, server: Bytes): Promise<Bundle> {
  const packed = await openPacked(bytes, key, { device, server, what: "bundle" });
  return reading(() => readBundle(packed as Wire));
}

/** Open what the office signed and sealed for this device. Throws `BundleBroken`. */
export async function openPacked(
  bytes: Bytes,
  key: Bytes,
  { device, server, what }: { readonly device: string; readonly server: Bytes; readonly what: "bundle" | "papers" },
): Promise<unknown> {
  let packed: Bytes;
  try {
    packed = await decrypt(await aesKey(key), bytes.slice(SIGNATURE), device);
  } catch {
    throw new BundleBroken("it does not open under this key");
  }
  const signed = utf8(`balakas/${what}/1\n${device}\n${await sha256(packed)}`);
  if (!(await isSigned(server, signed, bytes.slice(0, SIGNATURE))))
    throw new BundleBroken("it is not the office's own");
  const written = await gunzip(packed).catch(() => "");
  return reading(() => JSON.parse(written) as unknown);
}

/** Return what a reader makes of it; whatever it stumbles over is a broken bundle. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof BundleBroken ? error : new BundleBroken("it cannot be read");
  }
}

async function gunzip(packed: Bytes): Promise<string> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return text(new Uint8Array(await new Response(stream).arrayBuffer()));
}

interface WirePost {
  id: string;
  distribution: string;
  title: string;
  period: string;
  name: string;
  benefits: Benefit[];
  proofs: string[];
  proxy_rules: Record<string, string[]>;
  proxy_limit: number;
  entrust_limit: number;
}

export interface Wire {
  v: number;
  made_at: string;
  device: string;
  office: { id: string; name: string; zone: string };
  officers: { id: string; name: string }[];
  posts: WirePost[];
  slices: { id: string; post: number; epoch: number; until: string; label: string; key: string }[];
  others: { id: string; label: string; key: string; tags: string }[];
  villages: string[];
  people: {
    slice: number[];
    id: string;
    person: number[];
    tag: string;
    name: string[];
    last4: string[];
    address: string[];
    village: number[];
    order: number[];
    state: string[];
    replaces: boolean[];
    by: [string, string, boolean][][];
    /** Who stands in a replaced person's place: an index of this list, or -1. */
    successor?: number[];
  };
  claims: { recipient: number[]; id: string; benefit: number[]; amount: number[]; state: string[]; at: string[] };
}

/** Read a bundle's JSON. Throws `BundleBroken` where a column is shorter than the list or points beside it. */
export function readBundle(wire: Wire): Bundle {
  if (wire.v !== 1) throw new BundleBroken("a newer app is needed to read it");
  const posts = wire.posts.map(readPost);
  const slices: Slice[] = wire.slices.map((one) => ({
    id: one.id,
    post: at(posts, one.post),
    epoch: one.epoch,
    until: moment(one.until),
    label: one.label,
    tagKey: fromBase64(one.key),
  }));
  return {
    madeAt: wire.made_at,
    device: wire.device,
    office: wire.office,
    officers: wire.officers,
    posts,
    slices,
    others: wire.others.map(readOther),
    people: readPeople(wire, slices),
  };
}

function readPost(one: WirePost): Post {
  const { id, distribution, title, period, name, benefits, proofs } = one;
  const limits = { proxyLimit: one.proxy_limit, entrustLimit: one.entrust_limit };
  return { id, distribution, title, period, name, benefits, proofs, papers: one.proxy_rules, ...limits };
}

function readOther(one: Wire["others"][number]): OtherSlice {
  return { label: one.label, tagKey: fromBase64(one.key), tags: new Set(side(fromBase64(one.tags), TAG)) };
}

function readPeople(wire: Wire, slices: readonly Slice[]): Person[] {
  const { people } = wire;
  const ids = side(fromBase64(people.id), ID).map(uuid);
  const tags = side(fromBase64(people.tag), TAG);
  const claims = readClaims(wire, ids, slices);
  const found = new Map<number, Person & { rows: Row[] }>();
  ids.forEach((recipient, index) => {
    const successor = people.successor?.[index] ?? -1;
    const row: Row = {
      recipient,
      slice: at(slices, at(people.slice, index)),
      tag: at(tags, index) === NO_TAG ? "" : at(tags, index),
      replaces: at(people.replaces, index),
      replaced: at(people.state, index) === "replaced",
      successor: successor >= 0 ? at(people.name, successor) : "",
      claims: claims.get(index) ?? [],
    };
    const known = found.get(at(people.person, index));
    if (known) known.rows.push(row);
    else found.set(at(people.person, index), readPerson(wire, index, row));
  });
  return [...found.values()];
}

function readPerson(wire: Wire, index: number, row: Row): Person & { rows: Row[] } {
  const { people } = wire;
  const representatives: Representative[] = at(people.by, index).map(([name, relation, lasting]) => ({
    name,
    relation,
    lasting,
  }));
  return {
    key: row.recipient,
    name: at(people.name, index),
    tail: at(people.last4, index),
    address: at(people.address, index),
    village: at(wire.villages, at(people.village, index)),
    order: at(people.order, index),
    rows: [row],
    representatives,
  };
}

function readClaims(wire: Wire, people: readonly string[], slices: readonly Slice[]): Map<number, Claim[]> {
  const { claims } = wire;
  const found = new Map<number, Claim[]>();
  side(fromBase64(claims.id), ID).forEach((bytes, index) => {
    const whose = at(claims.recipient, index);
    at(people, whose);
    const settled = at(claims.at, index);
    const claim: Claim = {
      id: uuid(bytes),
      benefit: at(at(slices, at(wire.people.slice, whose)).post.benefits, at(claims.benefit, index)).id,
      amount: at(claims.amount, index),
      state: at(claims.state, index) as EntitlementState,
      at: settled ? moment(settled) : null,
    };
    found.set(whose, [...(found.get(whose) ?? []), claim]);
  });
  return found;
}

export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new BundleBroken("a column is too short");
  return value;
}

export function moment(written: string): number {
  const value = Date.parse(written);
  if (Number.isNaN(value)) throw new BundleBroken("a time cannot be read");
  return value;
}

/** Return values that stand side by side, each as hexadecimal digits. */
export function side(bytes: Bytes, size: number): string[] {
  if (bytes.length % size !== 0) throw new BundleBroken("a column is cut off");
  return Array.from({ length: bytes.length / size }, (_, index) => hex(bytes.slice(index * size, (index + 1) * size)));
}

export function uuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
