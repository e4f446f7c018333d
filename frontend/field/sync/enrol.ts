// Getting to know the office: a key of this phone's own, the words both screens show, and the bundle.
import { base64, fromBase64, type Bytes } from "../engine/bytes";
import type { Bundle } from "../engine/bundle";
import { leaseEnd } from "../engine/bundle";
import { decrypt, encrypt, newSigningKey, sealTo } from "../engine/crypto";
import { enrolProof, wordIndexes } from "../engine/requests";
import { WORDS } from "../engine/words";
import { get, strictly } from "../store/db";
import type { Identity, Meta, StoredBundle, StoredPapers, Wrapping } from "../store/tables";
import { openBundle } from "./bundle";
import { json, jsonBytes, send, type Reply } from "./client";
import { changed, sealPoint, signers } from "./keys";
import type { Round } from "./syncer";
import type { WireError, WireMe } from "./wire";

/** The office, or the way to it, said no; `code` is the server's, `no_answer` where none came. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Enrol with the office's one-time token. Asking again with the same token gives the same answer. */
export async function enrol(round: Round, token: string, name: string): Promise<Identity> {
  const { privateKey, point } = await ownKey(round.db);
  const reply = await answered(round, null, {
    method: "POST",
    path: "enrol",
    body: jsonBytes({
      token,
      public_key: base64(point),
      proof: await enrolProof(privateKey, token),
      app: round.app,
      name: name.slice(0, 60),
    }),
  });
  const me = json<WireMe & WireError>(reply);
  if (!me.device || !me.keys || !me.office) throw new Refused(me.code ?? "no_answer");
  const { device, keys, office } = me;
  const indexes = await wordIndexes(point, fromBase64(keys.sign.public), sealPoint(keys), token);
  const words = indexes.map((at) => WORDS[at] ?? "");
  const identity: Identity = {
    device,
    state: me.state ?? "waiting",
    name: me.name ?? name,
    office,
    keys: { sign: keys.sign, seal: keys.seal, retired: keys.retired },
    words,
    privateKey,
    point,
  };
  await strictly(round.db, ["meta"], (tx) => {
    tx.objectStore("meta").put(identity, "identity");
    tx.objectStore("meta").put({ server: Date.parse(me.now ?? ""), ...round.clock() }, "server");
    tx.objectStore("meta").delete("pendingKey");
  });
  return identity;
}

/** Return the key this phone enrols with, the same one again until an answer has come. */
async function ownKey(db: IDBDatabase): Promise<Meta["pendingKey"]> {
  const identity = await get<Identity>(db, "meta", "identity");
  if (identity) return { privateKey: identity.privateKey, point: identity.point };
  const pending = await get<Meta["pendingKey"]>(db, "meta", "pendingKey");
  if (pending) return pending;
  const { pair, point } = await newSigningKey();
  const made = { privateKey: pair.privateKey, point };
  await strictly(db, ["meta"], (tx) => void tx.objectStore("meta").put(made, "pendingKey"));
  return made;
}

export async function answered(
  round: Round,
  identity: Identity | null,
  request: Parameters<typeof send>[2],
): Promise<Reply> {
  const signer = identity && { device: identity.device, key: identity.privateKey };
  let reply: Reply;
  try {
    reply = await send(round.fetcher, signer, request);
  } catch {
    throw new Refused("no_answer");
  }
  if (reply.status !== 200) throw new Refused(json<WireError>(reply).code ?? `status_${reply.status}`);
  return reply;
}

/** Ask the office what this phone is to it now. */
export async function askState(round: Round): Promise<Identity> {
  const identity = await known(round.db);
  const me = json<WireMe>(await answered(round, identity, { method: "GET", path: "me" }));
  const keys = (me.change && (await changed(identity.keys, me.change))) ?? identity.keys;
  const next: Identity = {
    ...identity,
    keys,
    state: me.state ?? identity.state,
    name: me.name ?? identity.name,
    duties: me.duties ?? identity.duties ?? ["handover"],
  };
  await strictly(round.db, ["meta"], (tx) => {
    tx.objectStore("meta").put(next, "identity");
    if (me.now) tx.objectStore("meta").put({ server: Date.parse(me.now), ...round.clock() }, "server");
  });
  return next;
}

export async function known(db: IDBDatabase): Promise<Identity> {
  const identity = await get<Identity>(db, "meta", "identity");
  if (!identity) throw new Refused("not_enrolled");
  return identity;
}

const WRAP = "balakas/field/bundle-key/1";

/** Fetch the bundle and keep it as it came, its key wrapped. Whatever fails, what was there before stays. */
export async function fetchBundle(round: Round, wrapKey: CryptoKey, wrapping: Wrapping): Promise<Bundle> {
  const identity = await known(round.db);
  const key = crypto.getRandomValues(new Uint8Array(32));
  const sealed = await sealTo(sealPoint(identity.keys), "bundle-key", identity.device, key);
  const body = jsonBytes({ key: base64(sealed) });
  const reply = await answered(round, identity, { method: "POST", path: "bundle", body });
  const signKey = reply.headers.get("Balakas-Key") ?? identity.keys.sign.id;
  const bundle = await openBundle(reply.body, key, identity.device, signerOf(identity, signKey));
  const stored: StoredBundle = {
    bytes: reply.body,
    signKey,
    wrappedKey: await encrypt(wrapKey, key, WRAP),
    wrapping,
    madeAt: bundle.madeAt,
    slices: bundle.slices.map((slice) => slice.id),
    live: bundle.slices.map((slice) => slice.id),
    until: leaseEnd(bundle),
  };
  const now = Date.parse(reply.headers.get("Balakas-Now") ?? "");
  await strictly(round.db, ["meta", "settled"], (tx) => {
    tx.objectStore("meta").put(stored, "bundle");
    tx.objectStore("settled").clear(); // the new bundle tells it itself
    if (!Number.isNaN(now)) tx.objectStore("meta").put({ server: now, ...round.clock() }, "server");
  });
  return bundle;
}

export function signerOf(identity: Identity, id: string): Bytes {
  const point = signers(identity.keys).get(id);
  if (!point) throw new Refused("unknown_sign_key");
  return point;
}

/** The phrase was not the one, or another passkey answered. */
export class WrongKey extends Error {}

/** Open the kept bundle. Throws `WrongKey`; `Refused` without a bundle. */
export async function unlock(db: IDBDatabase, wrapKey: CryptoKey): Promise<{ bundle: Bundle; key: CryptoKey }> {
  const identity = await known(db);
  const stored = await get<StoredBundle>(db, "meta", "bundle");
  if (!stored) throw new Refused("no_bundle");
  let key: Bytes;
  try {
    key = await decrypt(wrapKey, stored.wrappedKey, WRAP);
  } catch {
    throw new WrongKey("it does not open under this key");
  }
  const bundle = await openBundle(stored.bytes, key, identity.device, signerOf(identity, stored.signKey));
  return { bundle, key: await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]) };
}

/** Take the list of papers off the phone, with the photos nobody has assigned; what was photographed is sent all the same. */
export function dropPapers(db: IDBDatabase): Promise<void> {
  return strictly(db, ["meta", "tray"], (tx) => {
    tx.objectStore("meta").delete("papers");
    tx.objectStore("tray").clear();
  });
}

/** Wipe a bundle whose leases are over, and a list of papers too old; says whether there was one to wipe. The outbox stays. */
export async function wipeExpired(db: IDBDatabase, now: number): Promise<boolean> {
  const papers = await get<StoredPapers>(db, "meta", "papers");
  if (papers && papers.until <= now) await dropPapers(db);
  const stored = await get<StoredBundle>(db, "meta", "bundle");
  if (!stored || stored.until > now) return false;
  await strictly(db, ["meta"], (tx) => void tx.objectStore("meta").delete("bundle"));
  return true;
}
