// A new version waits until the officer installs it from the home screen: it never takes an open form away.
import type { FieldApp } from "./app.svelte";
import { ownDetector } from "../../shared/qr";

/** Register the service worker and tell the app when a newer one waits. */
export async function watchUpdates(app: FieldApp): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/pos/sw.js", { scope: "/pos/" });
  const tell = (): void => {
    app.update = registration.waiting;
  };
  tell();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", tell);
  });
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first worker taking over an open page changes nothing; a newer one is loaded only where it was asked for.
    if (asked && app.screen.name === "home") location.reload();
  });
  await navigator.serviceWorker.ready;
  if (!(await ownDetector())) registration.active?.postMessage("keep-decoder");
}

let asked = false;

/** Install the waiting version; the page is loaded anew when it has taken over. */
export function install(worker: ServiceWorker): void {
  asked = true;
  worker.postMessage("take-over");
}
