// The phone's own store of on-site work: one item a draft, file or hand-back, in order, by whose it is. Nothing leaves it before the house has taken it in.
// A page that is being left has no time to wait for the store: its last answers are written at once to localStorage and folded in by whoever opens the store next.
const NAME = "paifu-onsite";
const LAST = "paifu-onsite-last";
export const LIMIT = 300;
let number = 0;
let folding = Promise.resolve();

function base() {
  return new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => { request.result.createObjectStore("items", { keyPath: "key" }); };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function store(mode, act) {
  const database = await base();
  try {
    return await new Promise((done, fail) => {
      const change = database.transaction("items", mode);
      const request = act(change.objectStore("items"));
      change.oncomplete = () => done(request?.result);
      change.onerror = change.onabort = () => fail(change.error);
    });
  } finally {
    database.close();
  }
}

export const put = (item) => store("readwrite", (items) => items.put(item));
export const drop = (key) => store("readwrite", (items) => items.delete(key));
export const get = (key) => store("readonly", (items) => items.get(key));
export const all = async () => { await fold(); return (await store("readonly", (items) => items.getAll())).sort((a, b) => a.order - b.order); };
export const mine = async (user) => (await all()).filter((item) => item.user === user);
export const isPhoto = (item) => item.kind === "upload" && item.sort === "photo";

export function fresh(user, task, kind, rest) {
  return { key: newKey(), user, task, kind, order: Date.now() + ++number / 1000, happened: new Date().toISOString(), ...rest };
}

// The newest answers of a task take the place of older ones in one change, in their turn of the queue; answers older than those kept are let go.
export function putDraft(draft) {
  return store("readwrite", (items) => {
    items.getAll().onsuccess = ({ target }) => {
      const old = target.result.filter((item) => item.kind === "draft" && item.task === draft.task && item.user === draft.user);
      if (old.some((item) => item.happened > draft.happened)) return;
      for (const each of old) items.delete(each.key);
      items.put(old.length ? { ...draft, order: old[0].order } : draft);
    };
  });
}

// At once, without waiting: for a page that is being left.
export function putAtOnce(draft) {
  try { localStorage.setItem(LAST, JSON.stringify(draft)); } catch (_) { /* no room: what the store holds stays */ }
}

function fold() {
  folding = folding.catch(() => {}).then(async () => {
    const last = localStorage.getItem(LAST);
    if (!last) return;
    await putDraft(JSON.parse(last));
    if (localStorage.getItem(LAST) === last) localStorage.removeItem(LAST);
  });
  return folding;
}

function newKey() {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function forgetTask(task) {
  for (const item of await all()) if (!task || item.task === task) await drop(item.key);
}

export function forgetEverything() {
  localStorage.removeItem(LAST);
  return new Promise((done) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => done();
  });
}

// How many more photos fit until four fifths of the space are used; null where the browser does not say.
export async function room(average = 4 * 1024 * 1024) {
  const told = await navigator.storage?.estimate?.();
  if (!told?.quota) return null;
  return { nearlyFull: told.usage > told.quota * 0.8, photos: Math.max(0, Math.floor((told.quota * 0.98 - told.usage) / average)) };
}
