// What a phone takes along for its slices, as the app works with it. The wire's own form is read in sync/bundle.ts.
import type { Bytes } from "./bytes";
import type { EntitlementState } from "./verdicts";

export interface Benefit {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  /** `goods` are counted in `unit`, `cash` in rupiah. */
  readonly kind: string;
  /** What lies at the post by the books when the bundle was made. */
  readonly stock: number;
}

export interface Post {
  readonly id: string;
  readonly distribution: string;
  readonly title: string;
  readonly period: string;
  readonly name: string;
  readonly benefits: readonly Benefit[];
  /** What the programmes ask: proofs of a hand-over, papers of a representative by relation, how many for one. */
  readonly proofs: readonly string[];
  readonly papers: Readonly<Record<string, readonly string[]>>;
  readonly proxyLimit: number;
  readonly entrustLimit: number;
}

export interface Slice {
  readonly id: string;
  readonly post: Post;
  readonly epoch: number;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly label: string;
  readonly tagKey: Bytes;
}

/** Another slice: tags only, so that its vouchers say where to go. */
export interface OtherSlice {
  readonly label: string;
  readonly tagKey: Bytes;
  readonly tags: ReadonlySet<string>;
}

export interface Claim {
  readonly id: string;
  readonly benefit: string;
  readonly amount: number;
  readonly state: EntitlementState;
  /** When it was settled, milliseconds since 1970; null where it was not. */
  readonly at: number | null;
}

export interface Representative {
  readonly name: string;
  readonly relation: string;
  readonly lasting: boolean;
}

/** A citizen's place on one list. */
export interface Row {
  readonly recipient: string;
  readonly slice: Slice;
  /** The tag of the invitation's code, "" without one. */
  readonly tag: string;
  readonly replaces: boolean;
  readonly replaced: boolean;
  /** The name of who stands there instead, "" where it is not told. */
  readonly successor: string;
  readonly claims: readonly Claim[];
}

/** One citizen, on one list or several: one visit settles all of it. */
export interface Person {
  readonly key: string;
  readonly name: string;
  /** The last four digits of the NIK, "" where they are not known. */
  readonly tail: string;
  readonly address: string;
  readonly village: string;
  readonly order: number;
  readonly rows: readonly Row[];
  readonly representatives: readonly Representative[];
}

export interface Bundle {
  readonly madeAt: string;
  readonly device: string;
  readonly office: { readonly id: string; readonly name: string; readonly zone: string };
  readonly officers: readonly { readonly id: string; readonly name: string }[];
  readonly posts: readonly Post[];
  readonly slices: readonly Slice[];
  readonly others: readonly OtherSlice[];
  readonly people: readonly Person[];
}

/** Return when the last lease ends: until then the bundle may be opened, afterwards it is wiped. */
export function leaseEnd(bundle: Bundle): number {
  return Math.max(0, ...bundle.slices.map((slice) => slice.until));
}

/** Return a benefit of any of the posts. */
export function benefitOf(bundle: Bundle, id: string): Benefit | undefined {
  return bundle.posts.flatMap((post) => post.benefits).find((one) => one.id === id);
}
