// An office for the tests: it opens, checks and receipts what a phone sends, by docs/reference/field-api.md.
import { base64, fromBase64, hex, text, utf8, joined, type Bytes } from "../engine/bytes";
import { canonical, sha256, type Json } from "../engine/canonical";
import { encrypt, aesKey, isSigned, openSealed, sign } from "../engine/crypto";
import { commitment } from "../engine/events";
import { API, signedOver } from "../engine/requests";
import type { Fetch } from "../sync/client";
import type { Wire } from "../sync/bundle";
import type { WirePapers } from "../sync/wire";

interface Known {
  hash: string;
  position: number;
  body: Record<string, Json>;
  secrets: Record<string, { salt: string; text: string }>;
}

async function keyPair(kind: "ECDSA" | "ECDH"): Promise<{ pair: CryptoKeyPair; point: Bytes }> {
  const usage: KeyUsage[] = kind === "ECDSA" ? ["sign", "verify"] : ["deriveBits"];
  const pair = await crypto.subtle.generateKey({ name: kind, namedCurve: "P-256" }, true, usage);
  return { pair, point: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

export const DEVICE = "019bd8a0-0000-7000-8000-000000000001";
export const OFFICE = "019bd8a0-0000-7000-8000-000000000002";
export const NOW = "2026-01-20T01:00:00.000Z";

export class Office {
  ledger = new Map<string, Known>();
  files = new Map<string, { have: Map<number, Bytes>; whole: Bytes | null }>();
  asked: string[] = [];
  settled: string[] = [];
  state = "active";
  slices: string[] = [];
  resend = false;
  wire: Wire | null = null;
  list: WirePapers | null = null;
  papersAre: "papers" | "bundle" = "papers";
  papers = new Map<string, { recipient: string; requirement: string; sha256: string }>();
  refusing = "";
  /** What goes wrong next: said before or after the request was taken. */
  trouble: ((path: string, when: "before" | "after") => Response | "cut" | null) | null = null;
  lying: "hash" | "signer" | "none" | null = null;
  device: Bytes | null = null;

  private constructor(
    readonly signing: { pair: CryptoKeyPair; point: Bytes },
    readonly sealing: { pair: CryptoKeyPair; point: Bytes },
  ) {}

  static async open(): Promise<Office> {
    return new Office(await keyPair("ECDSA"), await keyPair("ECDH"));
  }

  get keys(): { sign: { id: string; public: string }; seal: { id: string; public: string }; retired: never[] } {
    return {
      sign: { id: "s1", public: base64(this.signing.point) },
      seal: { id: "e1", public: base64(this.sealing.point) },
      retired: [],
    };
  }

  readonly fetch: Fetch = async (address, options) => {
    const path = address.slice(API.length);
    this.asked.push(`${options.method ?? "GET"} ${path}`);
    const before = this.trouble?.(path, "before") ?? null;
    if (before) return this.fail(before);
    const body = options.body instanceof Uint8Array ? Uint8Array.from(options.body) : new Uint8Array(0);
    const response = await this.answer(address, path, options, body);
    const after = this.trouble?.(path, "after") ?? null;
    return after ? this.fail(after) : response;
  };

  private fail(trouble: Response | "cut"): Response {
    if (trouble === "cut") throw new TypeError("Failed to fetch");
    return trouble;
  }

  private async answer(address: string, path: string, options: RequestInit, body: Bytes): Promise<Response> {
    if (path === "enrol") return this.enrol(body);
    if (!(await this.isSigned(address, options, body))) return reply({ code: "unknown", now: NOW }, 401);
    if (path === "me") return reply({ now: NOW, device: DEVICE, state: this.state, name: "Pos 1", keys: this.keys });
    if (path === "bundle") return this.bundle(body);
    if (path === "papers") return this.missing(body);
    if (path === "papers/photographed") return this.photographed(body);
    if (path === "events") return this.events(body);
    return this.file(path, options.method ?? "GET", body);
  }

  private async isSigned(path: string, options: RequestInit, body: Bytes): Promise<boolean> {
    const written = new Headers(options.headers).get("Authorization") ?? "";
    const signature = fromBase64(written.slice(`Balakas ${DEVICE}.`.length));
    const bytes = await signedOver({ method: options.method ?? "GET", path, body });
    return this.device !== null && isSigned(this.device, bytes, signature);
  }

  private async enrol(body: Bytes): Promise<Response> {
    const told = JSON.parse(text(body)) as { token: string; public_key: string; proof: string };
    const point = fromBase64(told.public_key);
    const proven = await isSigned(point, utf8(`balakas/enrol/1\n${told.token}`), fromBase64(told.proof));
    if (!proven || (this.device && hex(this.device) !== hex(point))) return reply({ code: "used", now: NOW }, 410);
    this.device = point;
    const office = { id: OFFICE, name: "Kecamatan Awayan", zone: "Asia/Makassar" };
    return reply({ now: NOW, device: DEVICE, state: this.state, name: "Pos 1", office, keys: this.keys, words: [] });
  }

  private async bundle(body: Bytes): Promise<Response> {
    if (!this.wire) return reply({ code: "no_lease", now: NOW }, 403);
    return this.packed(this.wire, body, "bundle");
  }

  private missing(body: Bytes): Promise<Response> | Response {
    if (!this.list) return reply({ code: "not_allowed", now: NOW }, 403);
    return this.packed(this.list, body, this.papersAre);
  }

  private async packed(wire: unknown, body: Bytes, what: "bundle" | "papers"): Promise<Response> {
    const { key } = JSON.parse(text(body)) as { key: string };
    const { privateKey } = this.sealing.pair;
    const k = await openSealed(privateKey, this.sealing.point, "bundle-key", DEVICE, fromBase64(key));
    return new Response(await packBundle(wire, k, this.signing.pair.privateKey, DEVICE, what), {
      headers: { "Balakas-Key": "s1", "Balakas-Now": NOW },
    });
  }

  private photographed(body: Bytes): Response {
    const { items } = JSON.parse(text(body)) as {
      items: { id: string; recipient: string; requirement: string; sha256: string }[];
    };
    const results = items.map((one) => {
      this.papers.set(one.id, one);
      const state = this.files.get(one.sha256)?.whole ? (this.refusing ? "refused" : "done") : "waiting";
      return { id: one.id, state, code: state === "refused" ? this.refusing : "" };
    });
    return reply({ now: NOW, results });
  }

  private async events(body: Bytes): Promise<Response> {
    const told = JSON.parse(text(body)) as { items: { id: string; hash: string; sealed: string }[]; last_seq: number };
    const results = [];
    for (const one of told.items) results.push(await this.take(one));
    const seqs = new Set([...this.ledger.values()].map((one) => one.body["seq"]));
    let high = 0;
    while (seqs.has(high + 1)) high++;
    const missing = [];
    for (let seq = high + 1; seq <= told.last_seq; seq++) if (!seqs.has(seq)) missing.push([seq, seq]);
    const leases = this.slices.map((slice) => ({ slice, post: "p", epoch: 1, until: NOW, label: "Pos 1" }));
    return reply({
      now: NOW, results, server: { high, missing }, leases, state: this.state, position: this.ledger.size,
      more: false, chain: "c", resend: this.resend, settled: this.settled, reopened: [], attachments: [],
    }); // prettier-ignore
  }

  private async take(one: { id: string; hash: string; sealed: string }): Promise<Record<string, unknown>> {
    const known = this.ledger.get(one.id);
    if (!known) {
      const { privateKey } = this.sealing.pair;
      const opened = await openSealed(privateKey, this.sealing.point, "outbox", one.id, fromBase64(one.sealed));
      const item = JSON.parse(text(opened)) as { body: string; signature: string; secrets: Known["secrets"] };
      const content = utf8(item.body);
      const good = this.device && (await isSigned(this.device, content, fromBase64(item.signature)));
      if (!good || (await sha256(content)) !== one.hash) throw new Error("the phone sent an event of another's");
      const body = JSON.parse(item.body) as Record<string, Json>;
      await checkSecrets(body, item.secrets);
      this.ledger.set(one.id, { hash: one.hash, position: this.ledger.size + 1, body, secrets: item.secrets });
    }
    const { position } = this.ledger.get(one.id) ?? { position: 0 };
    return {
      id: one.id,
      hash: one.hash,
      status: known ? "known" : "recorded",
      notes: [],
      cases: [],
      ...(await this.receipt(one, position)),
    };
  }

  private async receipt(one: { id: string; hash: string }, position: number): Promise<Record<string, unknown>> {
    if (this.lying === "none") return {};
    const hash = this.lying === "hash" ? "0".repeat(64) : one.hash;
    const key = this.lying === "signer" ? (await keyPair("ECDSA")).pair.privateKey : this.signing.pair.privateKey;
    const signature = base64(await sign(key, canonical({ id: one.id, hash, position })));
    return { receipt: { position, key: "s1", signature } };
  }

  private async file(path: string, method: string, body: Bytes): Promise<Response> {
    const [, sha = "", rest = ""] = path.split("/");
    const file = this.files.get(sha) ?? { have: new Map<number, Bytes>(), whole: null };
    const total = Number(new URLSearchParams(rest.split("?")[1]).get("total") ?? 0);
    if (method === "PUT") {
      const index = Number(rest.split("?")[0]);
      const { privateKey } = this.sealing.pair;
      const plain = await openSealed(privateKey, this.sealing.point, "chunk", `${sha}/${index}/${total}`, body);
      file.have.set(index, plain);
      this.files.set(sha, file);
      if (file.have.size === total)
        file.whole = joined(...[...file.have].sort((a, b) => a[0] - b[0]).map((one) => one[1]));
      if (file.whole && (await sha256(file.whole)) !== sha) throw new Error("another picture than named");
    }
    const answer = {
      now: NOW,
      state: file.whole ? "stored" : file.have.size ? "partial" : "none",
      have: [...file.have.keys()],
      total,
    };
    if (!file.whole) return reply(answer);
    const content = canonical({ attachment: sha, bytes: file.whole.length, device: DEVICE });
    return reply({
      ...answer,
      receipt: { key: "s1", signature: base64(await sign(this.signing.pair.privateKey, content)) },
    });
  }
}

async function checkSecrets(body: Record<string, Json>, secrets: Known["secrets"]): Promise<void> {
  const sealed = body["sealed"] as Record<string, string>;
  for (const [name, one] of Object.entries(secrets)) {
    if ((await commitment(fromBase64(one.salt), one.text)) !== sealed[name])
      throw new Error(`no commitment to ${name}`);
  }
}

/** Pack a bundle as the server does. */
export async function packBundle(
  wire: unknown,
  key: Bytes,
  signer: CryptoKey,
  device = DEVICE,
  what = "bundle",
): Promise<Bytes> {
  const stream = new Blob([JSON.stringify(wire)]).stream().pipeThrough(new CompressionStream("gzip"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const signature = await sign(signer, utf8(`balakas/${what}/1\n${device}\n${await sha256(packed)}`));
  return joined(signature, await encrypt(await aesKey(key), packed, device));
}

export function reply(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status });
}
