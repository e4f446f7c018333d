// The keyboard grid: Enter goes down, and a touched last row brings another one, so that a list is typed without the mouse.
import htmx from "htmx.org";

/** Bind a `[data-grid]` box; its rows save themselves (htmx), this only moves and grows. */
export function bindGrid(box: HTMLElement): void {
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    down(event.target);
  });
  box.addEventListener("input", (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-grid-row]") : null;
    if (row && !row.nextElementSibling) row.after(fresh(row));
  });
}

/** Move to the same column of the next row. */
function down(from: HTMLInputElement): void {
  const next = from.closest("[data-grid-row]")?.nextElementSibling;
  const column = from.dataset["gridCell"];
  if (next && column) next.querySelector<HTMLInputElement>(`[data-grid-cell="${column}"]`)?.focus();
}

/** Copy a row under a new id of its own, empty. */
function fresh(row: HTMLElement): HTMLElement {
  const id = crypto.randomUUID();
  const copy = row.cloneNode(true) as HTMLElement;
  const key = copy.querySelector<HTMLInputElement>('input[name="row"]');
  const old = key?.value ?? "";
  if (key) key.value = id;
  copy.querySelectorAll<HTMLInputElement>("input").forEach((input) => {
    if (input.name.startsWith(old)) input.name = id + input.name.slice(old.length);
    if (input.dataset["gridCell"]) input.value = "";
  });
  copy.querySelector("[data-said]")?.replaceChildren();
  htmx.process(copy);
  return copy;
}
