// What is said of a person in large type.
import type { Told } from "../engine/acts";
import type { Tone } from "../engine/verdicts";
import { VERDICT_TONES } from "../engine/verdicts";
import type { FieldApp } from "./app.svelte";
import { clockTime, dayAndMonth, sameDay } from "./format";

export const SIGNS: Readonly<Record<Tone, string>> = { good: "✓", warn: "➜", bad: "✗" };

export function tone(told: Told): Tone {
  return VERDICT_TONES[told.verdict];
}

/** Return the verdict's sentence: when it was handed over, and who stands there instead. */
export function sentence(app: FieldApp, told: Told): string {
  if (told.verdict === "handed_over") return handedOver(app, told);
  if (told.verdict === "replaced" && told.successor) return app.say("v_replaced_by", { name: told.successor });
  if (told.verdict === "other_post") return app.say("v_other_post", { label: "pos lain" });
  return app.say(`v_${told.verdict}`);
}

function handedOver(app: FieldApp, told: Told): string {
  const at = told.given?.at ?? told.settledAt;
  if (at === null) return app.say(told.elsewhere ? "v_handed_elsewhere" : "v_handed_over");
  const time = clockTime(at, app.zone);
  if (!sameDay(at, app.now(), app.zone)) return app.say("v_handed_day", { day: dayAndMonth(at, app.zone), time });
  if (told.given) return app.say("v_handed_here", { time });
  return `${app.say("v_handed_over")} ${time}`;
}
