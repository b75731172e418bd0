// The count of what is still in the phone, beside 待上传 in the bottom bar of any page.
import { all } from "./store.js";

export async function count(user = "") {
  const waiting = (await all()).filter((item) => !user || item.user === user).length;
  for (const link of document.querySelectorAll(".pf-bottom a[href='/m/queue']")) {
    link.querySelector("b")?.remove();
    if (!waiting) continue;
    const number = document.createElement("b");
    number.textContent = String(waiting);
    link.append(number);
  }
  for (const place of document.querySelectorAll("[data-queue-count]")) place.textContent = String(waiting);
}

count().catch(() => {});
