// Signing out empties the phone's store of on-site work; what has not gone up yet is asked about first.
import { all, forgetEverything } from "./store.js";
import { forgetAll } from "./shell.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.getAttribute("action") !== "/logout" || form.dataset.emptied) return;
  event.preventDefault();
  const waiting = await all().catch(() => []);
  if (waiting.length && !(await sure(waiting.length))) return;
  await Promise.all([forgetEverything(), forgetAll()]).catch(() => {});
  form.dataset.emptied = "yes";
  form.submit();
});
document.documentElement.dataset.leaving = "ready";

function sure(many) {
  return new Promise((done) => {
    const dialog = document.createElement("dialog");
    dialog.className = "pf-dialog";
    dialog.setAttribute("aria-label", "退出前确认");
    const words = document.createElement("p");
    words.className = "pf-dialog__body";
    words.textContent = `还有 ${many} 项没有上传，退出后从本机删除，不能恢复。先联网上传，或仍要退出。`;
    const foot = document.createElement("div");
    foot.className = "pf-dialog__foot";
    for (const [text, answer, look] of [["返回上传", false, "pf-btn pf-btn--primary"], ["删除并退出", true, "pf-btn pf-btn--danger"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = look;
      button.textContent = text;
      button.addEventListener("click", () => { dialog.close(); dialog.remove(); done(answer); });
      foot.append(button);
    }
    dialog.append(words, foot);
    dialog.addEventListener("cancel", () => { dialog.remove(); done(false); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
