// One line at the corner for what has just happened, with 撤销 where it can be undone (8 s).
export function toast(text, { act = "", onAct = null, seconds = 4 } = {}) {
  const box = document.getElementById("toasts");
  if (!box) return;
  const line = document.createElement("div");
  line.className = "pf-toast";
  line.append(text);
  if (act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = act;
    button.addEventListener("click", () => { line.remove(); onAct?.(); });
    line.append(button);
  }
  box.append(line);
  setTimeout(() => line.remove(), (act ? 8 : seconds) * 1000);
}

document.addEventListener("paifu:toast", (event) => toast(event.detail.text ?? event.detail.value ?? ""));
