// A form with data-passkey asks the browser for a passkey and posts its answer like any other field.
const canPasskey = typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

function offer() {
  for (const form of document.querySelectorAll("form[data-passkey][hidden]")) form.hidden = !canPasskey;
}
for (const name of ["DOMContentLoaded", "htmx:after:swap"]) addEventListener(name, offer);

addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form || form.elements.answer.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const said = form.querySelector("[role=status]");
  const options = JSON.parse(form.dataset.options);
  said.textContent = "Waiting for your passkey…";
  try {
    const shown = form.dataset.passkey === "new"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    form.elements.answer.value = JSON.stringify(shown.toJSON());
    form.requestSubmit();
  } catch {
    said.textContent = "No passkey was shown. Try again, or take another way.";
  }
}, true);
