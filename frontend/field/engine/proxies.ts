// Who may collect for another, as `handover.rules.proxies` says it; vectors/proxy.json binds both.

export const RELATIONS = ["same_kk", "family", "guardian", "neighbour_head", "village", "other"] as const;
export const PROXY_REASONS = ["sick", "elderly", "disabled", "away", "child", "other"] as const;
export type Relation = (typeof RELATIONS)[number];
export type ProxyReason = (typeof PROXY_REASONS)[number];

const LETTERS: ReadonlySet<string> = new Set(["power_of_attorney", "village_statement", "guardianship"]);

export interface Proxy {
  readonly name: string;
  readonly relation: Relation;
  readonly reason: ProxyReason;
  readonly note: string;
  readonly hasLetter: boolean;
  readonly lasting: boolean;
}

/** Say whether the representative is named; "other" needs a word of its own. */
export function isComplete(proxy: Pick<Proxy, "name" | "relation" | "reason" | "note">): boolean {
  const other = proxy.relation === "other" || proxy.reason === "other";
  return proxy.name.trim() !== "" && (!other || proxy.note.trim() !== "");
}

/** Say whether a letter belongs to this: what the programme asks of the relation (`papers`), else all but a guardian. */
export function needsLetter(proxy: Pick<Proxy, "relation" | "lasting">, papers: readonly string[] | null): boolean {
  if (proxy.lasting) return false;
  if (papers !== null) return papers.some((paper) => LETTERS.has(paper));
  return proxy.relation !== "guardian";
}

/** Say whether this person is one more than a representative may collect for (`others` counted without this one). */
export function tooMany(others: number, limit: number): boolean {
  return limit > 0 && others + 1 > limit;
}
