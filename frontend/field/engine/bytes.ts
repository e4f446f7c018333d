// Bytes and their texts: hexadecimal, base64 as addresses write it, UTF-8.

/** Bytes over memory of their own: what WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export function utf8(text: string): Bytes {
  return Uint8Array.from(encoder.encode(text));
}

/** Return the text of UTF-8 bytes. Throws `TypeError` for bytes that are none. */
export function text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Return the bytes of hexadecimal digits. Throws `RangeError` for anything else. */
export function fromHex(digits: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new RangeError("not hexadecimal");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Return base64url without padding. */
export function base64(bytes: Uint8Array): string {
  let plain = "";
  for (let at = 0; at < bytes.length; at += 0x8000) plain += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Return the bytes of base64 or base64url, with or without padding. Throws `RangeError`. */
export function fromBase64(written: string): Bytes {
  const plain = written.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]*$/.test(plain)) throw new RangeError("not base64");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
}

export function joined(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
