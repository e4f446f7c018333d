// The office's pages: htmx for round trips, and small scripts that each wake up only where their mark is in the page.
import htmx from "htmx.org";
import { bindDialogs } from "./dialogs";
import { bindForms } from "./forms";
import { bindMenus } from "./menus";
import { bindUploads } from "./upload";

htmx.config.allowEval = false; // pages run under a content policy without eval
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0; // pages hold personal data: none of them stays in the browser's store
htmx.config.selfRequestsOnly = true;

/** Find parts that need a heavier script and load it only then. */
function wake(root: ParentNode): void {
  bindUploads(root);
  bindDialogs(root);
  each(root, "[data-map]", async (box) => (await import("./map")).drawMap(box));
  each(root, "[data-signature]", async (box) => (await import("./signature")).bindSignature(box));
  each(root, "[data-batch]", async (form) => (await import("./batch")).bindBatch(form));
  each(root, "[data-grid]", async (box) => (await import("./grid")).bindGrid(box));
  each(root, "[data-camera]", async (box) => (await import("./camera")).bindCamera(box));
  each(root, "[data-position]", async (box) => (await import("./position")).bindPosition(box));
  each(root, "[data-scan]", async (box) => (await import("./scan")).bindScan(box));
}

function each(root: ParentNode, selector: string, start: (box: HTMLElement) => Promise<void>): void {
  root.querySelectorAll<HTMLElement>(selector).forEach((box) => {
    if (box.dataset["awake"]) return;
    box.dataset["awake"] = "yes";
    void start(box);
  });
}

bindForms();
bindMenus();
wake(document);
document.body.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement) wake(event.target);
});
