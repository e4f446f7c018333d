// A hand-over while it is being filled in; kept sealed, so that a battery that dies in its middle costs nothing.
import type { Book } from "../engine/acts";
import type { Bundle, Person } from "../engine/bundle";
import type { Identity, Named } from "../engine/events";
import type { Proxy } from "../engine/proxies";
import type { Giving, NoPlace, Place, Visit } from "../engine/visits";

export type Step = "proxy" | "less" | "photo" | "letter" | "sign";

export interface Form {
  readonly id: string;
  /** The person's key in the bundle. */
  readonly person: string;
  readonly step: Step;
  readonly identity: Identity;
  readonly checked: string;
  readonly proxy: Proxy | null;
  /** How much is handed over, by entitlement; what is missing here is handed over in full. */
  readonly quantities: Readonly<Record<string, number>>;
  readonly reason: string;
  readonly attachments: readonly Named[];
}

/** Return the visit a form amounts to. */
export function visitOf(form: Form, person: Person, book: Book, place: Place | NoPlace): Visit {
  const givings: Giving[] = book
    .tell(person)
    .due.map((due) => ({ ...due, quantity: form.quantities[due.entitlement] ?? due.amount }));
  const { id, identity, checked, proxy, reason, attachments } = form;
  return { id, person, givings, identity, checked, proxy, reason, attachments, place };
}

export function personOf(bundle: Bundle, form: Form): Person | undefined {
  return bundle.people.find((one) => one.key === form.person);
}

/** Return the form with a picture in the place of an earlier one of its kind. */
export function withPicture(form: Form, named: Named): Form {
  const others = form.attachments.filter((one) => one.kind !== named.kind);
  return { ...form, attachments: [...others, named] };
}
