// Passkeys: asks the browser to make or prove one, and carries its answer to the server. Buttons say what with
// data-passkey="add" or "prove"; a message for people goes into the element named by data-passkey-message.
(function () {
  "use strict";
  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;

  async function post(address, value) {
    const answer = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(value),
    });
    const told = await answer.json().catch(() => ({ message: window.tlSay("The server did not answer as expected; try again.") }));
    if (!answer.ok) throw new Error(told.message);
    return told;
  }

  function known(list) {
    return (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));
  }

  async function add(button) {
    const { publicKey, prove } = await post("/account/passkey/begin/", {});
    if (prove) return { next: prove };
    const options = {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey: options });
    const credential = {
      id: made.id,
      rawId: toText(made.rawId),
      type: made.type,
      response: {
        clientDataJSON: toText(made.response.clientDataJSON),
        attestationObject: toText(made.response.attestationObject),
      },
    };
    const field = document.querySelector("[data-passkey-name]");
    return post("/account/passkey/", { name: field ? field.value : "", credential });
  }

  async function prove(button) {
    const at = button.dataset.passkeyAt || "/sign-in/passkey/";
    const { publicKey } = await post(`${at}begin/`, {});
    const options = {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    };
    const proof = await navigator.credentials.get({ publicKey: options });
    const credential = {
      id: proof.id,
      rawId: toText(proof.rawId),
      type: proof.type,
      response: {
        clientDataJSON: toText(proof.response.clientDataJSON),
        authenticatorData: toText(proof.response.authenticatorData),
        signature: toText(proof.response.signature),
        userHandle: proof.response.userHandle ? toText(proof.response.userHandle) : null,
      },
    };
    return post(at, { next: button.dataset.next || "/", credential });
  }

  function say(text) {
    const place = document.querySelector("[data-passkey-message]");
    if (!place) return;
    place.textContent = text;
    place.hidden = !text;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-passkey]");
    if (!button) return;
    event.preventDefault();
    say("");
    button.disabled = true;
    try {
      const told = await (button.dataset.passkey === "add" ? add(button) : prove(button));
      window.location.assign(told.next);
    } catch (error) {
      button.disabled = false;
      say(error.name === "NotAllowedError" ? window.tlSay("Nothing was chosen, or it took too long. Try again.") : error.message);
    }
  });

  const supported = Boolean(window.PublicKeyCredential && navigator.credentials);
  document.querySelectorAll("[data-passkey]").forEach((button) => {
    if (supported) button.hidden = false;
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value || source.innerText);
    button.textContent = "Copied";
  });
})();
