// The scan step: the code field keeps the focus, feedback is felt and heard, a step that could not be sent is kept.
(function () {
  "use strict";
  if (!document.querySelector("[data-scan]")) return;
  const KEPT = "tl-scans";
  const PATTERNS = { ok: [60], bad: [300, 80, 300, 80, 300], short: [200, 80, 200], ask: [] };
  const TONES = { ok: [[880, 0.09]], bad: [[220, 0.22], [220, 0.22], [220, 0.22]], short: [[440, 0.14], [440, 0.14]], ask: [] };
  const scan = () => document.querySelector("[data-scan]");
  const code = () => document.querySelector("[data-code]");

  function feel(kind) {
    if (navigator.vibrate && PATTERNS[kind]?.length) navigator.vibrate(PATTERNS[kind]);
    const Sound = window.AudioContext;
    if (!Sound || !TONES[kind]?.length || !navigator.userActivation?.hasBeenActive) return;
    const audio = new Sound();
    let at = audio.currentTime;
    TONES[kind].forEach(([pitch, length]) => {
      const tone = audio.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(audio.destination);
      tone.start(at);
      tone.stop(at + length);
      at += length + 0.06;
    });
  }
  function focus() {
    const box = code();
    if (box && !document.querySelector(".tl-codebox.typing") && document.activeElement?.nodeName !== "INPUT") box.focus({ preventScroll: true });
  }
  // A scanner types as a keyboard does, wherever the focus is: what it types belongs in the code field.
  const SEPARATOR = "\u001d";
  document.addEventListener("keydown", (event) => {
    const box = code();
    if (!box || event.target.closest?.("dialog, [data-typing]")) return;
    const separator = event.key === SEPARATOR || (event.ctrlKey && event.key === "]");
    if (separator) {
      event.preventDefault();
      box.focus({ preventScroll: true });
      box.setRangeText(SEPARATOR, box.selectionStart, box.selectionEnd, "end");
    } else if (event.key?.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.target.nodeName !== "INPUT") {
      box.focus({ preventScroll: true });
    }
  });
  // No count is as long as a code: what lands in the count by a scanner goes on to the code field.
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("[data-count]")) {
      event.target.dataset.before = event.target.value;
      event.target.select();
    }
  });
  document.addEventListener("input", (event) => {
    const count = event.target;
    if (!count.matches?.("[data-count]") || (count.value.length < 8 && !/[^0-9.,]/.test(count.value))) return;
    code().value = count.value;
    count.value = count.dataset.before ?? "";
    code().focus({ preventScroll: true });
  });

  // ----- quicker than the net: what is scanned while a step is under way waits its turn; none is lost -----
  const waiting = [];
  let busy = false;
  let typed = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.detail.elt.closest?.("[data-scan]")) return;
    busy = true;
    code().value = typed; // the code is in the request; what is typed from here on belongs to the next
    typed = "";
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.closest?.("[data-scan]") && !event.detail.successful) busy = false;
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const box = code();
      if (!busy || event.key !== "Enter" || event.target !== box) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (box.value) waiting.push(box.value);
      box.value = "";
    },
    true,
  );
  document.addEventListener("htmx:beforeSwap", () => {
    typed = code()?.value ?? "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!scan()) return;
    busy = false;
    showNet();
    feel(scan().dataset.scan);
    focus();
    keepStep();
    if (scan().dataset.scan === "bad") waiting.length = 0; // what followed a wrong scan is scanned again
    typed += code().value; // typed before the swap, and since
    const next = waiting.shift();
    code().value = next ?? typed;
    if (next === undefined) typed = "";
    else scan().requestSubmit();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".tl-back") && document.referrer && new URL(document.referrer).pathname === "/scan/") {
      event.preventDefault(); // back to where all steps stand, for who came from there
      window.location.assign("/scan/");
    }
    if (event.target.closest("[data-type]")) {
      const box = document.querySelector("[data-codebox]");
      box.classList.toggle("typing");
      code().inputMode = "text";
      code().focus();
    }
    const step = event.target.closest("[data-step]");
    if (step) {
      const count = document.querySelector("[data-count]");
      // The figure stands as people of the language write it, without grouping: 12,5 in German.
      const sign = new Intl.NumberFormat(document.documentElement.lang || "en").format(1.5)[1];
      const now = Number((count.value || "0").replace(sign, ".")) || 0;
      const next = Math.max(0, Math.round((now + Number(step.dataset.step)) * 1e6) / 1e6);
      count.value = String(next).replace(".", sign);
    }
    // A button that sends the step keeps the focus until it is sent: what was pressed is told by it.
    if (!event.target.closest("input, a, button:not([type=button])")) focus();
  });

  // ----- the page goes, the work stays: after a refresh, or a way back, the step goes on where it was -----
  const STEP = `tl-step:${window.location.pathname}${window.location.search}`;
  const stepOf = () => [...new FormData(scan())].filter(([name]) => name.startsWith("state-") || name === "quantity");
  function keepStep() {
    try {
      sessionStorage.setItem(STEP, JSON.stringify({ who: scan().dataset.who, step: stepOf() }));
    } catch {
      // Storage may be forbidden; the step is then as long as its page.
    }
  }
  function goOn() {
    let was = null;
    try {
      was = JSON.parse(sessionStorage.getItem(STEP));
    } catch {
      return;
    }
    if (was?.who !== scan().dataset.who || JSON.stringify(was.step) === JSON.stringify(stepOf())) return;
    scan().querySelectorAll("[name^='state-'], [name='quantity']").forEach((field) => field.remove());
    was.step.forEach(([name, value]) => scan().append(Object.assign(document.createElement("input"), { type: "hidden", name, value })));
    scan().requestSubmit(); // without a code: the server draws the step, and says when it is over
  }
  ["input", "click"].forEach((kind) => document.addEventListener(kind, () => scan() && !busy && keepStep()));

  // ----- offline: what was scanned is kept in order and sent when the net is back -----
  // Each kept scan is an answer to the step before it: the first goes out as it was (its key does it once), every other
  // one on the step that the server gave in between. What is refused stops the rest, which is shown and not sent.
  const AGAIN = 5000;
  let sending = false;
  const keptSteps = () => JSON.parse(window.tl.kept(KEPT) || "[]");
  const keepSteps = (steps) => window.tl.keep(KEPT, steps.length ? JSON.stringify(steps) : "");
  const isOff = () => !navigator.onLine || (keptSteps().length > 0 && !sending);
  function showNet() {
    const net = document.querySelector("[data-net]");
    if (!net) return;
    const count = keptSteps().length;
    net.classList.toggle("good", navigator.onLine && !count);
    net.classList.toggle("warn", !navigator.onLine || count > 0);
    net.querySelector("use").setAttribute("href", isOff() ? "#i-wifi-off" : "#i-wifi");
    net.querySelector("[data-net-text]").textContent = isOff() ? window.tlSay("Offline, {count} kept", { count }) : count ? window.tlSay("Sending {count}", { count }) : window.tlSay("Online");
  }
  function band(kind, title, detail) {
    const fb = document.querySelector(".tl-scan .fb");
    if (!fb) return;
    fb.className = `fb ${kind}`;
    fb.querySelector("use")?.setAttribute("href", "#i-wifi-off");
    fb.querySelector("b").textContent = title;
    fb.querySelector("div").lastChild.textContent = detail;
    feel(kind);
  }
  document.addEventListener("htmx:sendError", (event) => {
    const form = event.detail.elt.closest?.("[data-scan]");
    if (!form) return;
    const sent = event.detail.requestConfig?.formData ?? new FormData(form); // with the button that was pressed
    // Its buttons are named action, so the address is asked of the attribute.
    const given = (name) => String(sent.get(name) ?? "");
    const body = new URLSearchParams(sent).toString();
    keepSteps([...keptSteps(), { url: form.getAttribute("action"), body, code: given("code"), action: given("action"), quantity: given("quantity") }]);
    code().value = "";
    const count = keptSteps().length, what = given("code") || given("action");
    band("short", window.tlSay("Offline, {count} kept", { count }), window.tlSay("{what} is sent when the net is back; go on", { what }));
    showNet();
    focus();
  });
  function answered(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    return page.querySelector("[data-scan]");
  }
  function bodyOf(kept, step) {
    if (!step) return kept.body;
    const data = new FormData(step);
    ["code", "action", "quantity"].forEach((name) => data.delete(name));
    data.set("code", kept.code);
    data.set("action", kept.action);
    if (kept.quantity && step.querySelector("[data-count]")) data.set("quantity", kept.quantity);
    return new URLSearchParams(data).toString();
  }
  async function send() {
    if (sending || !keptSteps().length || !navigator.onLine) return showNet();
    sending = true;
    showNet();
    let step = null;
    try {
      for (let steps = keptSteps(); steps.length; steps = keptSteps()) {
        const response = await fetch(steps[0].url, { method: "POST", body: bodyOf(steps[0], step), headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", "HX-Target": "scan" } });
        if (response.status >= 500 || response.status === 404) break;
        step = answered(await response.text());
        keepSteps(steps.slice(1));
        if (!step || step.dataset.scan === "bad") {
          const codes = String(keptSteps().map((one) => one.code || one.action)).replaceAll(",", ", ");
          keepSteps([]);
          if (step && codes) step.querySelector(".fb div").append(` · ${window.tlSay("Not sent: {codes}", { codes })}`);
          break;
        }
      }
    } catch {
      // The net is still away: what is kept stays kept, and is tried again.
    }
    sending = false;
    if (step) {
      document.querySelector("#scan").replaceWith(document.adoptNode(step));
      window.htmx.process(document.querySelector("#scan"));
      keepStep();
      feel(scan()?.dataset.scan);
    } else if (!keptSteps().length && navigator.onLine) {
      window.location.reload();
    }
    showNet();
    focus();
  }
  setInterval(send, AGAIN);
  window.addEventListener("online", send);
  window.addEventListener("offline", showNet);
  showNet();
  if (keptSteps().length) send();
  else document.addEventListener("DOMContentLoaded", goOn); // htmx, which takes the form over, is ready by then
  focus();
})();
