// Several files dropped or chosen at once go up with their form; what the browser knows of each file's time goes along as a proposal.
function send(form, files) {
  const input = form.querySelector("input[type=file]");
  const carried = new DataTransfer();
  for (const file of files) carried.items.add(file);
  input.files = carried.files;
  for (const old of form.querySelectorAll("input[name=modified]")) old.remove();
  for (const file of carried.files) {
    const told = document.createElement("input");
    told.type = "hidden";
    told.name = "modified";
    told.value = String(file.lastModified);
    form.append(told);
  }
  form.requestSubmit(form.querySelector("[data-drop-send]"));
}

for (const form of document.querySelectorAll("[data-drop]")) {
  const zone = form.querySelector(".pf-drop-zone");
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => { if (input.files.length) send(form, [...input.files]); });
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("pf-drop-zone--over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.remove("pf-drop-zone--over"); });
  zone.addEventListener("drop", (event) => { if (event.dataTransfer.files.length) send(form, [...event.dataTransfer.files]); });
}
