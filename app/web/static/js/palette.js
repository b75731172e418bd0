// Ctrl-K: one field for search and acts. GET /search?q=…&format=json answers {groups:[{title, rows:[{label, note, href}]}]}; pages and acts of the menu are found here, by pinyin initials too (from data-pinyin).
const dialog = document.getElementById("palette");
const field = dialog?.querySelector("input");
const list = dialog?.querySelector("#palette-list");
let timer = 0;
let asked = 0;

function localRows(text) {
  const links = [...document.querySelectorAll(".pf-nav a, .pf-head__acts a, .pf-crumbs a")];
  return links.map((link) => ({ label: (link.querySelector(".pf-nav__label") ?? link).textContent.trim(), href: link.href, pinyin: link.dataset.pinyin ?? "" })).filter((row) => !text || row.label.includes(text) || row.pinyin.startsWith(text.toLowerCase())).slice(0, 8);
}

function draw(groups) {
  list.replaceChildren();
  let number = 0;
  for (const group of groups.filter((each) => each.rows.length)) {
    const title = document.createElement("div");
    title.className = "pf-palette__group";
    title.textContent = group.title;
    list.append(title);
    for (const row of group.rows) {
      const link = document.createElement("a");
      link.className = "pf-palette__row";
      link.id = `palette-${number++}`;
      link.href = row.href;
      link.setAttribute("role", "option");
      link.append(row.label);
      if (row.note) { const small = document.createElement("small"); small.textContent = row.note; link.append(small); }
      list.append(link);
    }
  }
  if (!number) { const none = document.createElement("p"); none.className = "pf-empty"; none.textContent = `没有与“${field.value}”相符的结果 · 换个词，或只输案号中的数字`; list.append(none); }
  select(0);
}

function select(index) {
  const rows = [...list.querySelectorAll("[role=option]")];
  rows.forEach((row, place) => row.setAttribute("aria-selected", String(place === index)));
  if (rows[index]) { field.setAttribute("aria-activedescendant", rows[index].id); rows[index].scrollIntoView({ block: "nearest" }); }
}

async function ask() {
  const text = field.value.trim();
  const mine = ++asked;
  const here = { title: "去往", rows: localRows(text) };
  if (!text) { draw([here]); return; }
  try {
    const answer = await fetch(`/search?format=json&q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
    const found = answer.ok ? await answer.json() : { groups: [] };
    if (mine === asked) draw([...(found.groups ?? []), here]);
  } catch (_) {
    if (mine === asked) draw([here]);
  }
}

export function open() {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  field.value = "";
  field.focus();
  ask();
}

field?.addEventListener("input", (event) => { if (event.isComposing) return; clearTimeout(timer); timer = setTimeout(ask, 200); });
field?.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
field?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const rows = [...list.querySelectorAll("[role=option]")];
  const here = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); select((here + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % (rows.length || 1)); }
  if (event.key === "Enter" && rows[here]) { event.preventDefault(); event.stopPropagation(); if (event.ctrlKey) window.open(rows[here].href); else location.assign(rows[here].href); }
});

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") || (event.key === "/" && !typing && !event.isComposing)) {
    const near = event.key === "/" ? document.querySelector("[data-list-search]") : null;
    event.preventDefault();
    if (near) near.focus(); else open();
  }
});
document.addEventListener("click", (event) => { if (event.target.closest("[data-palette-open]") && dialog) { event.preventDefault(); open(); } });
