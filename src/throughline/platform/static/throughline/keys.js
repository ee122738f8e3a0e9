// Keys of the whole page. Single letters act only when no field has the focus, and can be switched off (user menu).
(function () {
  "use strict";
  const GO = { h: "/", o: "/orders/", q: "/quotes/", r: "/release/", s: "/shipments/", p: "/promises/", b: "/billing/", e: "/exceptions/" };
  let going = 0;

  function typing(target) {
    return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  }
  function open(selector) {
    return document.querySelector(selector);
  }
  function topDialog() {
    return open("dialog[open]");
  }

  function confirm(event) {
    const form = (topDialog() || document).querySelector("form[data-confirm], form[data-operation]");
    const button = form?.querySelector("button[type=submit]:not([disabled])");
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  }

  document.addEventListener("keydown", (event) => {
    const key = event.key;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k") {
      event.preventDefault();
      window.tl.openPalette();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && key === "Enter") {
      confirm(event);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || topDialog()) return;
    if (typing(event.target)) return;
    if (window.tl.kept("tl-letters") === "off" && key.length === 1) return;
    letter(event, key);
  });

  function letter(event, key) {
    if (going && Date.now() - going < 1200) {
      going = 0;
      const known = [...document.querySelectorAll(".tl-side a")].find((a) => a.getAttribute("href") === GO[key.toLowerCase()]);
      if (known) window.location.assign(known.href);
      return;
    }
    going = 0;
    if (key === "g") going = Date.now();
    else if (key === "/") focus(event, "#list-q");
    else if (key === "?") why(event);
    else if (key === "f" || key === "F") press(event, "#add-filter");
    else if (/^[a-zA-Z]$/.test(key) && !event.repeat) press(event, `[data-key="${key.toUpperCase()}"]`);
  }
  function focus(event, selector) {
    const box = open(selector);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  }
  function press(event, selector) {
    const found = [...document.querySelectorAll(selector)].find((one) => one.offsetParent !== null);
    if (!found) return;
    event.preventDefault();
    found.click();
  }
  function why(event) {
    event.preventDefault();
    const row = open("tr.cur, .tl-q1.cur");
    const target = document.activeElement?.closest?.(".tl-why") || row?.querySelector(".tl-why");
    if (target) target.click();
    else open("#shortcuts")?.showModal();
  }
})();
