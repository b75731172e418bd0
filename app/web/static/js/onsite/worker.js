// The service worker of the on-site pages: in a dead spot it answers with the shell and the one task's form that the page asked it to keep, nothing else.
const CACHE = "paifu-onsite-1";
const PAGES = /^\/m\/(tasks\/[0-9a-f]{32}|vacating\/[0-9a-f]{32}\/day|queue)$/;
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(staticFile(event.request));
  else if (mode === "navigate" && PAGES.test(pathname)) event.respondWith(page(event.request, pathname));
});

self.addEventListener("message", (event) => {
  const { keep = [], forget = [] } = event.data ?? {};
  event.waitUntil(Promise.all([...keep.map(keepOne), ...forget.map((path) => caches.open(CACHE).then((cache) => cache.delete(path)))]).then(() => event.ports[0]?.postMessage("done")));
});

async function keepOne(path) {
  const { pathname } = new URL(path, self.location.origin);
  if (!pathname.startsWith("/static/") && !PAGES.test(pathname)) return;
  try {
    const answer = await fetch(path, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(path, answer);
  } catch (_) { /* the next opening with a line keeps it */ }
}

async function staticFile(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) (await caches.open(CACHE)).put(request, answer.clone());
    return answer;
  } catch (cut) {
    const kept = await caches.match(request, { cacheName: CACHE });
    if (kept) return kept;
    throw cut;
  }
}

async function page(request, pathname) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(pathname);
  if (!kept) return fetch(request);
  const slow = new Promise((done) => setTimeout(done, PATIENCE, kept));
  return Promise.race([fetch(request).then((answer) => (answer.status >= 500 ? kept : answer), () => kept), slow]);
}
