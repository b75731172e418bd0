// The day sheet of a forced vacating (S19): what is called, ticked and written down goes to the phone's own store first, then up, one by one; a dead spot loses nothing.
// Forms with data-keep work so; signing and ending need the line. The page: data-day, data-user, data-line-url, data-worker.
import { keepPage } from "./shell.js";
import { sendAll, useLine } from "./sender.js";
import { drop, fresh, mine, put } from "./store.js";

const here = document.querySelector("[data-day]");
const strip = document.getElementById("strip");
const { user = "", day = "" } = here?.dataset ?? {};
let busy = false;
let again = false;

const own = async () => (await mine(user)).filter((item) => item.task === day);

function tell(words, role = "", link = null) {
  strip.hidden = false;
  strip.className = `pf-strip${role ? ` pf-strip--${role}` : ""}`;
  strip.replaceChildren(words, ...(link ? [link] : []));
}

async function show() {
  const waiting = await own();
  const failed = waiting.filter((item) => item.fault);
  const online = navigator.onLine;
  const line = document.querySelector("[data-line-word]");
  if (line) { line.textContent = online ? "在线" : "离线"; line.previousElementSibling.className = `pf-dot ${online ? "pf-dot--ok" : ""}`; }
  for (const button of document.querySelectorAll("[data-online]")) button.disabled = !online || waiting.length > 0;
  if (failed.length) tell(`没有记上：${failed[0].label}，${failed[0].fault}`, "danger");
  else if (!online) tell(waiting.length ? `离线中，${waiting.length} 项已存在本机` : "离线中，可继续记录，联网后自动上传");
  else if (waiting.length) tell(`${waiting.length} 项待上传`, "warn");
  else tell("已全部上传", "ok");
  draw(waiting);
}

// What is still in the phone, in the list of things; a refused one can be taken back.
function draw(waiting) {
  const list = document.querySelector("[data-waiting]");
  if (!list) return;
  list.replaceChildren(...waiting.map((item) => {
    const row = document.createElement("li");
    const words = document.createElement("span");
    const about = document.createElement("small");
    about.className = "pf-soft";
    about.textContent = item.fault ? ` ${item.fault}` : " 待上传";
    words.append(item.label, about);
    row.append(words);
    if (item.fault) {
      const end = document.createElement("span");
      end.className = "pf-rows__end";
      end.append(button("重试", () => put({ ...item, fault: "" }).then(send)), button("移除", () => drop(item.key).then(show)));
      row.append(end);
    }
    return row;
  }));
  list.hidden = !waiting.length;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "pf-btn pf-btn--sm";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

async function keep(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => !["csrf_token", "idempotency_key"].includes(name) && (typeof value === "string" || value.size));
  const name = form.elements.name?.value?.trim?.();
  await put(fresh(user, day, "act", { url: form.action, fields, label: "goods" in form.dataset ? name || "物品" : form.dataset.keep }));
  settle(form);
  await show();
  await send();
}

// The form is ready for the next one: a thing leaves its room, box and second person; a step or a roll cannot be sent again.
function settle(form) {
  if (!("goods" in form.dataset)) {
    for (const control of form.elements) if (control.type === "submit" || control.checked) control.disabled = true;
    return;
  }
  for (const control of form.querySelectorAll("input:not([type=radio]):not([type=hidden]):not([data-stays])")) control.value = control.defaultValue;
  for (const [name, value] of [["name", ""], ["seal_no", ""], ["quantity", "1"], ["unit", "件"]]) form.elements[name].value = value;
  for (const count of form.querySelectorAll("[data-photo-count]")) count.textContent = "＋拍照";
  form.elements.name.focus();
}

async function send() {
  if (busy) { again = true; return; }
  busy = true;
  let ended = "";
  let sent = 0;
  try {
    do {
      again = false;
      ended = navigator.onLine ? await sendAll(user, { skip: (item) => item.task !== day, done: () => { sent += 1; } }) : "away";
    } while (again && ended === "done");
  } finally {
    busy = false;
  }
  if (sent) await refresh();
  await show();
  if (ended === "sign-in") {
    const link = document.createElement("a");
    link.href = `/login?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = "重新登录，自动继续上传";
    tell("登录已过期，记录还在本机。", "danger", link);
  } else if (ended === "other") tell("本机内容属于另一个账号，用原账号登录后自动上传", "danger");
}

// The parts that the house knows better now; a form that is being filled in stays.
async function refresh() {
  const answer = await fetch(location.pathname, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const other = page.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    if (other && !part.contains(document.activeElement)) part.replaceWith(document.importNode(other, true));
  }
  const steps = page.querySelector(".pf-bigsteps");
  if (steps) document.querySelector(".pf-bigsteps")?.replaceWith(document.importNode(steps, true));
}

async function open() {
  if (!here || !user) return;
  useLine(here.dataset.lineUrl);
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-keep]");
    if (!form) return;
    event.preventDefault();
    keep(form).catch(() => tell("本机空间已满，这一项没有存下：先联网上传，或清理手机", "danger"));
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=file]")) return;
    const count = event.target.closest("label")?.querySelector("[data-photo-count]");
    if (count) count.textContent = event.target.files.length ? `已拍 ${event.target.files.length} 张` : "拍照";
  });
  window.addEventListener("online", send);
  window.addEventListener("offline", show);
  document.documentElement.dataset.onsite = "ready";
  await show();
  await send();
  await keepPage(here.dataset.worker);
}

open();
