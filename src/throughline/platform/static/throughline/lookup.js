// Type-ahead fields: the server gives the list, the keyboard chooses. The hidden input beside holds the value.
(function () {
  "use strict";
  const DELAY = 120;
  let timer = 0;
  let asked = 0;

  const comboOf = (target) => target.closest?.("[data-lookup]");
  const textOf = (combo) => combo.querySelector("input[role=combobox]");
  const listOf = (combo) => combo.querySelector(".tl-menu");

  function close(combo) {
    listOf(combo)?.remove();
    textOf(combo).setAttribute("aria-expanded", "false");
    textOf(combo).removeAttribute("aria-activedescendant");
  }

  function beside(combo) {
    const parts = new URLSearchParams({ q: textOf(combo).value });
    const prefix = textOf(combo).name.replace(/[^-]*$/, "");
    (combo.dataset.depends || "").split(",").filter(Boolean).forEach((name) => {
      const form = combo.closest("form");
      const field = form?.elements[prefix + name] || form?.elements[name];
      if (field) parts.set(name, field.value);
    });
    return parts;
  }

  async function ask(combo) {
    const mine = ++asked;
    const response = await fetch(`${combo.dataset.lookup}?${beside(combo)}`, { headers: { "HX-Request": "true" } });
    if (!response.ok || mine !== asked || document.activeElement !== textOf(combo)) return;
    const html = await response.text();
    close(combo);
    const menu = document.createElement("div");
    menu.className = "tl-menu";
    const list = document.createElement("ul");
    list.setAttribute("role", "listbox");
    list.innerHTML = html;
    menu.append(list);
    combo.append(menu);
    textOf(combo).setAttribute("aria-expanded", "true");
    mark(combo, 0);
  }

  const options = (combo) => [...combo.querySelectorAll("[role=option]")];
  function mark(combo, at) {
    options(combo).forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
      if (index === at) {
        textOf(combo).setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    });
  }
  function marked(combo) {
    return options(combo).findIndex((option) => option.getAttribute("aria-selected") === "true");
  }

  function take(combo, option) {
    const hidden = combo.querySelector("[data-value]");
    if (!hidden) {
      textOf(combo).value = option.dataset.code; // a list that only suggests: the text is the value
      close(combo);
      textOf(combo).dispatchEvent(new Event("change", { bubbles: true }));
      return;
    }
    const changed = hidden.value !== option.dataset.value;
    hidden.value = option.dataset.value;
    textOf(combo).value = option.dataset.code || option.dataset.name;
    const picked = combo.parentElement.querySelector("[data-picked]");
    if (picked) picked.textContent = option.dataset.name;
    fill(combo, option);
    close(combo);
    if (changed) textOf(combo).dispatchEvent(new Event("change", { bubbles: true }));
  }
  function fill(combo, option) {
    const prefix = textOf(combo).name.replace(/[^-]*$/, "");
    Object.entries(option.dataset).filter(([key]) => key.startsWith("fill")).forEach(([key, value]) => {
      const name = key.slice(4).replace(/[A-Z]/g, (letter, at) => (at ? "_" : "") + letter.toLowerCase());
      const field = combo.closest("form")?.elements[prefix + name];
      if (!field || (field.value && field.value !== field.dataset.brought)) return;
      field.value = value;
      field.dataset.brought = value;
    });
  }

  document.addEventListener("input", (event) => {
    const combo = comboOf(event.target);
    if (!combo || event.target !== textOf(combo)) return;
    const hidden = combo.querySelector("[data-value]");
    if (hidden) hidden.value = "";
    const picked = combo.parentElement.querySelector("[data-picked]");
    if (picked) picked.textContent = "";
    window.clearTimeout(timer);
    if (event.target.value.trim()) timer = window.setTimeout(() => ask(combo), DELAY);
    else close(combo);
  });
  document.addEventListener("keydown", (event) => {
    const combo = comboOf(event.target);
    if (!combo) return;
    const all = options(combo);
    if (event.key === "ArrowDown" && !all.length && (event.altKey || !combo.closest("[data-line]"))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(combo);
    }
    if (event.key === "Enter" && !all.length && combo.closest("[data-line]") && !event.ctrlKey && !event.metaKey && !("suggests" in combo.dataset) && textOf(combo).value.trim()) {
      event.preventDefault(); // a code typed or scanned faster than the list comes: the server reads it, the quantity is next
      event.stopImmediatePropagation();
      window.clearTimeout(timer);
      asked++;
      nextCell(combo);
    }
    if (!all.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      event.stopImmediatePropagation();
      const step = event.key === "ArrowDown" ? 1 : all.length - 1;
      mark(combo, (marked(combo) + step) % all.length);
    } else if (event.key === "Enter" || event.key === "Tab") {
      if (event.key === "Enter") event.preventDefault();
      event.stopImmediatePropagation();
      take(combo, all[marked(combo)]);
      if (event.key === "Enter") nextCell(combo);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopImmediatePropagation();
      close(combo);
    }
  }, true);
  function nextCell(combo) {
    const cell = combo.closest("td");
    const next = cell?.parentElement.querySelectorAll("td.tl-edit");
    const at = next ? [...next].indexOf(cell) : -1;
    next?.[at + 1]?.querySelector("input:not([type=hidden]), select")?.focus();
  }
  // the server has read a typed or pasted code: keep its value, unless something else stands there by now
  document.addEventListener("htmx:afterSettle", () => {
    document.querySelectorAll("[data-picked][data-kept]").forEach((picked) => {
      const combo = picked.parentElement.querySelector("[data-lookup]");
      const hidden = combo?.querySelector("[data-value]");
      if (hidden && !hidden.value && textOf(combo).value === picked.dataset.text) hidden.value = picked.dataset.kept;
      if (hidden && textOf(combo).value !== picked.dataset.text) picked.textContent = "";
    });
    document.querySelectorAll(".tl-cell-error[data-brought]").forEach((note) => {
      const input = note.parentElement.querySelector("input[type=text]");
      if (input && !input.value) {
        input.value = note.dataset.brought;
        input.dataset.brought = note.dataset.brought;
        if (document.activeElement === input) input.select(); // whoever stands in the cell types over it
      }
      delete note.dataset.brought;
    });
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest(".tl-combo [role=option]");
    if (!option) return;
    event.preventDefault();
    take(comboOf(option), option);
  });
  document.addEventListener("focusout", (event) => {
    const combo = comboOf(event.target);
    if (combo && !combo.contains(event.relatedTarget)) window.setTimeout(() => close(combo), 80);
  });
})();
