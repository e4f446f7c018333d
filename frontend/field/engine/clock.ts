// Two clocks: the phone's own, which may be days off, and what has passed since the server last told its time.

export interface ServerTime {
  /** The server's time, milliseconds since 1970. */
  readonly server: number;
  /** The phone's clock and its monotonic clock when that was heard. */
  readonly device: number;
  readonly monotonic: number;
  /** Which run of the app: a monotonic clock begins anew with each. */
  readonly run: string;
}

export interface Now {
  readonly device: number;
  readonly monotonic: number;
  readonly run: string;
}

export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The monotonic clock of many phones stands still while they sleep: a gap up to this is sleep, above it a clock set anew. */
const LONGEST_SLEEP_MS = 12 * 60 * 60_000;

/** Return what has passed since the server's time was heard: by the monotonic clock in the same run, else by the phone's. */
export function passed(heard: ServerTime, now: Now): number {
  const byClock = now.device - heard.device;
  const gone = now.monotonic - heard.monotonic;
  if (heard.run !== now.run) return Math.max(0, Math.round(byClock));
  const slept = byClock > gone && byClock - gone <= LONGEST_SLEEP_MS;
  return Math.max(0, Math.round(slept ? byClock : gone));
}

/** Return how far the phone's clock is from the server's, in milliseconds; null while the server's is not known. */
export function skew(heard: ServerTime | null, now: Now): number | null {
  if (heard === null) return null;
  if (heard.run === now.run) return Math.round(now.device - (heard.server + passed(heard, now)));
  return Math.round(heard.device - heard.server);
}

export type ClockState = "unknown" | "good" | "off";

/** Say whether the phone's clock may be trusted: five minutes either way. */
export function clockState(heard: ServerTime | null, now: Now): ClockState {
  const off = skew(heard, now);
  if (off === null) return "unknown";
  // A clock set back below what the server has already told is wrong whatever passed meanwhile.
  if (heard !== null && now.device < heard.device - CLOCK_TOLERANCE_MS) return "off";
  return Math.abs(off) <= CLOCK_TOLERANCE_MS ? "good" : "off";
}

/** Return when something happens now: the server's time with what has passed, where it is known, else the phone's. */
export function bestNow(heard: ServerTime | null, now: Now): number {
  return heard === null ? now.device : heard.server + passed(heard, now);
}

/** `2026-01-20T01:00:00.000Z`: as events write a moment. */
export function momentText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
