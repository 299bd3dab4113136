// @ts-check
// Keeps the page, so that it is there without a network. The files are those of one build, all or none.
const worker = /** @type {any} */ (globalThis);
const CACHE = `orderstate-${SITE_BUILD}`;

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SITE_FILES)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith("orderstate-") && name !== CACHE));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || !address.href.startsWith(worker.registration.scope)) return;
  // What is kept first: files of two builds do not fit together. A newer build is kept when it has come whole, for the next visit.
  const kept = caches.match(request, { ignoreSearch: true, cacheName: CACHE });
  event.respondWith(kept.then((response) => response ?? fetch(request)));
});
