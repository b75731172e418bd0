// On-site work through a dead spot (S7): answers and photos of a form with data-offline="<task id>" go to the phone's own store first, then up one by one in order, each with its idempotency key.
// The form: data-offline, data-draft-url (POST answers), data-photo-url (POST one photo), data-user (whose store it is). Emptied by [data-offline-empty] on a page shown after hand-back, recall or sign-out.
const LIMIT = 300;
const form = document.querySelector("[data-offline]");
const strip = document.getElementById("strip");
const user = form?.dataset.user ?? "";
let busy = false;

function base() {
  return new Promise((done, fail) => {
    const request = indexedDB.open("paifu-onsite", 1);
    request.onupgradeneeded = () => { request.result.createObjectStore("items", { keyPath: "key" }); };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function store(mode, act) {
  const database = await base();
  return new Promise((done, fail) => {
    const change = database.transaction("items", mode);
    const request = act(change.objectStore("items"));
    change.oncomplete = () => { database.close(); done(request?.result); };
    change.onerror = () => fail(change.error);
  });
}

const put = (item) => store("readwrite", (items) => items.put(item));
const drop = (key) => store("readwrite", (items) => items.delete(key));
const all = async () => (await store("readonly", (items) => items.getAll())).sort((a, b) => a.order - b.order);
const mine = async () => (await all()).filter((item) => item.user === user);
const newKey = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function digest(blob) {
  if (!crypto.subtle) return "";
  const bytes = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function place() {
  return new Promise((done) => {
    if (!navigator.geolocation) { done(null); return; }
    navigator.geolocation.getCurrentPosition((found) => done({ latitude: found.coords.latitude, longitude: found.coords.longitude, accuracy: found.coords.accuracy, heading: found.coords.heading }), () => done(null), { enableHighAccuracy: true, timeout: 8000, maximumAge: 30000 });
  });
}

async function show(words = "", role = "") {
  const waiting = await mine();
  const photos = waiting.filter((item) => item.kind === "photo").length;
  const failed = waiting.filter((item) => item.fault).length;
  for (const badge of document.querySelectorAll("[data-queue-count]")) badge.textContent = String(waiting.length || "");
  const line = document.querySelector("[data-line-word]");
  if (line) { line.textContent = navigator.onLine ? "在线" : "离线"; line.previousElementSibling.className = `pf-dot ${navigator.onLine ? "pf-dot--ok" : ""}`; }
  if (!strip) return;
  strip.hidden = false;
  if (words) tell(words, role);
  else if (!navigator.onLine) tell("离线中，内容已存在本机", "");
  else if (failed) tell(`${failed} 项上传失败，点此重试`, "danger");
  else if (waiting.length) tell(photos ? `${photos} 张照片待上传` : "内容待上传", "warn");
  else tell("已全部上传", "ok");
}

function tell(words, role) {
  strip.className = `pf-strip${role ? ` pf-strip--${role}` : ""}`;
  strip.textContent = words;
}

async function send() {
  if (busy || !navigator.onLine) { await show(); return; }
  busy = true;
  try {
    const tried = new Set();
    const next = async () => (await mine()).find((item) => !tried.has(item.key));
    for (let item = await next(); item; item = await next()) { // what was written while others went up goes up too
      tried.add(item.key);
      const outcome = await sendOne(item);
      if (outcome === "done") await drop(item.key);
      else if (outcome === "sign-in") { await show(`登录已过期，${(await mine()).length} 项还在本机，重新登录后自动继续上传`, "warn"); return; }
      else if (outcome === "refused") await put({ ...item, fault: true });
      else return;
    }
  } finally {
    busy = false;
    await show();
  }
}

async function sendOne(item) {
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  const token = document.querySelector("[name=csrf_token]");
  if (token) body.set("csrf_token", token.value);
  body.set("idempotency_key", item.key);
  body.set("happened_at", item.happened);
  if (item.blob) { body.set(item.name, item.blob, item.filename); body.set("digest", item.digest); if (item.place) body.set("place", JSON.stringify(item.place)); }
  try {
    const answer = await fetch(item.url, { method: "POST", body, headers: { "Idempotency-Key": item.key, "HX-Request": "true" } });
    const signIn = answer.redirected && new URL(answer.url).pathname === "/login";
    if (signIn || answer.status === 401 || answer.status === 400) return "sign-in";
    return answer.ok ? "done" : answer.status >= 500 ? "later" : "refused";
  } catch (_) {
    return "later";
  }
}

async function keepDraft() {
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
  const slot = `${user}-${form.dataset.offline}`;
  const old = (await mine()).find((item) => item.slot === slot);
  await put({ key: newKey(), slot, user, task: form.dataset.offline, kind: "draft", url: form.dataset.draftUrl, fields, order: old?.order ?? Date.now(), happened: new Date().toISOString() });
  if (old) await drop(old.key);
  await show();
}

async function keepPhoto(input) {
  for (const file of input.files) {
    const held = (await mine()).filter((item) => item.kind === "photo").length;
    if (held >= LIMIT) { await show("本机空间将满，先上传已拍照片，或清理手机", "danger"); break; }
    const shot = input.closest("[data-shot]");
    const spot = await place();
    await put({ key: newKey(), user, task: form.dataset.offline, kind: "photo", url: form.dataset.photoUrl, name: "photo", filename: file.name, blob: file, digest: await digest(file), place: spot, fields: [["shot", shot?.dataset.shot ?? ""]], order: Date.now(), happened: new Date().toISOString() });
    shot?.classList.add("pf-shot--done");
    if (!spot) await show("照片没有位置信息：打开定位重拍；不能重拍的写明原因", "warn");
  }
  input.value = "";
  send();
}

async function nearlyFull() {
  const estimate = await navigator.storage?.estimate?.();
  if (estimate && estimate.usage > estimate.quota * 0.8) show("本机空间将满，先上传已拍照片，或清理手机", "danger");
}

if (document.querySelector("[data-offline-empty]")) {
  const task = document.querySelector("[data-offline-empty]").dataset.offlineEmpty;
  all().then((items) => Promise.all(items.filter((item) => !task || item.task === task).map((item) => drop(item.key))));
}
if (form) {
  let timer = 0;
  form.addEventListener("input", (event) => { if (event.isComposing || event.target.type === "file") return; clearTimeout(timer); timer = setTimeout(async () => { await keepDraft(); send(); }, 800); });
  document.addEventListener("change", (event) => { if (event.target.matches("input[type=file][capture]") && form.dataset.photoUrl) keepPhoto(event.target); });
  form.addEventListener("submit", async (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    if (event.submitter?.hasAttribute("formaction")) { await keepDraft(); return; } // 保存草稿, 再加几行: not a hand-back
    const fields = [...new FormData(form, event.submitter)].filter(([, value]) => typeof value === "string");
    await put({ key: newKey(), user, task: form.dataset.offline, kind: "hand-back", url: form.action, fields, order: Date.now(), happened: new Date().toISOString() });
    await show("已排队，联网后自动交回", "warn");
  });
  navigator.storage?.persist?.();
  nearlyFull();
}
strip?.addEventListener("click", send);
window.addEventListener("online", send);
window.addEventListener("offline", () => show());
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
send();
