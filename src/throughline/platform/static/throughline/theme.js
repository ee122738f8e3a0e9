// Sets theme and density before the first paint, so that nothing flashes. Runs in the head, before everything else.
(function () {
  "use strict";
  const root = document.documentElement;
  let kept = {};
  try {
    kept = { theme: localStorage.getItem("tl-theme"), density: localStorage.getItem("tl-density") };
  } catch (error) {
    kept = {}; // storage may be forbidden; the defaults serve
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.bsTheme = kept.theme || (dark ? "dark" : "light");
  if (kept.density) root.dataset.density = kept.density;
  root.dataset.script = "on";
})();
