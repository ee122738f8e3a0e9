// Forms that take files are sent without leaving the page: what is refused, or meets no net, keeps the chosen files.
(function () {
  "use strict";
  const filesOf = (form) => [...form.querySelectorAll("input[type=file]")].filter((field) => field.files.length);

  function say(form, text) {
    const told = form.querySelector("[data-no-net]") || Object.assign(document.createElement("p"), { className: "tl-find1 stop tl-boxed", role: "alert" });
    told.dataset.noNet = "";
    told.textContent = text;
    form.querySelector(".tl-head").after(told);
    told.scrollIntoView({ block: "center" });
  }
  function draw(html, kept) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.getElementById("main");
    if (!main) return document.location.reload();
    window.htmx.swap("#main", main.innerHTML, { swapStyle: "innerHTML" });
    kept.forEach(({ name, files }) => {
      const field = document.querySelector(`#main input[type=file][name="${name}"]`);
      if (field) field.files = files;
    });
    const wrong = document.querySelector("#main [aria-invalid], #main .tl-find1.stop, #main #refusal");
    wrong?.scrollIntoView({ block: "center" });
    wrong?.focus?.({ preventScroll: true });
  }
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form.tl-form[enctype='multipart/form-data']") || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    const kept = filesOf(form).map(({ name, files }) => ({ name, files }));
    try {
      const headers = { "HX-Request": "true", "HX-Current-URL": window.location.href };
      const answer = await fetch(form.action, { method: "POST", headers, body: new FormData(form, event.submitter) });
      const on = answer.headers.get("HX-Redirect");
      if (on) window.location.assign(on);
      else draw(await answer.text(), kept);
    } catch {
      say(form, window.tlSay("Not sent: no connection. Everything typed is kept; press the button again."));
    }
    delete form.dataset.sending;
  });
})();
