// Keys of the desk (ui.md §3.5): dead while typing or composing; switched off by pf-keys=off.
import { toast } from "./toast.js";

const PLACES = { h: "/", c: "/cases", t: "/tasks", p: "/plans", l: "/hall", d: "/deadlines" };
const HELP = "Ctrl-K 或 / 搜索 · g h 工作台 · g c 案件 · g t 任务 · g p 方案 · g l 竞价 · g d 期限 · j k 上下 · Enter 打开 · x 选中 · f 筛选 · 1…9 分页 · e 编辑 · Ctrl-S 保存 · Ctrl-Enter 主按钮 · Esc 关闭";
let going = false;

const off = () => { try { return localStorage.getItem("pf-keys") === "off"; } catch (_) { return false; } };
const inField = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
const rows = () => [...document.querySelectorAll("[data-item], .pf-table tbody tr")];

function move(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.classList.contains("pf-at"));
  all[here]?.classList.remove("pf-at");
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  next.classList.add("pf-at");
  next.scrollIntoView({ block: "nearest" });
}

const at = () => document.querySelector(".pf-at") ?? rows()[0];

const SINGLE = {
  j: () => move(1),
  k: () => move(-1),
  Enter: () => document.querySelector(".pf-at a")?.click(),
  a: () => at()?.querySelector("[data-act]")?.click(),
  x: () => at()?.querySelector("input[data-row]")?.click(),
  f: () => document.querySelector("[data-filters] summary")?.focus(),
  e: () => document.querySelector("[data-edit]")?.click(),
  n: () => (document.querySelector("[data-finding]") ? finding(1) : document.querySelector('[data-key="n"], [data-new]')?.click()),
  p: () => finding(-1),
  "?": () => toast(HELP, { seconds: 12 }),
};

function finding(step) {
  const all = [...document.querySelectorAll("[data-finding]")];
  const here = all.indexOf(document.activeElement.closest("[data-finding]"));
  all[(here + step + all.length) % all.length]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || off()) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    document.querySelector("[data-primary]")?.click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target) || document.querySelector("dialog[open]")) return;
  if (going && PLACES[event.key]) { going = false; location.assign(PLACES[event.key]); return; }
  going = event.key === "g";
  if (going) setTimeout(() => { going = false; }, 1200);
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (/^[1-9]$/.test(event.key)) document.querySelectorAll("[data-tab]")[Number(event.key) - 1]?.click();
  else if (event.key === "Enter" && event.target.closest("[data-finding]")) event.target.querySelector("[data-fix-field]")?.click();
  else if (SINGLE[event.key]) { if (event.key !== "Enter") event.preventDefault(); SINGLE[event.key](); }
  else document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});

document.addEventListener("click", (event) => { if (event.target.closest("[data-keys-help]")) SINGLE["?"](); });
