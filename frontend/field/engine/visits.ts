// From what the officer chose on the screens to the drafts of events: hand-over, extra, absence, undo, goods, shift.
import type { Act, ActEvent, Due } from "./acts";
import type { Person, Post, Slice } from "./bundle";
import type { Draft, EventType, Identity, Named, Written } from "./events";
import type { Json } from "./canonical";
import { uuid7 } from "./ids";
import { isComplete, needsLetter, tooMany, type Proxy } from "./proxies";
import type { Item } from "./stock";

export interface Place {
  readonly latMicro: number;
  readonly lngMicro: number;
  readonly accuracyM: number;
}
export type NoPlace = "denied" | "unavailable" | "timeout" | "not_asked";

export interface Giving extends Due {
  /** How much changes hands now; less than `amount` leaves a remainder. */
  readonly quantity: number;
}

export interface Visit {
  readonly id: string;
  readonly person: Person;
  readonly givings: readonly Giving[];
  readonly identity: Identity;
  /** Why it was checked by hand. */
  readonly checked: string;
  readonly proxy: Proxy | null;
  /** Why less was given than is due. */
  readonly reason: string;
  readonly place: Place | NoPlace;
  readonly attachments: readonly Named[];
}

export type Problem =
  "nothing_given" | "given_twice" | "reason_needed" | "partial_reason_needed" | "proxy_incomplete" | "more_than_due";
export type Warning = "letter_missing" | "one_for_many" | "evidence_pending";

/** Return what keeps this visit from being understood; null when it can be recorded. */
export function problem(visit: Visit): Problem | null {
  const given = visit.givings.filter((one) => one.quantity > 0);
  if (given.length === 0 || visit.givings.some((one) => !Number.isSafeInteger(one.quantity) || one.quantity < 0)) {
    return "nothing_given";
  }
  if (new Set(given.map((one) => one.entitlement)).size !== given.length) return "given_twice";
  if (given.some((one) => one.quantity > one.amount)) return "more_than_due";
  if (visit.identity === "by_hand" && !visit.checked.trim()) return "reason_needed";
  if (visit.givings.some((one) => one.quantity < one.amount) && !visit.reason.trim()) return "partial_reason_needed";
  return visit.proxy && !isComplete(visit.proxy) ? "proxy_incomplete" : null;
}

/** Return what is told to the officer and recorded all the same: it happened, and a person looks at it later. */
export function warnings(visit: Visit, post: Post, collectedForOthers: number): Warning[] {
  const found: Warning[] = [];
  const kinds = new Set(visit.attachments.map((one) => one.kind));
  const { proxy } = visit;
  if (proxy) {
    const letter = kinds.has("letter") || proxy.hasLetter;
    if (needsLetter(proxy, post.papers[proxy.relation] ?? null) && !letter) found.push("letter_missing");
    if (tooMany(collectedForOthers, post.proxyLimit)) found.push("one_for_many");
  }
  const there: Record<string, boolean> = {
    photo: kinds.has("photo"),
    signature: kinds.has("signature") || kinds.has("thumb"),
    position: typeof visit.place !== "string",
  };
  if (post.proofs.some((proof) => there[proof] === false)) found.push("evidence_pending");
  return found;
}

/** Return one event per entitlement, of all the person's lists: they share its pictures and its check. */
export function visitDrafts(visit: Visit, now: number): Draft[] {
  const visitOf = visitsByRecipient(visit.id, now);
  return visit.givings
    .filter((one) => one.quantity > 0)
    .map((one) => ({
      ...frame(one.row.replaces ? "replace" : "handover", one.slice, now),
      recipient: one.row.recipient,
      entitlement: one.entitlement,
      visit: visitOf(one.row.recipient),
      remainder: one.quantity < one.amount ? uuid7(now) : "",
      due: one.amount,
      items: [{ benefit: one.benefit, quantity: one.quantity }],
      identity: { how: visit.identity },
      proxy: proxyCodes(visit.proxy),
      position: placeCodes(visit.place),
      attachments: visit.attachments,
      texts: visitTexts(visit),
    }));
}

/** On the wire a visit is one recipient's: the first keeps the id, each further list's recipient gets one of its own. */
function visitsByRecipient(id: string, now: number): (recipient: string) => string {
  const ids = new Map<string, string>();
  return (recipient) => {
    const known = ids.get(recipient) ?? (ids.size === 0 ? id : uuid7(now));
    ids.set(recipient, known);
    return known;
  };
}

function visitTexts(visit: Visit): Record<string, string> {
  return {
    reason: visit.reason,
    checked: visit.identity === "by_hand" ? visit.checked : "",
    position: placeText(visit.place),
    proxy_name: visit.proxy?.name ?? "",
    proxy_note: visit.proxy?.note ?? "",
  };
}

function frame(type: EventType, slice: Slice, now: number): Draft {
  const { id, epoch, post } = slice;
  return { id: uuid7(now), type, distribution: post.distribution, post: post.id, slice: id, epoch };
}

function proxyCodes(proxy: Proxy | null): Record<string, Json> {
  if (!proxy) return {};
  return { relation: proxy.relation, reason: proxy.reason, letter: proxy.hasLetter, lasting: proxy.lasting };
}

/** The body says whether there is a place; the place itself is personal and sealed. */
function placeCodes(place: Place | NoPlace): Record<string, Json> {
  return typeof place === "string" ? { missing: place } : { accuracy_m: place.accuracyM };
}

function placeText(place: Place | NoPlace): string {
  return typeof place === "string" ? "" : `${place.latMicro},${place.lngMicro},${place.accuracyM}`;
}

export interface Extra {
  readonly visit: string;
  readonly name: string;
  readonly orderedBy: string;
  readonly reason: string;
  readonly address: string;
  readonly items: readonly Item[];
  readonly place: Place | NoPlace;
  readonly attachments: readonly Named[];
}

export type ExtraProblem = "extra_incomplete" | "reason_needed" | "nothing_given";

export function extraProblem(extra: Extra): ExtraProblem | null {
  if (!extra.name.trim() || !extra.orderedBy.trim()) return "extra_incomplete";
  if (!extra.reason.trim()) return "reason_needed";
  return extra.items.some((item) => (item.quantity ?? 0) > 0) ? null : "nothing_given";
}

/** Return what was given to somebody not on the list: who ordered it stands in it, and it becomes a case. */
export function extraDrafts(extra: Extra, slice: Slice, now: number): Draft[] {
  return extra.items
    .filter((item) => (item.quantity ?? 0) > 0)
    .map((item) => ({
      ...frame("extra", slice, now),
      visit: extra.visit,
      items: [item],
      position: placeCodes(extra.place),
      attachments: extra.attachments,
      texts: {
        name: extra.name,
        ordered_by: extra.orderedBy,
        reason: extra.reason,
        address: extra.address,
        position: placeText(extra.place),
      },
    }));
}

export const ABSENCE_REASONS = [
  "not_come",
  "not_home",
  "moved",
  "died",
  "sick",
  "listed_twice",
  "no_identity",
  "other",
] as const;
export type AbsenceReason = (typeof ABSENCE_REASONS)[number];

/** Return that nothing was given, and why, on each of the person's lists; an undo or a hand-over opens it again. */
export function failDrafts(
  type: "absent" | "refuse",
  person: Person,
  why: AbsenceReason | "refuses",
  reason: string,
  now: number,
): Draft[] {
  return person.rows
    .filter((row) => !row.replaced)
    .map((row) => ({
      ...frame(type, row.slice, now),
      recipient: row.recipient,
      details: { reason: why },
      texts: { reason },
    }));
}

/** Return that something was taken along by somebody for another; not received until it is confirmed. */
export function entrustDrafts(dues: readonly Due[], visit: string, holder: string, now: number): Draft[] {
  const visitOf = visitsByRecipient(visit, now);
  return dues.map((one) => ({
    ...frame("entrust", one.slice, now),
    recipient: one.row.recipient,
    entitlement: one.entitlement,
    visit: visitOf(one.row.recipient),
    due: one.amount,
    items: [{ benefit: one.benefit, quantity: one.amount }],
    texts: { holder },
  }));
}

/** Return the counter-entries of an act: the act stays, books and stock go back. `epochs` are those of the live slices. */
export function undoDrafts(act: Act, reason: string, epochs: ReadonlyMap<string, number>, now: number): Draft[] {
  return act.events.map((event) => ({
    id: uuid7(now),
    type: "void",
    distribution: event.distribution,
    post: event.post,
    slice: event.slice,
    epoch: epochs.get(event.slice) ?? 0,
    recipient: event.recipient,
    entitlement: event.entitlement,
    visit: event.visit,
    target: event.id,
    details: { reason: "undo" },
    texts: { reason },
  }));
}

export type GoodsProblem = "nothing_counted" | "counts_disagree" | "reason_needed";

export function goodsProblem(
  type: "receive" | "return" | "damage",
  items: readonly Item[],
  reason: string,
): GoodsProblem | null {
  const counted = items.some((item) => (item.quantity ?? 0) + (item.damaged ?? 0) + (item.short ?? 0) > 0);
  if (!counted) return "nothing_counted";
  const short = (item: Item): number => (item.damaged ?? 0) + (item.short ?? 0);
  if (type === "receive" && items.some((item) => short(item) > (item.quantity ?? 0))) return "counts_disagree";
  return type === "damage" && !reason.trim() ? "reason_needed" : null;
}

/** Return goods that came, went back, or broke. */
export function goodsDraft(
  type: "receive" | "return" | "damage",
  items: readonly Item[],
  texts: Readonly<Record<string, string>>,
  slice: Slice,
  now: number,
  attachments: readonly Named[] = [],
): Draft {
  return { ...frame(type, slice, now), items, texts, attachments };
}

/** Return the opening or close of a shift, with what was counted by hand in `items`. */
export function shiftDraft(
  type: "shift_open" | "shift_close",
  counted: readonly Item[],
  slice: Slice,
  now: number,
): Draft {
  return { ...frame(type, slice, now), items: counted };
}

/** Return what the phone remembers of what was written. */
export function actOf(
  written: readonly Written[],
  more: { readonly person: string; readonly at: number; readonly code: string; readonly proxyTag: string },
): Act {
  const first = written[0]?.draft;
  if (!first) throw new RangeError("an act has at least one event");
  return {
    id: first.visit !== undefined && first.visit !== "" ? first.visit : first.id,
    kind: first.type,
    person: more.person,
    post: first.post,
    seq: written[0]?.seq ?? 0,
    at: more.at,
    code: more.code,
    byProxy: Object.keys(first.proxy ?? {}).length > 0,
    proxyTag: more.proxyTag,
    events: written.map(({ draft }) => eventOf(draft)),
    voidedBy: "",
  };
}

function eventOf(draft: Draft): ActEvent {
  return {
    id: draft.id,
    type: draft.type,
    distribution: draft.distribution,
    recipient: draft.recipient ?? "",
    entitlement: draft.entitlement ?? "",
    visit: draft.visit ?? "",
    benefit: draft.items?.[0]?.benefit ?? "",
    quantity: draft.items?.[0]?.quantity ?? 0,
    items: draft.items ?? [],
    remainder: draft.remainder ?? "",
    due: draft.due ?? 0,
    post: draft.post,
    slice: draft.slice,
  };
}
