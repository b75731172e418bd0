// The signature pad: lines drawn with finger, pen or mouse on a canvas become PNG data in the hidden field; a typed way stands below it.
function ready(pad) {
  const canvas = pad.querySelector("canvas");
  const value = pad.querySelector("[data-signature-value]");
  const state = pad.querySelector("[data-signature-state]");
  const pen = canvas.getContext("2d");
  const words = state.textContent;
  let drawing = false;
  let length = 0;
  let last = null;

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * canvas.width, y: ((event.clientY - box.top) / box.height) * canvas.height };
  }

  function clear() {
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    value.value = "";
    length = 0;
    state.textContent = words;
  }

  function line(to) {
    pen.strokeStyle = "#10161f";
    pen.lineWidth = 5;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(last.x, last.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    length += Math.hypot(to.x - last.x, to.y - last.y);
    last = to;
  }

  canvas.addEventListener("pointerdown", (event) => { event.preventDefault(); canvas.setPointerCapture(event.pointerId); drawing = true; last = place(event); });
  canvas.addEventListener("pointermove", (event) => { if (drawing) for (const each of event.getCoalescedEvents?.() ?? [event]) line(place(each)); });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (!drawing) return;
      drawing = false;
      const enough = length > canvas.width * 0.25;
      value.value = enough ? canvas.toDataURL("image/png") : "";
      state.textContent = enough ? "已签" : "签名太短，请重签";
      value.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  pad.querySelector("[data-signature-clear]").addEventListener("click", clear);
  clear();
}

for (const pad of document.querySelectorAll("[data-signature]")) {
  if (pad.dataset.ready) continue;
  pad.dataset.ready = "yes";
  ready(pad);
}
