// The code on an invitation, as `planning.rules.vouchers` reads it; the cases in vectors/voucher.json bind both.

const ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_CHARACTERS = 7;
const PREFIX = "BALAKAS:";
const LOOKS_LIKE: Readonly<Record<string, string>> = { I: "1", L: "1", U: "V" };

/** Return the eight characters from what was typed or scanned; null when it is no invitation code. */
export function readCode(typed: string): string | null {
  let last = typed.trim().toUpperCase().replace(/\/+$/, "").split("/").at(-1) ?? "";
  if (last.startsWith(PREFIX)) last = last.slice(PREFIX.length);
  const code = last.replace(/[\s.\-_·•]+/g, "").replace(/[ILU]/g, (sign) => LOOKS_LIKE[sign] ?? sign);
  if (code.length !== RANDOM_CHARACTERS + 1 || Array.from(code).some((sign) => !ALPHABET.includes(sign))) return null;
  return checkCharacter(code.slice(0, RANDOM_CHARACTERS)) === code.at(-1) ? code : null;
}

/** Return the check character of seven characters: their weighted sum modulo 31. */
export function checkCharacter(body: string): string {
  const total = Array.from(body).reduce((sum, sign, at) => sum + (at + 1) * ALPHABET.indexOf(sign), 0);
  return ALPHABET.charAt(total % ALPHABET.length);
}

/** `K7QX2M9P` -> `K7QX-2M9P`. */
export function printed(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
