// Signing in a box: strokes are drawn as they are made, and kept in the field as a PNG.
(function () {
  "use strict";
  const INK = 2.4;

  function pad(root) {
    const canvas = root.querySelector("[data-signature-pad]");
    const value = root.querySelector("[data-signature-value]");
    const drawing = canvas.getContext("2d");
    let last = null;

    function fit() {
      const scale = window.devicePixelRatio || 1;
      const box = canvas.getBoundingClientRect();
      if (!box.width) return;
      canvas.width = Math.round(box.width * scale);
      canvas.height = Math.round(box.height * scale);
      drawing.scale(scale, scale);
      blank();
      if (value.value) {
        const kept = new Image();
        kept.onload = () => drawing.drawImage(kept, 0, 0, box.width, box.height);
        kept.src = value.value;
      }
    }
    function blank() {
      drawing.fillStyle = "#fff";
      drawing.fillRect(0, 0, canvas.width, canvas.height);
      drawing.strokeStyle = drawing.fillStyle = "#14171c";
      drawing.lineWidth = INK;
      drawing.lineCap = drawing.lineJoin = "round";
    }
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      last = at(event);
      drawing.beginPath();
      drawing.arc(last[0], last[1], INK / 2, 0, 2 * Math.PI);
      drawing.fill();
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!last) return;
      const next = at(event);
      drawing.beginPath();
      drawing.moveTo(...last);
      drawing.lineTo(...next);
      drawing.stroke();
      last = next;
    });
    const end = () => {
      if (!last) return;
      last = null;
      value.value = canvas.toDataURL("image/png");
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    root.querySelector("[data-signature-clear]").addEventListener("click", () => {
      value.value = "";
      blank();
    });
    fit();
  }

  function find() {
    document.querySelectorAll("[data-signature]:not([data-ready])").forEach((root) => {
      root.dataset.ready = "1";
      pad(root);
    });
  }
  document.addEventListener("DOMContentLoaded", find);
  document.addEventListener("htmx:afterSettle", find);
  if (document.readyState !== "loading") find();
})();
