// Signing, sealing and keys, all WebCrypto: P-256 with raw r||s, ECDH + HKDF + AES-GCM, keys that cannot be taken out.
import { hex, joined, utf8, type Bytes } from "./bytes";

const SIGNING = { name: "ECDSA", namedCurve: "P-256" } as const;
const AGREEING = { name: "ECDH", namedCurve: "P-256" } as const;
const BY_SHA256 = { name: "ECDSA", hash: "SHA-256" } as const;
const POINT = 65;
const NONCE = 12;

/** Make the device's signing key; the private half can be used and not read. */
export async function newSigningKey(): Promise<{ pair: CryptoKeyPair; point: Bytes }> {
  const pair = await crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);
  return { pair, point: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

/** Return the raw signature (64 bytes). */
export async function sign(key: CryptoKey, content: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(BY_SHA256, key, content));
}

/** Say whether `signature` is that key's over `content`; nonsense is no signature. */
export async function isSigned(point: Bytes, content: Bytes, signature: Bytes): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("raw", point, SIGNING, false, ["verify"]);
    return await crypto.subtle.verify(BY_SHA256, key, signature, content);
  } catch {
    return false;
  }
}

export type Purpose = "outbox" | "chunk" | "bundle-key" | "tray";

/** Seal to the office's public point, for one purpose and bound to `aad`: ephemeral point, nonce, ciphertext. */
export async function sealTo(point: Bytes, purpose: Purpose, aad: string, content: Bytes): Promise<Bytes> {
  const theirs = await crypto.subtle.importKey("raw", point, AGREEING, false, []);
  const pair = await crypto.subtle.generateKey(AGREEING, false, ["deriveBits"]);
  const own = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const key = await agreed(pair.privateKey, theirs, purpose, own, point);
  return joined(own, await encrypt(key, content, aad));
}

/** Open what `sealTo` made: the server's half, and the tray's on the phone itself. */
export async function openSealed(
  own: CryptoKey,
  ownPoint: Bytes,
  purpose: Purpose,
  aad: string,
  sealed: Bytes,
): Promise<Bytes> {
  const ephemeral = sealed.slice(0, POINT);
  const theirs = await crypto.subtle.importKey("raw", ephemeral, AGREEING, false, []);
  return decrypt(await agreed(own, theirs, purpose, ephemeral, ownPoint), sealed.slice(POINT), aad);
}

async function agreed(own: CryptoKey, theirs: CryptoKey, purpose: Purpose, e: Bytes, s: Bytes): Promise<CryptoKey> {
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  return deriveAes(secret, new Uint8Array(0), joined(utf8(`balakas/seal/1/${purpose}`), e, s));
}

function deriveAes(secret: CryptoKey, salt: Bytes, info: Bytes): Promise<CryptoKey> {
  const by = { name: "HKDF", hash: "SHA-256", salt, info };
  return crypto.subtle.deriveKey(by, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Make a key pair that photos from other apps are sealed to; the private half is given out once, to be wrapped. */
export async function newTrayKey(): Promise<{ point: Bytes; secret: Bytes }> {
  const pair = await crypto.subtle.generateKey(AGREEING, true, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { point, secret: new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)) };
}

export function trayKey(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", secret, AGREEING, false, ["deriveBits"]);
}

/** Return the AES-GCM key of 32 bytes. */
export function aesKey(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Return nonce and ciphertext; `label` is bound to it. */
export async function encrypt(key: CryptoKey, content: Bytes, label: string): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const how = { name: "AES-GCM", iv, additionalData: utf8(label) };
  return joined(iv, new Uint8Array(await crypto.subtle.encrypt(how, key, content)));
}

/** Open what `encrypt` made. Throws `OperationError` for another key, another label or a changed byte. */
export async function decrypt(key: CryptoKey, sealed: Bytes, label: string): Promise<Bytes> {
  const how = { name: "AES-GCM", iv: sealed.slice(0, NONCE), additionalData: utf8(label) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.slice(NONCE)));
}

/** Guessing a phrase of four words costs this many rounds a try; a cheap phone spends about a second. */
export const PHRASE_ROUNDS = 600_000;
export const PHRASE_LEAST = 12;

/** Return the phone's own key from a phrase; blanks and capitals do not matter. */
export async function phraseKey(phrase: string, salt: Bytes, rounds = PHRASE_ROUNDS): Promise<CryptoKey> {
  const typed = phrase.trim().toLowerCase().split(/\s+/).join(" ");
  const secret = await crypto.subtle.importKey("raw", utf8(typed), "PBKDF2", false, ["deriveKey"]);
  const by = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(by, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Return the phone's own key from what a passkey's PRF gave (32 bytes). */
export async function passkeyKey(secret: Bytes, salt: Bytes): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  return deriveAes(base, salt, utf8("balakas/field/store/1"));
}

/** Return the tag of a text under a slice's key: the first eight bytes of an HMAC-SHA-256, as 16 hex digits. */
export async function tag(key: CryptoKey, content: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(content))).subarray(0, 8));
}

export function tagKey(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}
