// Mentions: an @ in a text offers the people who may see the record; whoever is chosen stands there as @login.
(function () {
  "use strict";
  const DELAY = 120;
  const BEGUN = /(?:^|[\s(,;:])@([\w.+-]{0,40})$/;
  let timer = 0;
  let asked = 0;

  const areaOf = (target) => (target.matches?.("textarea[data-mentions]") ? target : null);
  const placeOf = (area) => area.parentElement;
  const options = (area) => [...placeOf(area).querySelectorAll("[role=option]")];
  const marked = (area) => options(area).findIndex((option) => option.getAttribute("aria-selected") === "true");
  const begun = (area) =>
    area.selectionStart === area.selectionEnd ? BEGUN.exec(area.value.slice(0, area.selectionStart)) : null;

  function close(area) {
    asked++;
    window.clearTimeout(timer);
    placeOf(area).querySelector(".tl-menu")?.remove();
    area.removeAttribute("aria-activedescendant");
    area.removeAttribute("aria-controls");
  }

  async function ask(area, words) {
    const mine = ++asked;
    const parts = new URLSearchParams({ q: words });
    (area.dataset.depends || "").split(",").filter(Boolean).forEach((name) => {
      const field = area.form?.elements[name];
      if (field) parts.set(name, field.value);
    });
    const response = await fetch(`${area.dataset.mentions}?${parts}`, { headers: { "HX-Request": "true" } });
    if (!response.ok || mine !== asked || document.activeElement !== area || !begun(area)) return;
    const html = await response.text();
    if (mine !== asked) return;
    placeOf(area).querySelector(".tl-menu")?.remove();
    const menu = document.createElement("div");
    menu.className = "tl-menu";
    const list = document.createElement("ul");
    list.id = `${area.id}-people`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", area.dataset.label || "");
    list.innerHTML = html;
    menu.append(list);
    placeOf(area).append(menu);
    area.setAttribute("aria-controls", list.id);
    mark(area, 0);
  }

  function mark(area, at) {
    options(area).forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
      if (index !== at) return;
      area.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }

  function take(area, option) {
    const found = begun(area);
    if (!found) return close(area);
    const end = area.selectionStart;
    const start = end - found[1].length;
    const after = area.value.slice(end);
    area.setRangeText(option.dataset.code + (/^\s/.test(after) ? "" : " "), start, end, "end");
    close(area);
    area.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("input", (event) => {
    const area = areaOf(event.target);
    if (!area) return;
    const found = begun(area);
    window.clearTimeout(timer);
    if (found) timer = window.setTimeout(() => ask(area, found[1]), DELAY);
    else close(area);
  });
  document.addEventListener("keydown", (event) => {
    const area = areaOf(event.target);
    const all = area ? options(area) : [];
    if (!all.length || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : all.length - 1;
      mark(area, (marked(area) + step) % all.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      take(area, all[Math.max(0, marked(area))]);
    } else if (event.key === "Escape") {
      close(area);
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  // the pointer, before the text loses its focus
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.(".tl-mention [role=option]");
    if (option) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.(".tl-mention [role=option]");
    const area = option?.closest(".tl-mention").querySelector("textarea");
    if (!area) return;
    area.focus();
    take(area, option);
  });
  document.addEventListener("focusout", (event) => {
    const area = areaOf(event.target);
    if (area) window.setTimeout(() => document.activeElement === area || close(area), 120);
  });
})();
