// The phone's own store of on-site work: one item a draft, file or hand-back, in order, by whose it is. Nothing leaves it before the house has taken it in.
const NAME = "paifu-onsite";
export const LIMIT = 300;
let number = 0;

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
export const all = async () => (await store("readonly", (items) => items.getAll())).sort((a, b) => a.order - b.order);
export const mine = async (user) => (await all()).filter((item) => item.user === user);
export const isPhoto = (item) => item.kind === "upload" && item.sort === "photo";

export function fresh(user, task, kind, rest) {
  return { key: newKey(), user, task, kind, order: Date.now() + ++number / 1000, happened: new Date().toISOString(), ...rest };
}

function newKey() {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function forgetTask(task) {
  for (const item of await all()) if (!task || item.task === task) await drop(item.key);
}

export function forgetEverything() {
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
