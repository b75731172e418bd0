// Polled regions: a bar after 300 ms, M-60 with 重试 where one fails, no requests from a hidden tab, one when it comes back; no swap of what is being typed into.
import { toast } from "./toast.js";

const SLOW = 300;
const timers = new WeakMap();
let missed = false;

const regionOf = (element) => element?.closest?.("[data-region]");
const typing = (region) => region?.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);

document.addEventListener("htmx:beforeRequest", (event) => {
  const region = regionOf(event.detail.elt);
  if (!region || event.detail.elt !== region) return;
  if (document.hidden) { missed = true; event.preventDefault(); return; }
  if (typing(region) || region.querySelector("details.pf-drop[open]")) { event.preventDefault(); return; }
  timers.set(region, setTimeout(() => region.classList.add("pf-region--slow"), SLOW));
});

document.addEventListener("htmx:afterRequest", (event) => {
  const region = regionOf(event.detail.elt);
  if (!region) return;
  clearTimeout(timers.get(region));
  region.classList.remove("pf-region--slow");
  if (event.detail.successful) region.querySelector(":scope > .pf-region__fault")?.remove();
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const region = regionOf(event.detail.elt);
    if (region) showFault(region);
    else toast("没有办成，稍后重试");
  });
}

function showFault(region) {
  if (region.querySelector(":scope > .pf-region__fault")) return;
  const line = document.createElement("div");
  line.className = "pf-region__fault";
  line.setAttribute("role", "status");
  const button = document.createElement("button");
  button.className = "pf-btn pf-btn--sm";
  button.type = "button";
  button.textContent = "重试";
  button.addEventListener("click", () => window.htmx.trigger(region, "paifu:refresh"));
  line.append("这一块没有读到，其他内容不受影响 ", button);
  region.prepend(line);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden || !missed) return;
  missed = false;
  for (const region of document.querySelectorAll("[data-region]")) window.htmx?.trigger(region, "paifu:refresh");
});

let spoken = 0;
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (typing(event.detail.target)) event.preventDefault();
});
document.addEventListener("htmx:afterSettle", () => {
  const now = Date.now();
  for (const line of document.querySelectorAll("[data-speak]")) line.setAttribute("aria-live", now - spoken > 10000 ? "polite" : "off");
  if (now - spoken > 10000) spoken = now;
});
