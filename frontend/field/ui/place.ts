// Where the phone is, asked early so that it is known when the visit is saved.
import type { NoPlace, Place } from "../engine/visits";

const PATIENCE_MS = 12_000;
const FRESH_MS = 60_000;
const REFUSED: Readonly<Record<number, NoPlace>> = { 1: "denied", 2: "unavailable", 3: "timeout" };

/** Return the place, or why there is none. Never rejects. */
export function whereAmI(): Promise<Place | NoPlace> {
  if (!("geolocation" in navigator)) return Promise.resolve("unavailable");
  return new Promise((told) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        told({
          latMicro: Math.round(coords.latitude * 1e6),
          lngMicro: Math.round(coords.longitude * 1e6),
          accuracyM: Math.max(0, Math.round(coords.accuracy)),
        }),
      (error) => told(REFUSED[error.code] ?? "unavailable"),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  });
}
