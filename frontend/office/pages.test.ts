// The page scripts on the markup the components make.
import { beforeEach, expect, test, vi } from "vitest";
import { bindDialogs } from "./dialogs";
import { bindForms } from "./forms";
import { bindMenus } from "./menus";
import { bindUploads } from "./upload";

beforeEach(() => {
  document.body.innerHTML = "";
});

function found(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`not there: ${selector}`);
  return element;
}

function send(form: Element): Event {
  const event = new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: found("button") });
  form.dispatchEvent(event);
  return event;
}

bindForms();
bindMenus();

test("a form is sent once: the second press is refused, and coming back makes it usable again", () => {
  document.body.innerHTML = '<form method="post"><button>Simpan</button></form>';
  const form = found("form");
  expect(send(form).defaultPrevented).toBe(false);
  expect(found("button").getAttribute("aria-busy")).toBe("true");
  expect(send(form).defaultPrevented).toBe(true);
  window.dispatchEvent(new Event("pageshow"));
  expect(found("button").hasAttribute("aria-busy")).toBe(false);
  expect(send(form).defaultPrevented).toBe(false);
});

test("a form that only asks (GET) may be sent as often as wanted", () => {
  document.body.innerHTML = '<form method="get"><button>Cari</button></form>';
  expect(send(found("form")).defaultPrevented).toBe(false);
  expect(send(found("form")).defaultPrevented).toBe(false);
});

test("a field named method does not hide what the form is", () => {
  document.body.innerHTML = '<form method="post"><input name="method" value="hall"><button>Simpan</button></form>';
  expect(send(found("form")).defaultPrevented).toBe(false);
  expect(send(found("form")).defaultPrevented).toBe(true);
});

test("Escape closes an open menu and gives the focus back", () => {
  document.body.innerHTML = '<details class="bk-menu" open><summary tabindex="0">Akun</summary></details>';
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect((found("details") as HTMLDetailsElement).open).toBe(false);
  expect(document.activeElement).toBe(found("summary"));
});

test("the opener of a dialog is shown only where the script runs, and opens it", () => {
  document.body.innerHTML =
    '<button data-open="tanya" hidden></button><dialog id="tanya"><button data-close></button></dialog>';
  const dialog = found("dialog") as HTMLDialogElement;
  const shown = vi.spyOn(dialog, "showModal").mockImplementation(() => undefined);
  bindDialogs(document);
  expect(found("[data-open]").hidden).toBe(false);
  found("[data-open]").click();
  expect(shown).toHaveBeenCalledOnce();
});

test("a chosen file is named before it is sent, and one too big is said", () => {
  document.body.innerHTML =
    '<div data-upload data-max-mb="1" data-too-big="terlalu besar"><input type="file"><div data-chosen></div></div>';
  bindUploads(document);
  const input = found("input") as HTMLInputElement;
  const file = new File([new Uint8Array(1_500_000)], "surat.pdf", { type: "application/pdf" });
  Object.defineProperty(input, "files", { value: [file] });
  input.dispatchEvent(new Event("change"));
  expect(found("[data-chosen]").textContent).toBe("surat.pdf (1,5 MB) — terlalu besar");
});

test("a file's control speaks the page's language and names what was chosen", () => {
  document.body.innerHTML =
    '<span data-file data-none="Belum ada berkas" data-several="berkas dipilih"><input type="file" multiple><span data-file-name hidden></span></span>';
  bindUploads(document);
  const input = found("input") as HTMLInputElement;
  const name = found("[data-file-name]");
  expect(name.hidden).toBe(false);
  expect(name.textContent).toBe("Belum ada berkas");
  const choose = (...names: string[]): void => {
    Object.defineProperty(input, "files", { value: names.map((one) => new File(["x"], one)), configurable: true });
    input.dispatchEvent(new Event("change"));
  };
  choose("ktp.jpg");
  expect(name.textContent).toBe("ktp.jpg");
  choose("a.jpg", "b.jpg");
  expect(name.textContent).toBe("2 berkas dipilih");
  choose();
  expect(name.textContent).toBe("Belum ada berkas");
});
