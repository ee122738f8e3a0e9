// The line grid: next line by Enter, copy from above by Ctrl D, remove by Ctrl Del, paste from a spreadsheet, undo it.
(function () {
  "use strict";
  const gridOf = (target) => target.closest?.("[data-lines]");
  const bodyOf = (grid) => grid.querySelector("[data-rows]");
  const linesOf = (grid) => [...bodyOf(grid).querySelectorAll("[data-line]")];
  const inputOf = (cell) => cell?.querySelector("input:not([type=hidden]), select");
  const cellsOf = (line) => [...line.querySelectorAll("td.tl-edit")];

  function renumber(grid) {
    linesOf(grid).forEach((line, at) => (line.querySelector("[data-number]").textContent = String(at + 1)));
    grid.querySelector("[data-order]").value = linesOf(grid).map((line) => line.dataset.line).join(",");
  }
  function changed(grid) {
    htmx.trigger(grid, "linesChanged");
  }
  function add(grid, after) {
    const next = Math.max(-1, ...linesOf(grid).map((line) => Number(line.dataset.line))) + 1;
    const holder = document.createElement("tbody");
    holder.innerHTML = grid.querySelector("[data-blank]").innerHTML.replaceAll("__i__", String(next));
    const line = holder.querySelector("[data-line]");
    if (after) after.after(line);
    else bodyOf(grid).append(line);
    renumber(grid);
    return line;
  }
  function remove(grid, line) {
    if ("fixed" in grid.dataset) return; // these lines are the document's: one that goes away would change nothing
    const all = linesOf(grid);
    const at = all.indexOf(line);
    const stay = all[at + 1] || all[at - 1];
    line.remove();
    if (!stay) add(grid);
    inputOf(cellsOf(stay || linesOf(grid)[0])[0])?.focus();
    renumber(grid);
    changed(grid);
    window.tl.announce(window.tlSay("Line removed"));
  }
  function blank(line) {
    return [...line.querySelectorAll("input:not([type=hidden]):not([type=checkbox])")].every((input) => !input.value);
  }

  document.addEventListener("keydown", (event) => {
    const grid = gridOf(event.target);
    const line = event.target.closest?.("[data-line]");
    if (!grid || !line || event.defaultPrevented) return;
    const command = event.ctrlKey || event.metaKey;
    const cell = event.target.closest("td.tl-edit");
    const column = cellsOf(line).indexOf(cell);
    if (event.key === "Enter" && !command) {
      event.preventDefault();
      const all = linesOf(grid);
      const next = all[all.indexOf(line) + 1] || ("fixed" in grid.dataset ? line : add(grid));
      inputOf(cellsOf(next)[0])?.focus();
    } else if (command && event.key.toLowerCase() === "d") {
      event.preventDefault();
      copyAbove(grid, line, column);
    } else if (command && event.key.toLowerCase() === "z" && "justPasted" in grid.dataset) {
      event.preventDefault();
      undo(grid);
      inputOf(cellsOf(linesOf(grid)[0])[0])?.focus();
    } else if (command && event.key === "Delete") {
      event.preventDefault();
      remove(grid, line);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.nodeName !== "SELECT") {
      const all = linesOf(grid);
      const next = all[all.indexOf(line) + (event.key === "ArrowDown" ? 1 : -1)];
      if (!next) return;
      event.preventDefault();
      enter(inputOf(cellsOf(next)[column]));
    } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && !command && !event.altKey && !event.shiftKey) {
      const next = cellsOf(line)[column + (event.key === "ArrowRight" ? 1 : -1)];
      if (!next || !atEdge(event.target, event.key)) return;
      event.preventDefault();
      enter(inputOf(next));
    } else if (event.key === "Tab" && !event.shiftKey && column === cellsOf(line).length - 1 && line === linesOf(grid).at(-1) && !blank(line) && !("fixed" in grid.dataset)) {
      event.preventDefault();
      inputOf(cellsOf(add(grid))[0])?.focus();
    }
  });
  // the caret leaves a text only at its edge; a choice keeps its arrows for up and down
  function atEdge(input, key) {
    if (input.nodeName === "SELECT" || input.type === "checkbox") return true;
    if (input.type !== "text") return false;
    if (input.selectionStart === 0 && input.selectionEnd === input.value.length) return true;
    const edge = key === "ArrowRight" ? input.value.length : 0;
    return input.selectionStart === edge && input.selectionEnd === edge;
  }
  function enter(input) {
    if (!input) return;
    input.focus();
    if (input.type === "text") input.select();
  }
  function copyAbove(grid, line, column) {
    const above = linesOf(grid)[linesOf(grid).indexOf(line) - 1];
    if (!above) return;
    const from = cellsOf(above)[column];
    const to = cellsOf(line)[column];
    const sources = from.querySelectorAll("input, select");
    to.querySelectorAll("input, select").forEach((input, at) => (input.value = sources[at].value));
    const picked = to.querySelector("[data-picked]");
    if (picked) picked.textContent = from.querySelector("[data-picked]").textContent;
    inputOf(to).dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const grid = gridOf(event.target);
    if (!grid) return;
    if (event.target.closest("[data-remove]")) remove(grid, event.target.closest("[data-line]"));
    if (event.target.closest("[data-add]")) inputOf(cellsOf(add(grid))[0])?.focus();
    if (event.target.closest("[data-undo-paste]")) undo(grid);
  });

  // ----- an option beside the form sets its fields; the change that it is then has the form looked at again -----
  document.addEventListener("change", (event) => {
    const option = event.target.closest?.("[data-sets]");
    const form = option?.closest("form");
    if (!form) return;
    for (const [name, value] of Object.entries(JSON.parse(option.dataset.sets))) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    if (option.type === "button") form.elements.namedItem(Object.keys(JSON.parse(option.dataset.sets))[0])?.focus();
    window.tl.announce(window.tlSay("Taken"));
  }, true);
  document.addEventListener("click", (event) => {
    event.target.closest("button[data-sets]")?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.key.toLowerCase() !== "p") return;
    const option = document.querySelector("input[data-sets]:checked, input[data-sets]");
    if (!option) return;
    event.preventDefault();
    option.focus();
  });

  document.addEventListener("input", (event) => {
    const grid = gridOf(event.target); // what was typed since is undone by the browser, not the paste as a whole
    if (grid) delete grid.dataset.justPasted;
  });

  // ----- paste: tab separated rows; a first row that names columns decides their order -----
  document.addEventListener("paste", (event) => {
    const grid = gridOf(event.target) || (event.target === document.body ? document.querySelector("[data-lines]") : null);
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!grid || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    paste(grid, text, event.target.closest("[data-line]"));
  });
  function paste(grid, text, start) {
    const table = text.replace(/\r/g, "").split("\n").filter((row) => row.trim()).map((row) => row.split("\t").map((part) => part.trim()));
    const named = heads(grid, table[0]);
    const wanted = named || cellsOf(linesOf(grid)[0]).map((cell) => cell.dataset.col);
    const put = named ? table.slice(1) : table;
    const free = linesOf(grid).filter(blank);
    free.slice(0, free.length).forEach((line) => line !== start && line.remove());
    let after = start && !blank(start) ? start : linesOf(grid).at(-1);
    if (start && blank(start)) {
      after = start.previousElementSibling?.closest("[data-line]");
      start.remove();
    }
    const made = put.map((parts) => {
      const line = after ? add(grid, after) : add(grid);
      after = line;
      fill(line, wanted, parts);
      return line;
    });
    add(grid);
    note(grid, made);
    grid.dataset.justPasted = "";
    renumber(grid);
    changed(grid);
    inputOf(cellsOf(made.at(-1))[0])?.focus();
  }
  function heads(grid, first) {
    const words = [...grid.querySelectorAll("thead th")].map((th) => th.textContent.trim().toLowerCase());
    const columns = cellsOf(linesOf(grid)[0]).map((cell) => ({ name: cell.dataset.col, label: (inputOf(cell).getAttribute("aria-label") || "").toLowerCase() }));
    const found = first.map((part) => columns.find((column) => [column.name, column.label].includes(part.toLowerCase()))?.name);
    return found.filter(Boolean).length >= 2 || (found[0] && words.includes(first[0].toLowerCase())) ? found : null;
  }
  function fill(line, wanted, parts) {
    parts.forEach((part, at) => {
      const cell = wanted[at] && line.querySelector(`td[data-col="${wanted[at]}"]`);
      const input = inputOf(cell);
      if (!input) return;
      if (input.nodeName !== "SELECT") input.value = part;
      else {
        const option = [...input.options].find((one) => [one.value, one.text].some((name) => name.toLowerCase() === part.toLowerCase()));
        if (option) input.value = option.value;
      }
    });
    window.tl.markDays(line);
  }
  function note(grid, made) {
    grid.querySelectorAll("[data-pasted]").forEach((row) => row.remove());
    made.forEach((line) => (line.dataset.madeByPaste = ""));
    const row = document.createElement("tr");
    row.className = "grp";
    row.dataset.pasted = "";
    const width = grid.querySelectorAll("thead th").length;
    row.innerHTML = `<td></td><td colspan="${width - 1}"><span class="row-x"><span data-said></span><button type="button" class="btn sm push" data-undo-paste>${window.tlSay("Undo paste")} <kbd class="tl-kbd">Ctrl</kbd><kbd class="tl-kbd">Z</kbd></button></span></td>`;
    row.querySelector("[data-said]").textContent = window.tlSay("Rows pasted: {count}", { count: made.length });
    made[0].before(row);
    window.tl.announce(window.tlSay("Rows pasted: {count}", { count: made.length }));
  }
  function undo(grid) {
    delete grid.dataset.justPasted;
    grid.querySelectorAll("[data-made-by-paste], [data-pasted]").forEach((row) => row.remove());
    if (!linesOf(grid).length) add(grid);
    renumber(grid);
    changed(grid);
  }
  // after the server has answered, say how many of the pasted rows need a person
  document.addEventListener("htmx:afterSettle", () => {
    document.querySelectorAll("[data-pasted]").forEach((row) => {
      const made = [...gridOf(row).querySelectorAll("[data-made-by-paste]")];
      const open = made.filter((line) => [...line.querySelectorAll(".tl-cell-error")].some((error) => error.textContent.trim())).length;
      const rest = open ? `, ${open} need${open === 1 ? "s" : ""} you` : "";
      row.querySelector("[data-said]").textContent = `Pasted ${made.length} row${made.length === 1 ? "" : "s"}: ${made.length - open} read${rest}`;
    });
  });

  // where lines are cards, one that is empty is enough to begin with
  if (window.matchMedia("(max-width: 719px)").matches) {
    document.querySelectorAll("[data-lines]:not([data-fixed])").forEach((grid) => {
      const empty = linesOf(grid).filter(blank);
      empty.slice(linesOf(grid).length === empty.length ? 1 : 0).forEach((line) => line.remove());
      renumber(grid);
    });
  }
})();
