// A page of a task that is over (handed back, recalled, moved on) empties what the phone kept of it: items, form and all.
import { forgetTask } from "./store.js";
import { forgetPage } from "./shell.js";

for (const { dataset } of document.querySelectorAll("[data-offline-empty]")) {
  forgetTask(dataset.offlineEmpty).catch(() => {});
  forgetPage(`/m/tasks/${dataset.offlineEmpty}`).catch(() => {});
}
