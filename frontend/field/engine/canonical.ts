// Canonical JSON (RFC 8785), strings and safe integers only, and the hash over it: the same bytes as the server makes.
import { hex, utf8, type Bytes } from "./bytes";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Return the canonical text. Throws `TypeError` for a fraction, an unsafe number or half a surrogate pair. */
export function canonicalText(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return integer(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalText).join(",")}]`;
  const members = Object.entries(value as Record<string, Json>);
  members.sort(([left], [right]) => (left < right ? -1 : 1)); // by UTF-16 units, as the RFC asks
  return `{${members.map(([name, one]) => `${quoted(name)}:${canonicalText(one)}`).join(",")}}`;
}

/** Return the canonical bytes. */
export function canonical(value: Json): Bytes {
  return utf8(canonicalText(value));
}

/** Return the SHA-256 of bytes as 64 hex digits. */
export async function sha256(bytes: Bytes): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Return the SHA-256 of the canonical bytes as 64 hex digits. */
export function digest(value: Json): Promise<string> {
  return sha256(canonical(value));
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError("canonical JSON holds strings and safe integers only");
  return String(value === 0 ? 0 : value);
}

function quoted(value: string): string {
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value)) {
    throw new TypeError("half a surrogate pair has no canonical form");
  }
  return JSON.stringify(value);
}
