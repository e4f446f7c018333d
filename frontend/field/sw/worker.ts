// The service worker: the shell comes from its cache, so that the app opens without signal; nothing else is answered.
// Photos that another app shares are taken here, for no page may be open then. It waits until it is told to take over, for an open form must not lose its page.
import { takeShared } from "./share";

declare const self: ServiceWorkerGlobalScope;
declare const __SHELL__: readonly string[];
declare const __LATER__: readonly string[];
declare const __VERSION__: string;

const PAGE = "/pos/";
const SHARED = "/pos/bagikan";
const SHELL = `balakas-field-${__VERSION__}`;
const DECODER = "balakas-field-decoder";

self.addEventListener("install", (event) => {
  event.waitUntil(fill());
});

async function fill(): Promise<void> {
  const cache = await caches.open(SHELL);
  // All or nothing: a shell with a piece missing would open white in the field.
  await cache.addAll([PAGE, ...__SHELL__].map((address) => new Request(address, { cache: "reload" })));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy());
});

async function tidy(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("balakas-field-") && name !== SHELL && name !== DECODER);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("message", (event) => {
  if (event.data === "take-over") event.waitUntil(self.skipWaiting());
  if (event.data === "keep-decoder") event.waitUntil(keepDecoder());
});

async function keepDecoder(): Promise<void> {
  const cache = await caches.open(DECODER);
  const kept = await cache.keys();
  const there = new Set(kept.map((request) => new URL(request.url).pathname));
  await Promise.all(__LATER__.filter((address) => !there.has(address)).map((address) => cache.add(address)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method === "POST" && origin === self.location.origin && pathname === SHARED) {
    event.respondWith(takeShared(request, PAGE));
    return;
  }
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(kept(PAGE, request));
  else if (__SHELL__.includes(pathname) || __LATER__.includes(pathname)) event.respondWith(kept(pathname, request));
});

async function kept(address: string, request: Request): Promise<Response> {
  const shell = await caches.open(SHELL); // its own, for a newer worker's may stand beside it
  return (await shell.match(address)) ?? (await caches.match(address)) ?? fetch(request);
}
