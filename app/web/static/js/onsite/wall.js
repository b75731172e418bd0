// Photos and files that are still in the phone, under the wanted shots: seen at once, taken again without the house.
import { filledRows } from "./form.js";

const pictures = new Map();
const sent = new Set();
const wall = () => document.querySelector("[data-local]");

function pictureOf(item) {
  if (!pictures.has(item.key)) pictures.set(item.key, URL.createObjectURL(item.blob));
  return pictures.get(item.key);
}

function tile(item, remove) {
  const line = document.createElement("li");
  line.dataset.key = item.key;
  if (item.sort === "photo" || item.sort === "signature") {
    const image = document.createElement("img");
    image.alt = item.label;
    image.width = 160;
    image.height = 120;
    image.src = pictureOf(item);
    line.append(image);
  }
  const words = document.createElement("p");
  const state = document.createElement("span");
  state.dataset.state = "";
  state.textContent = item.fault || "待上传";
  words.append(`${item.label} `, state);
  const again = document.createElement("button");
  again.type = "button";
  again.className = "pf-btn pf-btn--sm";
  again.textContent = item.sort === "photo" ? "重拍" : "移除";
  again.addEventListener("click", () => remove(item.key));
  line.append(words, again);
  return line;
}

export function drawLocal(items, remove) {
  const place = wall();
  if (!place) return;
  const keys = new Set(items.map((item) => item.key));
  for (const line of [...place.children]) if (!keys.has(line.dataset.key) && !sent.has(line.dataset.key)) line.remove();
  for (const item of items) {
    const old = place.querySelector(`[data-key="${item.key}"]`);
    if (!old) place.append(tile(item, remove));
    else if (item.fault) old.querySelector("[data-state]").textContent = item.fault;
  }
  place.hidden = !place.children.length;
}

export function markSent(item) {
  sent.add(item.key);
  for (const line of document.querySelectorAll(`[data-local] [data-key="${item.key}"]`)) {
    line.querySelector("[data-state]").textContent = "已上传";
    line.querySelector("button")?.remove();
  }
  const box = item.shot && document.querySelector(`[data-shot="${item.shot}"]`);
  if (box) box.dataset.taken = String(Number(box.dataset.taken || 0) + 1);
}

// How many of the wanted shots are there, in the house and in the phone; each tile says its own count.
export function takenHere(form, local) {
  const found = { done: 0, wanted: 0, missing: [] };
  for (const box of form.querySelectorAll("[data-shot][data-wanted]")) {
    const rows = box.dataset.per ? filledRows(form, box.dataset.per) : 0;
    const wanted = rows ? rows * Number(box.dataset.each) : Number(box.dataset.wanted);
    const taken = Number(box.dataset.taken) + local.filter((item) => item.shot === box.dataset.shot).length;
    found.wanted += wanted;
    found.done += Math.min(taken, wanted);
    if (taken < wanted) found.missing.push(box.dataset.label);
    box.classList.toggle("pf-shot--done", taken >= wanted);
    const count = box.querySelector("[data-taken-count]");
    if (count) count.textContent = `${taken}/${wanted}${taken >= wanted ? " ✓" : ""}`;
  }
  return found;
}
