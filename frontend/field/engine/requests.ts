// How a request and an enrolment are signed, and the words both screens show.
import { base64, joined, utf8, type Bytes } from "./bytes";
import { sha256 } from "./canonical";
import { sign } from "./crypto";

export const API = "/api/field/v1/";

/** Return the `Authorization` header: the device's signature over method, path and body. No clock is in it. */
export async function authorization(
  device: string,
  key: CryptoKey,
  request: { readonly method: string; readonly path: string; readonly body: Bytes },
): Promise<string> {
  return `Balakas ${device}.${base64(await sign(key, await signedOver(request)))}`;
}

/** Return the bytes a request's signature is over. */
export async function signedOver(request: { method: string; path: string; body: Bytes }): Promise<Bytes> {
  return utf8(`balakas/request/1\n${request.method}\n${request.path}\n${await sha256(request.body)}`);
}

/** Return the proof that the device holds the key it enrols with. */
export async function enrolProof(key: CryptoKey, token: string): Promise<string> {
  return base64(await sign(key, utf8(`balakas/enrol/1\n${token}`)));
}

const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/** Return the enrolment token from the office's QR or from what was pasted; null when there is none in it. */
export function readToken(scanned: string): string | null {
  const plain = scanned.trim();
  const token = plain.split("#daftar=").at(-1) ?? "";
  return TOKEN.test(token) ? token : null;
}

export const WORDS_SHOWN = 6;

/** Return the bytes, each an index into the word list, that both screens turn into words. */
export async function wordIndexes(device: Bytes, signing: Bytes, sealing: Bytes, token: string): Promise<number[]> {
  const content = joined(utf8("balakas/words/1"), device, signing, sealing, utf8(token));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...hash.subarray(0, WORDS_SHOWN)];
}
