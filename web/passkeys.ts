// Passkeys: the browser's own dialogue between a form and the server. Nothing here is secret; the server decides.
type Options = { publicKey: unknown } | { creation_options: { publicKey: unknown } } | { request_options: { publicKey: unknown } };

const json = (root: Document, id: string): unknown => JSON.parse(root.getElementById(id)?.textContent ?? "null");

const publicKeyOf = (options: unknown): unknown => {
  const given = options as { publicKey?: unknown; creation_options?: Options; request_options?: Options };
  const inner = (given.creation_options ?? given.request_options ?? given) as { publicKey?: unknown };
  return inner.publicKey;
};

const say = (form: HTMLFormElement, what: string): void => {
  const place = form.querySelector<HTMLElement>("[data-passkey-says]");
  if (place) place.textContent = what;
};

// The key knows whose it is and asks for finger, face or code, so that it alone is enough to sign in.
const ALONE = { residentKey: "required", requireResidentKey: true, userVerification: "required" } as const;

// A passkey is kept by the device and asks for a finger, a face or its lock: it signs in alone, without a password.
async function create(options: unknown): Promise<Credential | null> {
  const given = publicKeyOf(options) as PublicKeyCredentialCreationOptionsJSON;
  const wanted: AuthenticatorSelectionCriteria = { ...given.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({ ...given, authenticatorSelection: wanted });
  publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, ...ALONE };
  return navigator.credentials.create({ publicKey });
}

async function get(options: unknown): Promise<Credential | null> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(publicKeyOf(options) as PublicKeyCredentialRequestOptionsJSON);
  return navigator.credentials.get({ publicKey });
}

async function optionsFor(form: HTMLFormElement, root: Document): Promise<unknown> {
  const address = form.dataset.optionsFrom;
  if (!address) return json(root, "passkey-options");
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  return answer.json();
}

async function ask(form: HTMLFormElement, root: Document): Promise<void> {
  const field = form.querySelector<HTMLInputElement>("input[name=credential]");
  if (!field) return;
  try {
    const options = await optionsFor(form, root);
    const credential = form.dataset.passkey === "create" ? await create(options) : await get(options);
    if (!credential) return;
    field.value = JSON.stringify((credential as PublicKeyCredential).toJSON());
    form.submit();
  } catch {
    say(form, form.dataset.failed ?? "");
  }
}

export function passkeys(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    if (!("PublicKeyCredential" in window) || !("parseCreationOptionsFromJSON" in PublicKeyCredential)) {
      say(form, form.dataset.failed ?? "");
      continue;
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void ask(form, root);
    });
  }
}
