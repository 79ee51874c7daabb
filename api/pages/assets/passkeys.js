// A passkey is made or shown by the browser (Web Authentication); what it says goes into
// the form's own fields, and the form is sent as any other.
const form = document.querySelector("form[data-passkey]");
const said = document.getElementById("passkey-said");

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
    letter.charCodeAt(0),
  );
const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const known = (ids) => ids.map((id) => ({ type: "public-key", id: bytes(id) }));

const make = async (asked) => {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(asked.challenge),
      rp: { id: asked.site, name: "Desk" },
      user: { id: bytes(asked.owner), name: "Desk", displayName: "Desk" },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: known(asked.passkeys),
      authenticatorSelection: {
        residentKey: "discouraged",
        userVerification: "preferred",
      },
      attestation: "none",
    },
  });
  return {
    passkey: made.id,
    client_data: letters(made.response.clientDataJSON),
    attestation: letters(made.response.attestationObject),
  };
};

const show = async (asked) => {
  const shown = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(asked.challenge),
      rpId: asked.site,
      allowCredentials: known(asked.passkeys),
      userVerification: "preferred",
    },
  });
  return {
    passkey: shown.id,
    client_data: letters(shown.response.clientDataJSON),
    authenticator_data: letters(shown.response.authenticatorData),
    signature: letters(shown.response.signature),
  };
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const asked = JSON.parse(form.dataset.asked);
    const parts = await (form.dataset.passkey === "make" ? make : show)(asked);
    for (const [name, value] of Object.entries(parts)) {
      const box = document.createElement("input");
      box.type = "hidden";
      box.name = name;
      box.value = value;
      form.append(box);
    }
    form.submit();
  } catch {
    said.textContent =
      "Your device did not do it. Try again, or use the code of your app.";
  }
});
