// Lists and grids: the current row (J, K, Enter), selection (X, Shift X, Ctrl A), the bulk bar, columns, neighbours.
(function () {
  "use strict";
  const rows = () => [...document.querySelectorAll("[data-grid] tbody tr[data-row], [data-queue] [data-row]")];
  let last = null;

  function current() {
    return document.querySelector("tr.cur, .tl-q1.cur");
  }
  function move(step) {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(current());
    const next = all[Math.max(0, Math.min(all.length - 1, at + step))] || all[0];
    current()?.classList.remove("cur");
    next.classList.add("cur");
    next.scrollIntoView({ block: "nearest" });
    const name = next.querySelector("a, .t")?.textContent || next.textContent;
    window.tl.announce(name.trim().slice(0, 120));
    return true;
  }

  // Three dots: what would happen is shown first
  function countOn(button, count) {
    const label = button.querySelector("[data-bulk-label]");
    const phrase = (count === 1 ? button.dataset.one : button.dataset.many).replace("{count}", count.toLocaleString(document.documentElement.lang));
    label.textContent = count ? window.tlSay("{phrase}…", { phrase }) : label.dataset.bulkLabel;
  }

  // ----- selection -----
  const ticks = () => [...document.querySelectorAll("[data-tick]")];
  function show() {
    const chosen = ticks().filter((tick) => tick.checked);
    ticks().forEach((tick) => tick.closest("tr").classList.toggle("sel", tick.checked && !document.querySelector("[data-bulk-button]")));
    document.querySelectorAll("[data-tick-all]").forEach((all) => {
      const own = [...all.closest("table").querySelectorAll("[data-tick]")];
      const count = own.filter((tick) => tick.checked).length;
      all.checked = count > 0 && count === own.length;
      all.indeterminate = count > 0 && count < own.length;
    });
    const bar = document.querySelector("[data-bulk]");
    if (bar) {
      bar.hidden = !chosen.length;
      bar.querySelector("[data-ticked]").textContent = window.tlSay("{count} selected", { count: chosen.length });
      bar.querySelector("[data-sum]").textContent = sum(chosen);
      bar.querySelectorAll("[data-many]").forEach((button) => countOn(button, chosen.length));
    }
    document.querySelectorAll("[data-bulk-button]").forEach((button) => {
      button.disabled = !chosen.length;
      countOn(button, chosen.length);
    });
  }
  function sum(chosen) {
    const head = document.querySelector("[data-grid] th[data-sum-head]");
    if (!head) return "";
    const total = chosen.reduce((all, tick) => all + Number(tick.closest("tr").querySelector(`td[data-c="${head.dataset.c}"]`)?.dataset.v || 0), 0);
    return total.toLocaleString(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  function tell() {
    const count = ticks().filter((tick) => tick.checked).length;
    window.tl.announce(window.tlSay("{count} selected", { count }));
  }
  function range(from, to) {
    const all = ticks();
    const [low, high] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
    if (low >= 0) all.slice(low, high + 1).forEach((tick) => (tick.checked = to.checked));
  }
  document.addEventListener("click", (event) => {
    const tick = event.target.closest("[data-tick]");
    if (tick && event.shiftKey && last) range(last, tick);
    if (tick) last = tick;
    if (event.target.closest("[data-untick]")) {
      ticks().forEach((one) => (one.checked = false));
      show();
    }
    const row = event.target.closest("tr[data-url]");
    if (row && !event.target.closest("a, button, input, label, select") && !String(window.getSelection())) window.location.assign(row.dataset.url);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) {
      event.target.closest("table").querySelectorAll("[data-tick]").forEach((tick) => (tick.checked = event.target.checked));
    }
    if (event.target.matches("[data-tick], [data-tick-all]")) {
      show();
      tell();
    }
    if (event.target.matches("[data-column]")) chooseColumns();
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [popover]");
    if (field || event.altKey || window.tl.kept("tl-letters") === "off") return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "a" && ticks().length) {
      event.preventDefault();
      ticks().forEach((tick) => (tick.checked = true));
      show();
      tell();
    }
    if (command) return;
    act(event);
  });
  function act(event) {
    const row = current();
    const keys = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
    if (event.key in keys && !event.target.closest("a, button")) {
      if (move(keys[event.key])) event.preventDefault();
      else neighbour(keys[event.key]);
    } else if (event.key === "Enter" && row && !event.target.closest("a, button")) {
      const target = row.querySelector(".acts .btn") || (row.dataset.url && { click: () => window.location.assign(row.dataset.url) }) || row.querySelector("a");
      if (target) target.click();
    } else if (/^[1-9]$/.test(event.key) && row) {
      row.querySelectorAll(".acts .btn, td .btn")[Number(event.key) - 1]?.click();
    } else if (event.key.toLowerCase() === "x" && row) {
      const tick = row.querySelector("[data-tick]");
      if (!tick) return;
      tick.checked = !tick.checked;
      if (event.shiftKey && last) range(last, tick);
      last = tick;
      show();
      tell();
    } else if (event.key === "Escape" && ticks().some((tick) => tick.checked) && document.querySelector("[data-bulk]")) {
      ticks().forEach((tick) => (tick.checked = false));
      show();
      tell();
    }
  }

  // ----- columns: shown at once, and kept on the server for this person -----
  const listName = () => document.querySelector("[data-list]")?.dataset.list;
  let telling = 0;
  function chooseColumns() {
    const boxes = [...document.querySelectorAll("[data-column]")];
    const chosen = Object.fromEntries(boxes.filter((box) => box.checked !== box.hasAttribute("data-usual")).map((box) => [box.dataset.column, box.checked]));
    applyColumns();
    window.clearTimeout(telling);
    const screen = listName();
    telling = window.setTimeout(() => window.tl.tell("/do/views/columns/", { screen, columns: JSON.stringify(chosen) }), 500);
  }
  function applyColumns() {
    document.querySelectorAll("[data-column]").forEach((box) => {
      document.querySelectorAll(`#list [data-c="${box.dataset.column}"]`).forEach((cell) => {
        cell.hidden = !box.checked;
        cell.classList.toggle("on", box.checked && (!box.hasAttribute("data-usual") || cell.classList.contains("off")));
      });
    });
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-columns-reset]")) return;
    document.querySelectorAll("[data-column]").forEach((box) => (box.checked = box.hasAttribute("data-usual")));
    chooseColumns();
  });

  // ----- a record opened from a list knows its neighbours -----
  function remember() {
    const list = document.querySelector("[data-list]");
    if (!list) return;
    const urls = [...list.querySelectorAll("tr[data-url]")].map((row) => row.dataset.url);
    const view = list.querySelector(".tl-views [aria-current]")?.firstChild?.textContent?.trim() || document.querySelector("h1")?.textContent || "";
    try {
      sessionStorage.setItem("tl-neighbours", JSON.stringify({ urls, view }));
    } catch (error) {
      console.info("storage is forbidden; records do not know their neighbours"); // the page works without
    }
  }
  function neighbours() {
    try {
      return JSON.parse(sessionStorage.getItem("tl-neighbours") || "null");
    } catch (error) {
      return null; // as if opened from nowhere
    }
  }
  function neighbour(step) {
    const known = neighbours();
    const at = known ? known.urls.indexOf(window.location.pathname) : -1;
    const url = at >= 0 ? known.urls[at + step] : null;
    if (url && document.querySelector("[data-record]")) window.location.assign(url);
  }
  function showNeighbours() {
    const place = document.querySelector("[data-neighbours]");
    const known = neighbours();
    const at = known ? known.urls.indexOf(window.location.pathname) : -1;
    if (!place || at < 0 || !document.querySelector("[data-record]")) return;
    place.textContent = window.tlSay("{at} of {count} in “{view}”", { at: at + 1, count: known.urls.length, view: known.view });
    place.hidden = false;
  }

  function ready() {
    show();
    remember();
    showNeighbours();
  }
  // ----- tables wider than the page: names are as long as they are -----
  function fit() {
    for (const box of document.querySelectorAll(".tl-scroll")) {
      box.classList.remove("is-wide");
      box.classList.toggle("is-wide", box.scrollWidth > box.clientWidth + 1);
    }
  }
  window.addEventListener("resize", fit);
  document.addEventListener("htmx:afterSettle", fit);
  document.fonts?.ready.then(fit);
  fit();

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "list" || event.target.id === "board" || event.target.querySelector?.("[data-grid]")) ready();
  });
  ready();
})();
