// Many photos at once: sent one after the other, so that a broken line loses one photo and not five hundred.

/** Send the photos of a `[data-batch]` form in portions of one; without this script the form goes whole. */
export function bindBatch(form: HTMLElement): void {
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  if (!(form instanceof HTMLFormElement) || !input) return;
  let batch = "";
  form.addEventListener("submit", (event) => {
    if (!input.files?.length) return;
    event.preventDefault();
    void (async () => {
      batch ||= await begun(form);
      if (batch && (await sent(form, batch, [...(input.files ?? [])])))
        location.assign(`/penerima/foto-kartu/${batch}/`);
      else say(form, form.dataset["failed"] ?? "");
    })();
  });
}

async function begun(form: HTMLFormElement): Promise<string> {
  try {
    const answer = await fetch(form.dataset["batch"] ?? "", {
      method: "POST",
      body: token(form),
      headers: { Accept: "application/json" },
    });
    return answer.ok ? ((await answer.json()) as { batch: string }).batch : "";
  } catch {
    return "";
  }
}

/** Send every file; a photo that came before is known by its bytes, so that sending again after a failure is harmless. */
async function sent(form: HTMLFormElement, batch: string, files: File[]): Promise<boolean> {
  let done = 0;
  for (const file of files) {
    const body = token(form);
    body.append("photos", file);
    try {
      const answer = await fetch(`/penerima/foto-kartu/${batch}/kirim/`, { method: "POST", body });
      if (!answer.ok && answer.status !== 400) return false;
      if (answer.status === 400) say(form, `${file.name}: ${((await answer.json()) as { error: string }).error}`);
    } catch {
      return false;
    }
    done += 1;
    say(form, (form.dataset["sending"] ?? "").replace("{done}", String(done)).replace("{total}", String(files.length)));
  }
  return true;
}

function token(form: HTMLFormElement): FormData {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.querySelector<HTMLInputElement>('[name="csrfmiddlewaretoken"]')?.value ?? "");
  return body;
}

function say(form: HTMLFormElement, text: string): void {
  const place = form.querySelector("[data-batch-said]");
  if (place) place.textContent = text;
}
