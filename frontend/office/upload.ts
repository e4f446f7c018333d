// <c-file>: says what was chosen in the page's own language. <c-upload>: drop a file, see it before it is sent.

const MEGABYTE = 1_000_000;

/** Bind every `[data-upload]` box: dropping, the list of chosen files, a small preview, a sentence when one is too big. */
export function bindUploads(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-file]").forEach(bindFile);
  root.querySelectorAll<HTMLElement>("[data-upload]").forEach((box) => {
    const input = box.querySelector<HTMLInputElement>('input[type="file"]');
    const chosen = box.querySelector<HTMLElement>("[data-chosen]");
    if (!input || !chosen || box.dataset["awake"]) return;
    box.dataset["awake"] = "yes";
    input.addEventListener("change", () => show(box, input, chosen));
    box.addEventListener("dragover", (event) => {
      event.preventDefault();
      box.classList.add("is-over");
    });
    box.addEventListener("dragleave", () => box.classList.remove("is-over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("is-over");
      if (!event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}

/** Put our own words over the browser's "No file chosen", which stand in the browser's language. */
function bindFile(box: HTMLElement): void {
  const input = box.querySelector<HTMLInputElement>('input[type="file"]');
  const name = box.querySelector<HTMLElement>("[data-file-name]");
  if (!input || !name || box.dataset["awake"]) return;
  box.dataset["awake"] = "yes";
  const tell = (): void => {
    const files = [...(input.files ?? [])];
    const several = `${files.length} ${box.dataset["several"] ?? ""}`;
    name.textContent = files.length > 1 ? several : (files[0]?.name ?? box.dataset["none"] ?? "");
  };
  name.hidden = false;
  input.addEventListener("change", tell);
  input.form?.addEventListener("reset", () => setTimeout(tell));
  tell();
}

function show(box: HTMLElement, input: HTMLInputElement, chosen: HTMLElement): void {
  chosen.replaceChildren();
  const limit = Number(box.dataset["maxMb"] ?? "0") * MEGABYTE;
  for (const file of input.files ?? []) {
    const line = document.createElement("p");
    line.textContent = `${file.name} (${(file.size / MEGABYTE).toLocaleString("id-ID", { maximumFractionDigits: 1 })} MB)`;
    if (limit && file.size > limit) line.append(` — ${box.dataset["tooBig"] ?? ""}`);
    chosen.append(line);
    if (file.type.startsWith("image/")) chosen.append(thumbnail(file));
  }
}

function thumbnail(file: File): HTMLImageElement {
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  return picture;
}
