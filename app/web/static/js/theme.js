// Light or dark, density and text size before the first paint: a plain script, kept in localStorage and in cookies for the server.
(function () {
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function read(name) {
    try { return localStorage.getItem(name); } catch (_) { return null; }
  }

  function keep(name, value) {
    try { localStorage.setItem(name, value); } catch (_) { /* private mode: the cookie alone is kept */ }
    document.cookie = name + "=" + value + ";path=/;max-age=31536000;samesite=lax";
  }

  function paint() {
    var theme = read("pf-theme");
    if (theme === "auto") root.dataset.bsTheme = dark.matches ? "dark" : "light";
    else if (theme) root.dataset.bsTheme = theme;
    if (read("pf-density")) root.dataset.density = read("pf-density");
    if (read("pf-text")) root.dataset.text = read("pf-text");
  }

  paint();
  dark.addEventListener("change", paint);
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-set-theme], [data-set-density], [data-set-text]");
    if (!button) return;
    if (button.dataset.setTheme) keep("pf-theme", button.dataset.setTheme);
    if (button.dataset.setDensity) keep("pf-density", button.dataset.setDensity);
    if (button.dataset.setText) keep("pf-text", button.dataset.setText);
    paint();
  });
})();
