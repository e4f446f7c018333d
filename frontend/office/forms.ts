// A form sent twice does no harm on the server (its one-time number); here the second press is not even offered.

/** Mark the pressed button as busy, keep its value in the request, and refuse a second sending of the same form. */
export function bindForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || methodOf(form) !== "post") return;
    if (form.dataset["sent"]) {
      event.preventDefault();
      return;
    }
    form.dataset["sent"] = "yes";
    markBusy(event.submitter);
    if (form.hasAttribute("data-download")) window.setTimeout(() => release(form), 3000);
  });
  // Coming back with the browser's button, or an answer by htmx, makes the form usable again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.target instanceof Element) release(event.target.closest("form") ?? event.target);
  });
  document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field instanceof HTMLElement) sendOnChange(field);
  });
  document.addEventListener("click", printPage);
}

/** Send the form of a changed field under `data-send-on-change`, as if the button of that value had been pressed. */
function sendOnChange(field: HTMLElement): void {
  const mark = field.closest<HTMLElement>("[data-send-on-change]");
  const form = field.closest("form");
  if (!mark || !form) return;
  const value = mark.dataset["sendOnChange"];
  const button = value ? form.querySelector<HTMLButtonElement>(`button[value="${value}"]`) : null;
  if (value && !button) return;
  form.requestSubmit(button);
}

/** Read the attribute: a field named "method" hides the form's own property. */
function methodOf(form: HTMLFormElement): string {
  return (form.getAttribute("method") ?? "get").toLowerCase();
}

function markBusy(button: HTMLElement | null): void {
  if (!button) return;
  button.classList.add("is-busy");
  button.setAttribute("aria-busy", "true");
}

function release(form: Element): void {
  form.removeAttribute("data-sent");
  form.querySelectorAll(".is-busy").forEach((button) => {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-busy");
  });
}

function printPage(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
}
