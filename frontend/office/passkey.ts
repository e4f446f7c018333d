// Passkeys with django-allauth: asks the browser's authenticator and puts its JSON answer into the form.

interface PasskeyForm {
  mode: "create" | "get";
  options: { publicKey: Record<string, unknown> };
}

/** Bind a form marked `data-passkey`: on the button, ask the authenticator with the options of its json_script, then send. */
export async function bindPasskey(form: HTMLElement): Promise<void> {
  const button = form.querySelector<HTMLElement>("[data-passkey-start]");
  const input = form.querySelector<HTMLInputElement>('input[name="credential"]');
  const note = form.querySelector<HTMLElement>("[data-passkey-note]");
  if (!button || !input || !(form instanceof HTMLFormElement)) return;
  if (!window.PublicKeyCredential) {
    if (note) note.textContent = form.dataset["unsupported"] ?? "";
    return;
  }
  button.addEventListener("click", (event) => {
    event.preventDefault();
    void ask(form, input, note);
  });
}

async function ask(form: HTMLFormElement, input: HTMLInputElement, note: HTMLElement | null): Promise<void> {
  try {
    const wanted = await options(form);
    const credential =
      wanted.mode === "create"
        ? await navigator.credentials.create({ publicKey: creation(wanted.options.publicKey) })
        : await navigator.credentials.get({ publicKey: request(wanted.options.publicKey) });
    if (!credential) return;
    input.value = JSON.stringify((credential as PublicKeyCredential).toJSON());
    form.submit();
  } catch {
    if (note) note.textContent = form.dataset["failed"] ?? "";
  }
}

async function options(form: HTMLFormElement): Promise<PasskeyForm> {
  const mode = form.dataset["passkey"] === "create" ? "create" : "get";
  const url = form.dataset["optionsUrl"];
  if (url) {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    const body = (await answer.json()) as { request_options: PasskeyForm["options"] };
    return { mode, options: body.request_options };
  }
  const source = document.getElementById(form.dataset["optionsId"] ?? "")?.textContent ?? "{}";
  const data = JSON.parse(source) as PasskeyForm["options"] & {
    creation_options?: PasskeyForm["options"];
    request_options?: PasskeyForm["options"];
  };
  return { mode, options: data.creation_options ?? data.request_options ?? data };
}

function creation(json: Record<string, unknown>): PublicKeyCredentialCreationOptions {
  return PublicKeyCredential.parseCreationOptionsFromJSON(json as unknown as PublicKeyCredentialCreationOptionsJSON);
}

function request(json: Record<string, unknown>): PublicKeyCredentialRequestOptions {
  return PublicKeyCredential.parseRequestOptionsFromJSON(json as unknown as PublicKeyCredentialRequestOptionsJSON);
}
