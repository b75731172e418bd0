// The form of a task on the phone: its answers as pairs, put back after a dead spot, rows added without the house, and what is still missing.
export function pairs(form, submitter = null) {
  return [...new FormData(form, submitter)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
}

// Puts kept answers back: rows that are missing are added, then every field that was on the page gets its kept values.
export function restore(form, kept) {
  const values = new Map();
  for (const [name, value] of kept) values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, [count]] of values) if (name.endsWith("-rows")) addRows(form, name.slice(0, -5), Number(count));
  const onPage = new Set(values.get("on_page") ?? []);
  for (const control of form.elements) {
    if (!control.name || ["hidden", "file", "submit", "button"].includes(control.type) || control.name === "on_page") continue;
    const field = control.closest("[data-field]")?.dataset.field;
    if (!field || !onPage.has(field)) continue;
    const told = values.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = told.includes(control.value);
    else control.value = told[0] ?? "";
  }
}

export function addRows(form, name, total) {
  const counter = form.elements[`${name}-rows`];
  while (counter && Number(counter.value) < total) {
    const rows = counter.closest("[data-field]").querySelectorAll("fieldset");
    const last = rows[rows.length - 1];
    const here = Number(counter.value);
    const row = last.cloneNode(true);
    row.querySelector("legend").textContent = row.querySelector("legend").textContent.replace(/\d+/, String(here + 1));
    for (const control of row.querySelectorAll("input, select")) {
      control.name = control.name.replace(/-\d+-/, `-${here}-`);
      control.setAttribute("aria-label", (control.getAttribute("aria-label") ?? "").replace(/第 \d+ 行/, `第 ${here + 1} 行`));
      if (control.tagName === "SELECT") control.selectedIndex = 0; else control.value = "";
    }
    last.after(row);
    counter.value = String(here + 1);
  }
}

function isAnswered(box) {
  return [...box.querySelectorAll("input, select, textarea")].some((control) => {
    if (control.type === "hidden" || control.type === "file") return false;
    return control.type === "checkbox" || control.type === "radio" ? control.checked : control.value.trim() !== "";
  });
}

// How many rows of a list have something in them.
export function filledRows(form, name) {
  const rows = form.querySelectorAll(`[data-field="${name}"] fieldset`);
  return [...rows].filter((row) => [...row.querySelectorAll("input, select")].some((control) => control.value.trim())).length;
}

// Names of required fields without an answer, and how many there are in all.
export function missing(form) {
  const needed = [...form.querySelectorAll("[data-required]")];
  return { names: needed.filter((box) => !isAnswered(box)).map((box) => box.dataset.title), total: needed.length };
}

// Whose signature is still wanted: on site the worker signs, unless nobody answered (app/domains/tasks/hand_back_block.py); signers: names in the phone.
export function unsigned(form, signers) {
  const { signBy, signedBy, unsignedWhen, obstruction } = form.dataset;
  if (signBy === undefined) return [];
  const asked = form.querySelector('[data-field="obstruction"]') ? new FormData(form).get("obstruction") : obstruction;
  const all = [...JSON.parse(signedBy), ...signers];
  if (asked === unsignedWhen || (signBy ? all.includes(signBy) : all.length)) return [];
  return [`${signBy || "承办人"}签名`];
}

// The answers as a person reads them: what is signed.
export function inWords(form) {
  const lines = [];
  for (const box of form.querySelectorAll("[data-field]")) {
    const told = [...box.querySelectorAll("input, select, textarea")].filter((control) => {
      if (control.type === "hidden" || control.type === "file" || !control.value.trim()) return false;
      return !["checkbox", "radio"].includes(control.type) || control.checked;
    }).map((control) => (control.type === "checkbox" && control.value === "1" ? "是" : control.value.trim()));
    lines.push(`${box.dataset.title}：${told.join("、") || "未填"}`);
  }
  return lines.join("\n");
}
