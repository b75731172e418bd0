// Small behaviours named by data attributes: dialogs, drop-downs, copy, denied buttons, bulk bar, located fields, shown passwords.
import { toast } from "./toast.js";

const ACTS = {
  "[data-close]": (button) => button.closest("dialog")?.close(),
  "[data-dialog]": (button, event) => { const dialog = document.getElementById(button.dataset.dialog); if (dialog) { event.preventDefault(); dialog.showModal(); } },
  "[data-denied]": (button) => toast(button.dataset.denied, { seconds: 6 }),
  "[data-copy]": (button) => navigator.clipboard?.writeText(button.dataset.copy).then(() => toast("已复制")),
  "[data-reload]": () => location.reload(),
  "[data-back]": () => history.back(),
  "[data-bulk-clear]": () => tickAll(false),
  "[data-locate]": (link, event) => { event.preventDefault(); locate(link.hash.slice(1)); },
  "[data-first-finding]": (link, event) => { const first = document.querySelector("[data-finding]"); if (first) { event.preventDefault(); first.scrollIntoView({ block: "center" }); first.focus({ preventScroll: true }); } },
  "[data-print]": () => window.print(),
};

function locate(id) {
  const control = document.getElementById(id);
  if (!control) return;
  control.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
}

function tickAll(on) {
  for (const box of document.querySelectorAll("input[data-row]")) box.checked = on;
  for (const box of document.querySelectorAll("input[data-all]")) box.checked = on;
  countBulk();
}

function countBulk() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const many = document.querySelectorAll("input[data-row]:checked").length;
  bar.hidden = many === 0;
  bar.querySelector("[data-bulk-count]").textContent = String(many);
}

document.addEventListener("click", (event) => {
  for (const [selector, act] of Object.entries(ACTS)) {
    const element = event.target.closest(selector);
    if (element) act(element, event);
  }
  for (const open of document.querySelectorAll("details.pf-drop[open]")) if (!open.contains(event.target)) open.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.pf-drop[open]")) { open.open = false; open.querySelector("summary").focus(); }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-all]")) tickAll(event.target.checked);
  if (event.target.matches("input[data-row]")) countBulk();
  if (event.target.matches("[data-show-password]")) document.getElementById(event.target.dataset.showPassword).type = event.target.checked ? "text" : "password";
});

document.addEventListener("input", (event) => {
  const wanted = Number(event.target.dataset?.autoSubmit);
  if (wanted && !event.isComposing && event.target.value.length === wanted && /^\d+$/.test(event.target.value)) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented) return;
  setTimeout(() => { button.setAttribute("aria-busy", "true"); }, 0);
  setTimeout(() => { button.removeAttribute("aria-busy"); }, 8000);
});
window.addEventListener("pageshow", () => { for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy"); });

document.querySelector("dialog[data-open]")?.showModal();
document.querySelector("[data-focus]")?.focus();
const old = document.getElementById("old-browser");
if (old && !CSS.supports("color", "light-dark(#000, #fff)")) old.hidden = false;
