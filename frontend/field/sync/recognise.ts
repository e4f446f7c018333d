// From what the camera read to a person: own slices first, then the others, whose tags say only where to go.
import type { Bundle, Person } from "../engine/bundle";
import { tag, tagKey } from "../engine/crypto";
import { readCode } from "../engine/vouchers";

export type Recognised =
  | { readonly kind: "person"; readonly person: Person }
  | { readonly kind: "other"; readonly label: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "no_voucher" };

/** Say whose invitation this is. */
export async function recognise(bundle: Bundle, scanned: string): Promise<Recognised> {
  const code = readCode(scanned);
  if (code === null) return { kind: "no_voucher" };
  for (const slice of bundle.slices) {
    const wanted = await tag(await tagKey(slice.tagKey), code);
    const person = bundle.people.find((one) => one.rows.some((row) => row.slice === slice && row.tag === wanted));
    if (person) return { kind: "person", person };
  }
  for (const other of bundle.others) {
    if (other.tags.has(await tag(await tagKey(other.tagKey), code))) return { kind: "other", label: other.label };
  }
  return { kind: "unknown" };
}
