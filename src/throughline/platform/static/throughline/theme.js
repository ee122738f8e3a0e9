// Sets theme and density before the first paint, so that nothing flashes. Runs in the head, before everything else.
(function () {
  "use strict";
  const root = document.documentElement;
  // Words of scripts in the language of the page, which brings them along; places such as {count} are filled here.
  window.tlSay = (template, values) =>
    (JSON.parse(root.dataset.words || "{}")[template] || template).replace(/\{(\w+)\}/g, (_, name) => (values || {})[name]);
  let kept = {};
  try {
    kept = { theme: localStorage.getItem("tl-theme"), density: localStorage.getItem("tl-density") };
  } catch (error) {
    kept = {}; // storage may be forbidden; the defaults serve
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => (root.dataset.bsTheme = dark.matches ? "dark" : "light");
  if (kept.theme) root.dataset.bsTheme = kept.theme;
  else follow();
  dark.addEventListener("change", () => kept.theme || root.dataset.themeChosen || follow()); // what a person chose stays
  const said = root.dataset.densityKept; // a list says what the person chose, in whichever browser
  const density = said === undefined ? kept.density : said;
  if (density) root.dataset.density = density;
  if (said !== undefined && said !== (kept.density || "")) {
    try {
      localStorage.setItem("tl-density", said);
    } catch (error) {
      console.info("storage is forbidden; other pages keep the normal density"); // lists say it themselves
    }
  }
  root.dataset.script = "on";
})();
