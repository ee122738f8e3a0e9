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

  document.addEventListener("htmx:afterSettle", () => {
    feel(scan()?.dataset.scan);
    focus();
  });
  document.addEventListener("click", (event) => {
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

  // ----- offline: steps are kept in order and sent when the net is back -----
  const keptSteps = () => JSON.parse(window.tl.kept(KEPT) || "[]");
  function showNet() {
    const net = document.querySelector("[data-net]");
    if (!net) return;
    const count = keptSteps().length;
    net.classList.toggle("good", navigator.onLine && !count);
    net.classList.toggle("warn", !navigator.onLine || count > 0);
    net.querySelector("use").setAttribute("href", navigator.onLine ? "#i-wifi" : "#i-wifi-off");
    net.querySelector("[data-net-text]").textContent = navigator.onLine ? (count ? window.tlSay("Sending {count}", { count }) : window.tlSay("Online")) : window.tlSay("Offline, {count} kept", { count });
  }
  document.addEventListener("htmx:sendError", (event) => {
    if (!event.detail.elt.matches("[data-scan]")) return;
    const sent = event.detail.requestConfig?.formData ?? new FormData(event.detail.elt); // with the button that was pressed
    const body = new URLSearchParams(sent).toString();
    window.tl.keep(KEPT, JSON.stringify([...keptSteps(), { url: event.detail.elt.action, body }]));
    code().value = "";
    showNet();
  });
  async function send() {
    for (let steps = keptSteps(); steps.length && navigator.onLine; steps = keptSteps()) {
      const response = await fetch(steps[0].url, { method: "POST", body: steps[0].body, headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", "HX-Target": "scan" } });
      if (!response.ok && response.status >= 500) break;
      window.tl.keep(KEPT, steps.length > 1 ? JSON.stringify(steps.slice(1)) : "");
    }
    showNet();
  }
  window.addEventListener("online", send);
  window.addEventListener("offline", showNet);
  showNet();
  send();
  focus();
})();
