// Who stands there and what is due, as `handover.rules.verdicts` says it; vectors/handover_verdict.json binds both.

export type Verdict = "due" | "handed_over" | "not_listed" | "replaced" | "other_post" | "cancelled";
export type EntitlementState = "open" | "settled" | "cancelled";
export type Tone = "good" | "warn" | "bad";

export const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  due: "good",
  handed_over: "bad",
  not_listed: "bad",
  replaced: "bad",
  other_post: "warn",
  cancelled: "bad",
};

export interface Standing {
  readonly listed: boolean;
  readonly replaced: boolean;
  readonly ownPost: boolean;
  readonly states: readonly string[];
}

/** Return the verdict on one person at one post. Nothing open decides before the post does. */
export function verdict({ listed, replaced, ownPost, states }: Standing): Verdict {
  if (!listed) return "not_listed";
  if (states.includes("open")) {
    if (replaced) return "replaced";
    return ownPost ? "due" : "other_post";
  }
  if (states.includes("settled")) return "handed_over";
  return replaced ? "replaced" : "cancelled";
}
