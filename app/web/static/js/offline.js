// On-site work (S7): what is typed, photographed, recorded and signed goes to the phone's own store first, then up, one by one, visibly; a dead spot loses nothing.
// The form: data-offline="<task id>", data-draft-url, data-upload-url, data-user (whose store it is), data-worker (its service worker). A page with [data-offline-empty] empties the store of a task that is over (onsite/over.js).
import { count } from "./onsite/badge.js";
import { addRows, inWords, missing, pairs, restore, unsigned } from "./onsite/form.js";
import * as place from "./onsite/place.js";
import { drawQueue, showProgress } from "./onsite/queue.js";
import { askLine, sendAll } from "./onsite/sender.js";
import { forgetPage, keepPage } from "./onsite/shell.js";
import { LIMIT, all, drop, forgetTask, fresh, get, isPhoto, mine, put, putAtOnce, putDraft, room } from "./onsite/store.js";
import { drawLocal, markSent, takenHere } from "./onsite/wall.js";

const WAIT = 800;
const form = document.querySelector("[data-offline]");
const strip = document.getElementById("strip");
const user = form?.dataset.user ?? "";
const task = form?.dataset.offline ?? "";
const isTask = Boolean(form?.dataset.draftUrl);
const finding = new Set();
const signedHere = []; // whose signatures went up since the page was opened
let busy = false;
let again = false;
let typed = 0;
let stored = 0; // how far what was typed is in the store
let full = "";
let timer = 0;

function tell(words, role = "", link = null) {
  if (!strip) return;
  strip.hidden = false;
  strip.className = `pf-strip${role ? ` pf-strip--${role}` : ""}`;
  if (strip.textContent !== words + (link?.textContent ?? "")) strip.replaceChildren(words, ...(link ? [link] : []));
}

async function show() {
  const waiting = await mine(user);
  const photos = waiting.filter(isPhoto).length;
  const failed = waiting.filter((item) => item.fault).length;
  await count(user);
  const line = document.querySelector("[data-line-word]");
  if (line) { line.textContent = navigator.onLine ? "在线" : "离线"; line.previousElementSibling.className = `pf-dot ${navigator.onLine ? "pf-dot--ok" : ""}`; }
  if (full && !failed) tell(full, "danger");
  else if (!navigator.onLine) tell(waiting.some((item) => item.kind === "hand-back") ? "离线中，已排队，联网后自动交回" : "离线中，内容已存在本机");
  else if (waiting.some((item) => item.kind === "hand-back" && item.fault)) tell(`没有交回：${waiting.find((item) => item.kind === "hand-back" && item.fault).fault}`, "danger");
  else if (failed) tell(`${failed} 项上传失败，点此重试`, "danger");
  else if (waiting.some((item) => item.kind === "hand-back")) tell("已排队，联网后自动交回", "warn");
  else if (waiting.length) tell(photos === waiting.length ? `${photos} 张照片待上传` : `${waiting.length} 项待上传`, "warn");
  else tell("已全部上传", "ok");
  await drawQueue(waiting, { retry, remove });
  if (isTask) await showSteps(waiting);
}

async function showSteps(waiting) {
  const own = waiting.filter((item) => item.task === task);
  drawLocal(own.filter((item) => item.kind === "upload"), remove);
  const taken = takenHere(form, own.filter(isPhoto));
  const asked = missing(form);
  const set = (name, words) => { for (const element of document.querySelectorAll(`[data-count="${name}"]`)) element.textContent = words; };
  set("shots", `${taken.done}/${taken.wanted}`);
  set("answers", `${asked.total - asked.names.length}/${asked.total}`);
  const spot = form.elements.place_evidence;
  if (spot) set("place", spot.value ? "✓" : "未定位");
  const signers = own.filter((item) => item.sort === "signature").map((item) => item.caption);
  const signed = Number(form.dataset.signed || 0) + signers.length;
  set("signatures", signed ? `${signed} 份` : "未签");
  const wanting = unsigned(form, [...signers, ...signedHere]); // always named, however much else is missing
  const others = [...taken.missing.map((title) => `${title}照片`), ...asked.names];
  const lacks = [...others.slice(0, 3 - wanting.length), ...wanting];
  const many = others.length + wanting.length;
  const line = document.querySelector("[data-lacks]");
  if (line) { line.textContent = many ? `缺：${lacks.join("、")}${many > lacks.length ? ` 等 ${many} 项` : ""}` : ""; line.hidden = !many; }
  document.querySelector("[data-hand-back]")?.classList.toggle("pf-btn--wanting", many > 0);
}

async function send() {
  if (!form) return "";
  if (busy) { again = true; return ""; }
  busy = true;
  let ended = "";
  try {
    do {
      again = false;
      ended = navigator.onLine ? await sendAll(user, { skip: (item) => finding.has(item.key), told: progress, done: taken }) : "away";
    } while (again && ended === "done");
  } finally {
    busy = false;
  }
  await show();
  const left = await mine(user);
  if (ended === "sign-in" && left.length) askToSignIn(left);
  else if (ended === "other") tell("本机内容属于另一个账号，用原账号登录后自动上传", "danger");
  else if (ended === "away" && navigator.onLine && left.length) tell(cut(left), "warn");
  return ended;
}

const reached = new Map();

function progress(item, share) {
  reached.set(item.key, share);
  showProgress(item.key, share);
  tell(`正在上传 ${item.label ?? "内容"} ${Math.floor(share * 100)}%`, "warn");
}

function cut(left) {
  const share = Math.max(0, ...left.map((item) => reached.get(item.key) ?? 0));
  return share > 0 && share < 1 ? `上传中断，已传 ${Math.floor(share * 100)}%，联网后自动续传` : `${left.length} 项待上传，联网后自动上传`;
}

function askToSignIn(left) {
  const photos = left.filter(isPhoto).length;
  const link = document.createElement("a");
  link.href = `/login?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = "重新登录，自动继续上传";
  tell(`登录已过期，${photos ? `${photos} 张照片` : `${left.length} 项`}还在本机。`, "danger", link);
}

async function taken(item, result) {
  if (item.kind === "upload") markSent(item);
  if (item.sort === "signature") signedHere.push(item.caption);
  if (item.kind !== "hand-back") return;
  await forgetTask(item.task);
  await forgetPage(`/m/tasks/${item.task}`);
  if (item.task === task && result?.href) location.assign(result.href);
}

async function retry(key = "") {
  for (const item of await mine(user)) if (item.fault && (!key || item.key === key)) await put({ ...item, fault: "" });
  return send();
}

async function remove(key) {
  await drop(key);
  await show();
}

const draft = () => fresh(user, task, "draft", { url: form.dataset.draftUrl, fields: pairs(form), label: "填写的内容" });

async function keepDraft() {
  clearTimeout(timer);
  const upTo = typed;
  await putDraft(draft());
  stored = Math.max(stored, upTo);
}

// The page is left or hidden: nothing is awaited, for it may be gone before a promise comes back.
function leave() {
  if (typed === stored) return;
  putAtOnce(draft());
  stored = typed;
  all().catch(() => {});
}

function onType(event) {
  if (event.type === "input" && !event.target.closest("[data-field]")) return;
  typed += 1;
  clearTimeout(timer);
  if (!event.isComposing) timer = setTimeout(() => keepDraft().then(send), WAIT);
}

async function keepFiles(input) {
  const { shot } = input.closest("[data-shot]")?.dataset ?? {};
  const sort = input.dataset.sort || "photo";
  const label = input.closest("[data-label]")?.dataset.label ?? "文件";
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    if (sort === "photo" && (await mine(user)).filter(isPhoto).length >= LIMIT) { tell(`本机已有 ${LIMIT} 张照片，先上传已拍照片，或清理手机`, "danger"); return; }
    await keepFile({ sort, shot, label, filename: file.name, blob: file });
  }
  await send();
  await warnOfSpace();
}

async function keepFile(rest) {
  const item = fresh(user, task, "upload", { url: form.dataset.uploadUrl, place: place.now(), ...rest });
  if (!item.place) finding.add(item.key);
  try {
    await put(item);
  } catch (_) {
    finding.delete(item.key);
    tell("本机空间已满，这一张没有存下：先上传已拍照片，或清理手机后重拍", "danger");
    return;
  }
  await show();
  if (item.place) return;
  const spot = await place.ask();
  if (spot && (await get(item.key))) await put({ ...(await get(item.key)), place: spot });
  finding.delete(item.key);
  if (!spot && item.sort === "photo") tell("照片没有位置信息：打开定位重拍；不能重拍的写明原因，由法院决定是否采用", "warn");
}

async function warnOfSpace() {
  const left = await room();
  full = left?.nearlyFull ? `本机空间将满，还可存 ${left.photos} 张：先上传已拍照片，或清理手机` : "";
  if (full) await show();
}

async function locate(button) {
  button.setAttribute("aria-busy", "true");
  const spot = await place.ask();
  button.removeAttribute("aria-busy");
  const field = form.elements.place_evidence;
  for (const line of document.querySelectorAll("[data-locate-told]")) { line.textContent = spot ? "" : place.why(); line.hidden = Boolean(spot); }
  if (!spot || !field) return;
  field.value = `${spot.longitude.toFixed(6)},${spot.latitude.toFixed(6)},${Math.round(spot.accuracy)}`;
  await keepDraft();
  await send();
}

async function sign(button) {
  const pad = button.closest("[data-sign]");
  const value = pad.querySelector("[data-signature-value]").value;
  const who = pad.querySelector("[data-signer]").value.trim();
  if (!value || !who) { tell(who ? "签名太短，请重签" : "写明签名人", "danger"); return; }
  const bytes = Uint8Array.from(atob(value.split(",")[1]), (letter) => letter.charCodeAt(0));
  const words = `${pad.dataset.words}\n签名人：${who}\n签名时间：${new Date().toISOString()}\n\n${inWords(form)}`;
  await keepFile({ sort: "signature", caption: who, label: `签名 ${who}`, filename: "", blob: new Blob([bytes], { type: "image/png" }), words: words.slice(0, 60000) });
  pad.querySelector("[data-signature-clear]").click();
  await send();
}

// 交回: at once when nothing waits and the line is there; else it stands in the queue behind what it needs, and the time of the act goes with it.
async function handBack(submitter) {
  await keepDraft();
  const ended = await send();
  const left = (await mine(user)).filter((item) => item.task === task);
  if (ended === "done" && !left.length && (await askLine(user)) === "there") {
    form.dataset.sent = "yes";
    form.requestSubmit(submitter);
    return;
  }
  for (const item of left) if (item.kind === "hand-back") await drop(item.key);
  await put(fresh(user, task, "hand-back", { url: form.action, fields: pairs(form), label: "交回" }));
  if (ended === "sign-in") await send(); else await show();
}

function onSubmit(event) {
  if (form.dataset.sent) return;
  const target = event.submitter?.getAttribute("formaction");
  if (target && target !== form.dataset.draftUrl) { stored = typed; return; } // 重拍, 移除: plain posts to the house
  event.preventDefault();
  if (target) keepDraft().then(send); else handBack(event.submitter);
}

async function openTask() {
  const kept = (await mine(user)).find((item) => item.kind === "draft" && item.task === task);
  if (kept) restore(form, kept.fields);
  form.addEventListener("input", onType);
  form.addEventListener("compositionend", onType);
  form.addEventListener("submit", onSubmit);
  document.addEventListener("change", (event) => { if (event.target.matches("input[type=file]")) keepFiles(event.target); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  window.addEventListener("pagehide", leave);
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-row]");
    if (add) { event.preventDefault(); addRows(form, add.value, Number(form.elements[`${add.value}-rows`].value) + 3); keepDraft(); }
    const locating = event.target.closest("[data-locate-me]");
    if (locating) locate(locating);
    const signing = event.target.closest("[data-sign-now]");
    if (signing) sign(signing);
  });
  place.follow();
  navigator.storage?.persist?.();
  warnOfSpace();
}

async function open() {
  if (!form) return;
  if (isTask) await openTask();
  else form.addEventListener("submit", (event) => { event.preventDefault(); retry(); });
  document.documentElement.dataset.onsite = "ready";
  strip?.addEventListener("click", (event) => { if (!event.target.closest("a")) retry(); });
  window.addEventListener("online", send);
  window.addEventListener("offline", show);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  await show();
  await send();
  await keepPage(form.dataset.worker);
}

open();
