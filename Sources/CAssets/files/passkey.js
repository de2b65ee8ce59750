// SPDX-License-Identifier: EUPL-1.2
// Asks the device for a passkey and sends its answer with the form. Without this file the password does.
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const options = () => {
    const asked = JSON.parse(form.dataset.options);
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    if (asked.excludeCredentials) asked.excludeCredentials = listed(asked.excludeCredentials);
    if (asked.allowCredentials) asked.allowCredentials = listed(asked.allowCredentials);
    return { publicKey: asked };
  };

  const show = (name) => {
    for (const part of form.querySelectorAll("[data-fault]")) part.hidden = part.dataset.fault !== name;
  };

  const ask = async () => {
    show("");
    if (!window.PublicKeyCredential || !navigator.credentials) { show("unsupported"); return; }
    const isNew = form.dataset.passkey === "create";
    try {
      const made = await navigator.credentials[isNew ? "create" : "get"](options());
      const fields = form.elements;
      fields.client.value = text(made.response.clientDataJSON);
      if (isNew) {
        fields.attestation.value = text(made.response.attestationObject);
      } else {
        fields.id.value = text(made.rawId);
        fields.device.value = text(made.response.authenticatorData);
        fields.signature.value = text(made.response.signature);
      }
    } catch (error) {
      show(error.name === "InvalidStateError" ? "known" : "refused");
      return;
    }
    form.submit();
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  // who came here has pressed a button already; a browser that wants another one gets it from the form
  ask();
})();
