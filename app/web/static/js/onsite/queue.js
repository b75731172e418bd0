// 待上传: each thing that is still in the phone, with its size, state and what can be done about it.
const SORTS = { draft: "填写的内容", "hand-back": "交回", act: "现场记录", photo: "照片", video: "录像", audio: "录音", document: "文档", signature: "签名" };
const list = () => document.querySelector("[data-queue]");

const sizeOf = (item) => { const size = item.blob?.size ?? JSON.stringify(item.fields ?? []).length; return size >= 1048576 ? `${(size / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(size / 1024))} kB`; };
const timeOf = (item) => new Date(item.happened).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "pf-btn pf-btn--sm";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function row(item, { retry, remove }) {
  const line = document.createElement("li");
  line.dataset.key = item.key;
  line.className = "pf-queue__row";
  const words = document.createElement("span");
  words.className = "pf-queue__name";
  const name = document.createElement("b");
  name.textContent = item.label ?? SORTS[item.sort ?? item.kind];
  const about = document.createElement("small");
  about.className = "pf-soft";
  about.textContent = `${SORTS[item.sort ?? item.kind]} · ${sizeOf(item)} · ${timeOf(item)}`;
  words.append(name, about);
  const state = document.createElement("span");
  state.className = item.fault ? "pf-queue__state pf-queue__state--bad" : "pf-queue__state";
  state.dataset.state = "";
  state.textContent = item.fault || "待上传";
  line.append(words, state);
  if (item.fault) line.append(button("重试", () => retry(item.key)));
  if (item.fault && item.kind !== "draft") line.append(button("移除", () => remove(item.key)));
  return line;
}

export async function drawQueue(items, acts) {
  const place = list();
  if (!place) return;
  place.replaceChildren(...items.map((item) => row(item, acts)));
  const none = document.querySelector("[data-queue-none]");
  if (none) none.hidden = items.length > 0;
}

export function showProgress(key, share) {
  for (const state of document.querySelectorAll(`[data-key="${key}"] [data-state]`)) state.textContent = `${Math.floor(share * 100)}%`;
}
