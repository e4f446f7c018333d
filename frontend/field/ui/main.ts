// The field app starts here: service worker, storage, first screen.
import "./app.css";
import { mount } from "svelte";
import { FieldApp } from "./app.svelte";
import Root from "./Root.svelte";
import { watchUpdates } from "./updates";

const target = document.getElementById("app");
if (target) {
  const app = new FieldApp();
  target.replaceChildren();
  mount(Root, { target, props: { app } });
  void app.start();
  void watchUpdates(app);
}
