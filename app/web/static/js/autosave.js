// The plan editor saves and checks while one types: 400 ms after the last stroke, never while an input method composes; the answer's fragments are swapped out of band, the focused field is not touched.
import { toast } from "./toast.js";

const WAIT = 400;
const form = document.querySelector("[data-autosave]");
let timer = 0;
let request = null;
let dirty = false;

function badge(state, text) {
  const element = document.getElementById("saved");
  if (!element) return;
  element.dataset.state = state;
  element.querySelector("[data-saved-text]").textContent = text;
}

async function save() {
  request?.abort();
  request = new AbortController();
  badge("saving", "正在保存");
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, signal: request.signal });
    const text = await answer.text();
    if (answer.redirected && new URL(answer.url).pathname === "/login") { badge("failed", "未保存：登录已过期，请在另一页登录后再保存"); return; }
    if (answer.ok || answer.status === 422) { dirty = false; swap(text); }
    else if (answer.status === 409) { badge("failed", "别人改了同一处，逐项选择"); swap(text); }
    else failed();
  } catch (error) {
    if (error.name !== "AbortError") failed();
  }
}

function failed() {
  badge("failed", "未保存，正在重试（内容在本页）");
  clearTimeout(timer);
  timer = setTimeout(save, 5000);
}

function swap(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const fragment of page.querySelectorAll("[id][hx-swap-oob]")) {
    const old = document.getElementById(fragment.id);
    if (!old || (old.contains(document.activeElement) && old.querySelector("input, textarea, select") && document.activeElement.matches("input, textarea, select"))) continue;
    fragment.removeAttribute("hx-swap-oob");
    old.replaceWith(fragment);
    window.htmx?.process(fragment);
  }
  for (const control of form.querySelectorAll("[aria-describedby$='-notes']")) {
    if (control.closest(".pf-field")?.querySelector(".pf-error")) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  for (const mark of page.querySelectorAll("[data-take]")) take(mark.dataset.take, mark.dataset.value);
  const version = page.querySelector("[data-version]")?.dataset.version;
  if (version) form.querySelector("[name=version]").value = version;
}

// What somebody else saved meanwhile and nobody typed over here: the control takes it, so that the next save does not send the old value back.
function take(name, value) {
  const control = form.elements[name];
  if (control instanceof RadioNodeList || control?.type === "checkbox") {
    const wanted = value.split("\n");
    for (const each of form.querySelectorAll(`[name="${name}"]`)) each.checked = wanted.includes(each.value);
  } else if (control && control !== document.activeElement) control.value = value;
}

// Presence: which section, and whether something was typed since the last question (the span #presence asks every 15 seconds).
const section = document.querySelector("[data-presence-section]");
const writing = document.querySelector("[data-presence-writing]");
form.addEventListener("focusin", (event) => { if (section) section.value = event.target.closest("[id^='section-']")?.id.replace("section-", "") ?? ""; });
document.body.addEventListener("htmx:afterRequest", (event) => { if (event.target.id === "presence" && writing) writing.value = ""; });

for (const list of form.querySelectorAll("[data-sortable]")) {
  let dragged = null;
  list.addEventListener("dragstart", (event) => { dragged = event.target.closest("li"); });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const after = [...list.children].indexOf(dragged) < [...list.children].indexOf(over);
    list.insertBefore(dragged, after ? over.nextSibling : over);
  });
  list.addEventListener("dragend", () => { dragged = null; later(); });
}

function later() {
  dirty = true;
  if (writing) writing.value = "1";
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
}

form.addEventListener("input", (event) => { if (!event.isComposing) later(); });
form.addEventListener("compositionend", later);
form.addEventListener("change", later);
form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); clearTimeout(timer); save(); }
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fix-field]");
  const control = button && form.elements[button.dataset.fixField];
  if (!control) return;
  event.preventDefault();
  const before = control.value;
  control.value = button.dataset.fixValue;
  clearTimeout(timer);
  save();
  toast("已改为合法数值", { act: "撤销", onAct: () => { control.value = before; save(); } });
});
window.addEventListener("online", () => { if (dirty) save(); });
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
