// Keeps this page and its parts in the service worker for the next dead spot, and forgets them when the task is over or the account leaves.
const CACHES = "paifu-onsite-";

export async function keepPage(script) {
  if (!navigator.serviceWorker || !script) return;
  try {
    await navigator.serviceWorker.register(script, { scope: "/m/" });
    const { active } = await navigator.serviceWorker.ready;
    const parts = performance.getEntriesByType("resource").map((entry) => new URL(entry.name)).filter((url) => url.pathname.startsWith("/static/"));
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { document.documentElement.dataset.kept = "yes"; };
    active.postMessage({ keep: [location.pathname, ...new Set(parts.map((url) => url.pathname + url.search))] }, [channel.port2]);
  } catch (_) { /* without it the page works as long as it stays open */ }
}

export async function forgetPage(path) {
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith(CACHES)) await (await caches.open(name)).delete(path);
}

export async function forgetAll() {
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith(CACHES)) await caches.delete(name);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) if (new URL(worker.scope).pathname === "/m/") await worker.unregister();
}
