// What the office, or the way to it, said no with; in words.
import { Refused } from "../sync/enrol";
import type { FieldApp } from "./app.svelte";

/** Return the sentence for an error of enrolling or fetching. */
export function refusal(app: FieldApp, error: unknown): string {
  if (!(error instanceof Refused)) return app.say("unlock_damaged");
  switch (error.code) {
    case "no_answer":
      return app.say("refused_no_answer");
    case "no_lease":
      return app.say("refused_no_lease");
    case "not_allowed":
      return app.say("refused_not_allowed");
    case "device_not_active":
      return app.say("refused_waiting");
    case "enrol_code_gone":
    case "status_410":
      return app.say("refused_410");
    default:
      return app.say("refused_other", { code: error.code });
  }
}
