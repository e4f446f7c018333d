// The office's keys on this phone: new ones only with the signature of the one they follow.
import { fromBase64, joined, utf8, type Bytes } from "../engine/bytes";
import { canonical } from "../engine/canonical";
import { isSigned } from "../engine/crypto";
import type { ServerKeys } from "../engine/outbox";
import type { KeySet } from "../store/tables";
import type { WireChange } from "./wire";

/** Return the keys receipts may be signed with, by id. */
export function signers(keys: KeySet): ServerKeys {
  return new Map([keys.sign, ...keys.retired].map((one) => [one.id, fromBase64(one.public)]));
}

export function sealPoint(keys: KeySet): Bytes {
  return fromBase64(keys.seal.public);
}

/** Return the keys after a change, or null where the present signing key has not signed them. */
export async function changed(keys: KeySet, change: WireChange): Promise<KeySet | null> {
  if (change.by !== keys.sign.id) return null;
  const { sign, seal } = change.keys;
  const content = joined(utf8("balakas/keys/1\n"), canonical({ sign, seal }));
  if (!(await isSigned(fromBase64(keys.sign.public), content, fromBase64(change.signature)))) return null;
  const { id, public: point } = keys.sign;
  const retired = [...keys.retired, { id, public: point }];
  return { sign, seal, retired: sign.id === id ? keys.retired : retired };
}
