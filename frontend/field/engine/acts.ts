// What this phone has recorded, and what is due to a person after it. An act holds ids, codes and counts, never a name.
import type { Claim, Person, Row, Slice } from "./bundle";
import type { EventType } from "./events";
import type { Item } from "./stock";
import { verdict, type Verdict } from "./verdicts";

export interface ActEvent {
  readonly id: string;
  readonly type: EventType;
  readonly distribution: string;
  readonly recipient: string;
  readonly entitlement: string;
  readonly visit: string;
  readonly benefit: string;
  readonly quantity: number;
  /** What was counted, for the counter-entry. */
  readonly items: readonly Item[];
  readonly remainder: string;
  readonly due: number;
  readonly post: string;
  readonly slice: string;
}

/** One thing done: a visit, an absence, goods. Its id is the visit's, or its event's where there is no visit. */
export interface Act {
  readonly id: string;
  readonly kind: EventType;
  /** The key of the person in the bundle, "" where it is about goods or somebody not on the list. */
  readonly person: string;
  readonly post: string;
  /** The sequence of its first event: the order in which acts count, for a clock may go back. */
  readonly seq: number;
  /** When it happened, milliseconds since 1970. */
  readonly at: number;
  /** Twelve characters; the first four stand on the green screen. "" where nothing was given. */
  readonly code: string;
  readonly byProxy: boolean;
  /** The representative's tag under this phone's own key: who collected for how many, without a name. */
  readonly proxyTag: string;
  readonly events: readonly ActEvent[];
  /** The id of the counter-entry, "" while the act stands. */
  readonly voidedBy: string;
}

const GIVING: ReadonlySet<EventType> = new Set<EventType>(["handover", "replace"]);
const FAILED: ReadonlySet<EventType> = new Set<EventType>(["absent", "refuse"]);

export interface Due {
  readonly row: Row;
  readonly slice: Slice;
  readonly entitlement: string;
  readonly benefit: string;
  readonly amount: number;
}

/** What the officer is shown about one person. */
export interface Told {
  readonly verdict: Verdict;
  readonly due: readonly Due[];
  /** The act of this phone by which something was handed over last; null where there is none. */
  readonly given: Act | null;
  /** When the books say it was settled elsewhere; null where they do not. */
  readonly settledAt: number | null;
  /** Something was handed over elsewhere meanwhile. */
  readonly elsewhere: boolean;
  readonly failed: Act | null;
  readonly entrusted: Act | null;
  readonly successor: string;
}

/** The acts of this phone, found by person; kept in memory beside the bundle. */
export class Book {
  private readonly acts = new Map<string, Act>();
  private readonly byPerson = new Map<string, Act[]>();
  private elsewhere: ReadonlySet<string>;

  constructor(acts: Iterable<Act>, elsewhere: Iterable<string> = []) {
    for (const act of acts) this.add(act);
    this.elsewhere = new Set(elsewhere);
  }

  /** Take an act, or an act's newer state. */
  add(act: Act): void {
    this.acts.set(act.id, act);
    if (!act.person) return;
    const others = (this.byPerson.get(act.person) ?? []).filter((one) => one.id !== act.id);
    this.byPerson.set(
      act.person,
      [...others, act].sort((left, right) => left.seq - right.seq),
    );
  }

  /** Take all that the server says is settled by others now; what is not named any more was opened again. */
  hear(settled: Iterable<string>): void {
    this.elsewhere = new Set(settled);
  }

  act(id: string): Act | undefined {
    return this.acts.get(id);
  }

  all(): Act[] {
    return [...this.acts.values()].sort((left, right) => right.seq - left.seq);
  }

  /** Return a row's claims after everything recorded here: what was given settled, remainders open. */
  claims(person: Person, row: Row): Claim[] {
    const now = new Map<string, Claim>(row.claims.map((one) => [one.id, one]));
    for (const act of this.byPerson.get(person.key) ?? []) {
      if (!act.voidedBy) act.events.filter((one) => one.recipient === row.recipient).forEach((one) => settle(now, one));
    }
    for (const [id, one] of now) if (this.elsewhere.has(id)) now.set(id, { ...one, state: "settled" });
    return [...now.values()];
  }

  /** Say who stands there and what is due; `live` are the slices this phone still holds, null for all of its bundle. */
  tell(person: Person, live: ReadonlySet<string> | null = null): Told {
    const claims = person.rows.flatMap((row) => this.claims(person, row).map((claim) => ({ row, claim })));
    const acts = (this.byPerson.get(person.key) ?? []).filter((act) => !act.voidedBy);
    const last = acts.at(-1);
    const standing = claims.filter(({ row }) => !row.replaced);
    return {
      verdict: verdict({
        listed: true,
        replaced: person.rows.every((row) => row.replaced),
        ownPost: live === null || person.rows.some((row) => live.has(row.slice.id)),
        states: (standing.length ? standing : claims).map(({ claim }) => claim.state),
      }),
      due: standing.filter(({ claim }) => claim.state === "open" && claim.amount > 0).map(due),
      given: acts.filter((act) => GIVING.has(act.kind)).at(-1) ?? null,
      settledAt: claims.reduce<number | null>((latest, { claim }) => later(latest, claim.at), null),
      elsewhere: claims.some(({ claim }) => this.elsewhere.has(claim.id)),
      failed: last && FAILED.has(last.kind) ? last : null,
      entrusted: acts.filter((act) => act.kind === "entrust").at(-1) ?? null,
      successor: person.rows.find((row) => row.replaced)?.successor ?? "",
    };
  }

  /** Count the other people this representative has collected for at this phone. */
  collected(proxyTag: string, except: string): number {
    if (!proxyTag) return 0;
    const others = this.all().filter((act) => act.proxyTag === proxyTag && !act.voidedBy && act.person !== except);
    return new Set(others.map((act) => act.person)).size;
  }
}

function due({ row, claim }: { row: Row; claim: Claim }): Due {
  return { row, slice: row.slice, entitlement: claim.id, benefit: claim.benefit, amount: claim.amount };
}

function later(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right);
}

function settle(now: Map<string, Claim>, event: ActEvent): void {
  if (!GIVING.has(event.type) || !event.entitlement) return;
  const one = now.get(event.entitlement);
  if (one) now.set(one.id, { ...one, state: "settled" });
  // The server may know the remainder already, and that it was settled elsewhere.
  if (event.remainder && event.quantity < event.due && !now.has(event.remainder)) {
    const rest = { id: event.remainder, benefit: event.benefit, amount: event.due - event.quantity, at: null };
    now.set(event.remainder, { ...rest, state: "open" });
  }
}
