// What every page loads: the small behaviours of the desk, each in its own module.
import "./countdown.js";
import "./live.js";
import "./keys.js";
import "./palette.js";
import "./pieces.js";
import "./bids.js";

const extras = [
  ["[data-autosave]", "./autosave.js"],
  ["[data-upload]", "./upload.js"],
  ["[data-drop]", "./dropfiles.js"],
  ["[data-signature]", "./signature.js"],
  ["[data-offline-empty]", "./onsite/over.js"],
  ['form[action="/logout"]', "./onsite/leaving.js"],
  [".pf-bottom a[href='/m/queue']", "./onsite/badge.js"],
];
for (const [selector, module] of extras) {
  if (document.querySelector(selector)) import(module);
}
