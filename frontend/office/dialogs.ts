// <c-modal>: a native dialog; the browser keeps the focus inside and gives it back.

/** Open `#name` from `[data-open="name"]`, close from `[data-close]`. */
export function bindDialogs(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-open]").forEach((opener) => {
    const dialog = document.getElementById(opener.dataset["open"] ?? "");
    if (!(dialog instanceof HTMLDialogElement)) return;
    opener.hidden = false;
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    dialog.querySelectorAll("[data-close]").forEach((closer) => {
      closer.addEventListener("click", () => dialog.close());
    });
  });
}
