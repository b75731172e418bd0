// Files go up one by one, each a row with progress, 重试 and 移除; without this module the same form posts them all at once.
let number = 0;

function row(file) {
  const element = document.createElement("li");
  element.className = "pf-upload__row";
  const name = document.createElement("span");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.className = "pf-progress";
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `${file.name} 上传进度`);
  const state = document.createElement("span");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "pf-btn pf-btn--sm";
  element.append(name, bar, state, button);
  return { element, bar, state, button };
}

function send(form, file, parts, key) {
  const body = new FormData(form);
  const field = form.querySelector("input[type=file]").name;
  body.delete(field);
  body.append(field, file, file.name);
  body.set("idempotency_key", key);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) { parts.bar.value = (event.loaded / event.total) * 100; parts.state.textContent = `${Math.floor(parts.bar.value)}%`; } });
  const failed = (words) => { parts.state.textContent = words; parts.button.textContent = "重试"; parts.button.hidden = false; parts.button.onclick = () => send(form, file, parts, key); };
  request.addEventListener("error", () => failed(`上传中断，已传 ${Math.floor(parts.bar.value)}%`));
  request.addEventListener("load", () => {
    if (request.responseURL && new URL(request.responseURL).pathname === "/login") failed("登录已过期，重新登录后再传");
    else if (request.status >= 200 && request.status < 400) { parts.bar.value = 100; parts.state.textContent = "已上传"; parts.button.hidden = true; form.dispatchEvent(new CustomEvent("paifu:uploaded", { bubbles: true })); }
    else failed(new DOMParser().parseFromString(request.responseText, "text/html").querySelector("b")?.textContent || "没有传上，稍后重试");
  });
  parts.button.textContent = "移除";
  parts.button.onclick = () => { request.abort(); parts.element.remove(); };
  request.send(body);
}

function take(form, files) {
  for (const file of files) {
    const parts = row(file);
    form.querySelector("[data-upload-rows]").append(parts.element);
    send(form, file, parts, `${form.dataset.key ?? "up"}-${performance.timeOrigin.toString(36)}-${++number}`);
  }
}

for (const form of document.querySelectorAll("[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".pf-drop-zone");
  form.querySelector("[data-upload-send]").hidden = true;
  input.addEventListener("change", () => { take(form, [...input.files]); input.value = ""; });
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("pf-drop-zone--over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.remove("pf-drop-zone--over"); });
  zone.addEventListener("drop", (event) => take(form, [...event.dataTransfer.files]));
}
