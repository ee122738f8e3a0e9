// The shell: theme, density, menu, popovers, dialogs, toasts, palette, and how htmx tells that it is busy.
(function () {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);

  function keep(name, value) {
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch (error) {
      console.info("storage is forbidden; the choice lasts for this page"); // the page works without
    }
  }
  function kept(name) {
    try {
      return localStorage.getItem(name);
    } catch (error) {
      return null; // as if nothing had been kept
    }
  }
  // a choice of how things look is told to the server, so that it goes with the person; the page does not wait for it
  function tell(address, values) {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    const sent = new URLSearchParams({ ...values, key: window.crypto?.randomUUID ? window.crypto.randomUUID() : "" });
    fetch(address, { method: "POST", headers, body: sent, redirect: "manual" }).catch(() => announce(window.tlSay("Not kept: no answer")));
  }
  window.tl = { keep, kept, announce, tell };

  function announce(text) {
    const live = byId("live");
    if (live) live.textContent = text;
  }

  // ----- theme, density, letters, menu -----
  function showChoices() {
    document.querySelectorAll("[data-density-set]").forEach((button) => {
      button.setAttribute("aria-pressed", String((root.dataset.density || "") === button.dataset.densitySet));
    });
    const off = kept("tl-letters") === "off";
    document.querySelectorAll("[data-letters-switch]").forEach((button) => {
      button.setAttribute("aria-pressed", String(!off));
      const state = button.querySelector("[data-letters-state]");
      if (state) state.textContent = off ? "off" : "on";
    });
  }

  const clicks = {
    "[data-theme-switch]": () => {
      root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      root.dataset.themeChosen = "yes";
      keep("tl-theme", root.dataset.bsTheme);
    },
    "[data-density-set]": (button) => {
      if (button.dataset.densitySet) root.dataset.density = button.dataset.densitySet;
      else delete root.dataset.density;
      keep("tl-density", button.dataset.densitySet);
      showChoices();
      tell("/do/views/density/", { density: button.dataset.densitySet });
    },
    "[data-letters-switch]": () => {
      keep("tl-letters", kept("tl-letters") === "off" ? "" : "off");
      showChoices();
    },
    "[data-menu-switch]": (button) => {
      const open = root.dataset.menu !== "open";
      root.dataset.menu = open ? "open" : "";
      button.setAttribute("aria-expanded", String(open));
      (open ? reachable(byId("side"))[0] : button)?.focus();
    },
    "[data-close]": (button) => button.closest("dialog")?.close(),
    "[data-dismiss]": (button) => button.closest("[data-toast]")?.remove(),
    "[data-palette]": openPalette,
    "[data-shortcuts]": () => byId("shortcuts")?.showModal(),
    "[data-unfold]": (button) => {
      const table = button.closest("table");
      table.querySelectorAll(`[data-folded="${button.dataset.unfold}"]`).forEach((row) => row.removeAttribute("hidden"));
      button.closest("tr").remove();
    },
  };

  let invoker = null;
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[popovertarget]");
    if (opener) invoker = opener;
    for (const [selector, act] of Object.entries(clicks)) {
      const found = event.target.closest(selector);
      if (found) act(found, event);
    }
    const back = event.target.closest("[data-back]");
    if (back && history.length > 1) {
      event.preventDefault();
      history.back();
    }
    if (event.target.nodeName === "DIALOG" && event.target.open) closeIfOutside(event.target, event);
  }, true);

  function closeIfOutside(dialog, event) {
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) dialog.close();
  }

  // ----- popovers: below what opened them, above when there is no room; a sheet on phones (CSS) -----
  function place(popover, opener) {
    popover.removeAttribute("data-placed");
    const gap = 4;
    const box = opener ? opener.getBoundingClientRect() : { left: 0, right: 0, top: 0, bottom: 0 };
    const { offsetWidth: width, offsetHeight: height } = popover;
    const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8));
    const below = box.bottom + gap + height <= window.innerHeight - 8;
    const top = below ? box.bottom + gap : Math.max(8, box.top - gap - height);
    popover.style.left = `${left}px`;
    popover.style.top = `${top}px`;
    popover.setAttribute("data-placed", "");
  }
  document.addEventListener("toggle", (event) => {
    const popover = event.target;
    if (!(popover instanceof HTMLElement) || !popover.hasAttribute("popover")) return;
    if (event.newState === "open") {
      place(popover, invoker);
      enter(popover);
    } else popover.removeAttribute("data-placed");
  }, true);
  document.addEventListener("htmx:afterSettle", (event) => {
    const popover = event.target.closest?.("[popover]");
    if (!popover || !popover.matches(":popover-open")) return;
    place(popover, invoker);
    enter(popover);
  });

  // ----- what floats keeps the focus until it is closed; then the browser gives it back to where it was -----
  function reachable(scope) {
    const found = scope?.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]") || [];
    return [...found].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  }
  function enter(popover) {
    if (!popover.contains(document.activeElement)) reachable(popover)[0]?.focus({ preventScroll: true });
  }
  function floating() {
    const drawer = root.dataset.menu === "open" ? byId("side") : null;
    return [...document.querySelectorAll("dialog[open]")].at(-1) || document.querySelector(":popover-open") || drawer;
  }
  document.addEventListener("keydown", (event) => {
    const held = floating();
    if (!held || event.defaultPrevented) return;
    if (event.key === "Escape" && held.id === "side") document.querySelector("[data-menu-switch]").click();
    if (event.key !== "Tab") return;
    const all = reachable(held);
    const at = document.activeElement;
    if (held.contains(at) && at !== (event.shiftKey ? all[0] : all.at(-1))) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  });

  // ----- dialogs are filled by htmx and open when they are -----
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "dialog") return;
    const dialog = byId("dialog");
    if (!dialog.open) dialog.showModal();
    const first = dialog.querySelector("[autofocus], .tl-dlg-fields input:not([type=hidden]), .tl-dlg-fields select, .tl-dlg-fields textarea");
    // what only asks for a yes begins on its verb; what destroys, on the way out
    (first || dialog.querySelector("footer .btn.go:not(.danger)"))?.focus();
  });
  document.body.addEventListener("dialogDone", () => {
    const dialog = byId("dialog");
    dialog.close();
    dialog.replaceChildren();
  });
  document.addEventListener("input", (event) => {
    const wanted = event.target.dataset?.mustType;
    if (!wanted) return;
    const button = event.target.form.querySelector("button[type=submit]");
    button.disabled = event.target.value.replace(/\D/g, "") !== wanted.replace(/\D/g, "");
  });

  // ----- toasts leave after six seconds unless something was held or refused -----
  function watchToasts(scope) {
    scope.querySelectorAll("[data-toast]:not([data-watched])").forEach((toast) => {
      toast.dataset.watched = "";
      if (toast.hasAttribute("data-stays")) return;
      window.setTimeout(() => toast.matches(":hover, :focus-within") || toast.remove(), 6000);
    });
  }

  // ----- the palette -----
  function openPalette() {
    const palette = byId("palette");
    if (!palette || palette.open) return;
    palette.showModal();
    const box = byId("palette-q");
    box.select();
    htmx.trigger(box, "palette-open");
  }
  window.tl.openPalette = openPalette;
  function options() {
    return [...document.querySelectorAll("#palette-list [role=option]")];
  }
  function choose(option) {
    options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
    if (option) {
      byId("palette-q").setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "palette-q") return;
    const all = options();
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]);
    } else if (event.key === "Enter" && all[at]) {
      event.preventDefault();
      go(all[at].dataset.url, event.ctrlKey || event.metaKey);
    }
  });
  function go(url, fresh) {
    if (fresh) window.open(url, "_blank", "noopener");
    else window.location.assign(url);
  }
  document.addEventListener("click", (event) => {
    const option = event.target.closest("#palette-list [role=option]");
    if (option) go(option.dataset.url, event.ctrlKey || event.metaKey);
  });

  // ----- htmx: busy after 300 ms, failures as a toast, a fresh idempotency key per form -----
  let waiting = 0;
  let timer = 0;
  document.addEventListener("htmx:beforeRequest", (event) => {
    waiting += 1;
    const target = event.detail.target;
    timer = timer || window.setTimeout(() => {
      root.dataset.busy = "";
      if (target?.id) target.setAttribute("aria-busy", "true");
    }, 300);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    waiting = Math.max(0, waiting - 1);
    event.detail.target?.removeAttribute?.("aria-busy");
    if (waiting) return;
    window.clearTimeout(timer);
    timer = 0;
    delete root.dataset.busy;
  });
  ["htmx:sendError", "htmx:responseError"].forEach((name) => document.addEventListener(name, (event) => {
    const status = event.detail.xhr?.status || 0;
    if (status && status < 500) return;
    if (!status && event.detail.elt?.closest?.("[data-scan]")) return; // a scan that had no answer is kept, and says so
    const text = window.tlSay(status ? "Something broke on our side. Nothing was changed." : "No answer. Check the connection and repeat.");
    const toast = document.createElement("div");
    toast.className = "tl-toast";
    toast.dataset.toast = "";
    toast.dataset.stays = "";
    toast.textContent = text;
    byId("toasts")?.append(toast);
  }));
  function freshKeys(scope) {
    scope.querySelectorAll("[data-fresh-key]").forEach((input) => {
      if (!input.value && window.crypto?.randomUUID) input.value = window.crypto.randomUUID();
    });
  }
  // a page that is a form begins in its first empty field, or in the one that was refused; touch opens no keyboard for it
  function begin() {
    const form = document.querySelector("form.tl-form[data-operation]");
    const touched = !window.matchMedia("(pointer: fine)").matches;
    if (touched) form?.querySelector("[aria-invalid]")?.scrollIntoView({ block: "center" });
    if (!form || touched || (document.activeElement && document.activeElement !== document.body)) return;
    const fields = [...form.querySelectorAll(".tl-field input:not([type=hidden]):not([type=checkbox]), .tl-field select, .tl-field textarea, td.tl-edit input, td.tl-edit select")];
    const first = fields.find((field) => field.getAttribute("aria-invalid")) || fields.find((field) => !field.value && field.offsetParent && !field.matches("td select"));
    first?.focus({ preventScroll: true });
  }
  // ----- a day that nobody gave is told by its look: the browser's own pattern is no value -----
  function markDay(input) {
    input.toggleAttribute("data-empty", !input.value && !input.validity.badInput);
  }
  window.tl.markDays = (scope) => scope.querySelectorAll("input[type=date]").forEach(markDay);
  ["input", "change", "focusout"].forEach((name) => document.addEventListener(name, (event) => {
    if (event.target.matches?.("input[type=date]")) markDay(event.target);
    else if (name === "change") window.tl.markDays(event.target.closest?.("form") || document); // one field may set another
  }));
  function ready(scope) {
    freshKeys(scope);
    window.tl.markDays(scope.parentNode || scope);
    watchToasts(document);
    showChoices();
  }
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
  ready(document);
  begin();

  // What was wrong is no longer red once it is typed anew: whether it is right says the next answer.
  document.addEventListener("change", (event) => {
    const held = event.target.closest?.(".tl-field.bad, td.bad");
    if (!held) return;
    held.classList.remove("bad");
    held.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
    held.querySelector(".tl-field-error, .tl-cell-error")?.replaceChildren();
  });
})();
