// <c-position>: where something happens, with its accuracy, or why that is not known; the form never waits for it.

const MICRO = 1_000_000;
const REASONS: Record<number, string> = { 1: "denied", 2: "unavailable", 3: "timeout" };

/** Ask the device once, put the answer or the reason into the hidden inputs, and say so in words. */
export function bindPosition(box: HTMLElement): void {
  const note = box.querySelector<HTMLElement>("[data-position-note]");
  const again = box.querySelector<HTMLButtonElement>("[data-position-again]");
  const ask = (): void => {
    if (!("geolocation" in navigator)) {
      fill(box, { missing: "unavailable" });
      if (note) note.textContent = box.dataset["unavailable"] ?? "";
      return;
    }
    if (note) note.textContent = box.dataset["asking"] ?? "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const accuracy = Math.round(coords.accuracy);
        fill(box, {
          lat: String(Math.round(coords.latitude * MICRO)),
          lng: String(Math.round(coords.longitude * MICRO)),
          accuracy: String(accuracy),
          missing: "",
        });
        if (note) note.textContent = (box.dataset["found"] ?? "").replace("#", String(accuracy));
      },
      (error) => {
        const reason = REASONS[error.code] ?? "unavailable";
        fill(box, { missing: reason });
        if (note) note.textContent = box.dataset[reason] ?? "";
        if (again) again.hidden = false;
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  };
  again?.addEventListener("click", ask);
  ask();
}

function fill(box: HTMLElement, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    const input = box.querySelector<HTMLInputElement>(`[data-position-${name}]`);
    if (input) input.value = value;
  }
}
