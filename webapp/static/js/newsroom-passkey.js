// Passkeys: the form is shown where the browser has them; what the device answers is sent with it.

const page = new AbortController();
const DO = {
  create: (options) => navigator.credentials.create({ publicKey: options }),
  get: (options) => navigator.credentials.get({ publicKey: options }),
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); answer(form); }, { signal: page.signal });
  }
}

async function answer(form) {
  const problem = form.querySelector("[data-problem]");
  const button = form.querySelector("button");
  const named = document.getElementById(form.dataset.nameOf);
  if (named) form.elements.name.value = named.value;
  problem.hidden = true;
  button.disabled = true;
  try {
    const asked = await fetch(form.dataset.challenge, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const options = await asked.json();
    if (!asked.ok) throw new Refused(options.problem);
    form.elements.credential.value = JSON.stringify(plain(await DO[form.dataset.passkey](bytesIn(options))));
    form.submit(); // Not requestSubmit: this listener would ask again.
  } catch (error) {
    if (error instanceof Refused && error.message) problem.textContent = error.message;
    problem.hidden = false;
    button.disabled = false;
  }
}

class Refused extends Error {}

/** The options with bytes where the server had to write text. */
function bytesIn(options) {
  const credentials = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    allowCredentials: credentials(options.allowCredentials),
    excludeCredentials: credentials(options.excludeCredentials),
  };
}

/** The device's answer with text where it has bytes. */
function plain(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: said, clientExtensionResults: {} };
}

function bytes(base64url) {
  const whole = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(whole, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const whole = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return whole.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
