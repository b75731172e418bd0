// New bids are tinted for three seconds after a swap; nothing blinks.
let seen = highest();

function highest() {
  const row = document.querySelector("[data-bids] tr[data-no]");
  return row ? Number(row.dataset.no) : 0;
}

document.addEventListener("htmx:afterSettle", () => {
  const newest = highest();
  if (newest <= seen) return;
  for (const row of document.querySelectorAll("[data-bids] tr[data-no]")) {
    if (Number(row.dataset.no) <= seen || row.classList.contains("pf-row--danger")) continue;
    row.classList.add("pf-row--new");
    setTimeout(() => row.classList.remove("pf-row--new"), 3000);
  }
  seen = newest;
});
