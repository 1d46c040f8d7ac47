import { say } from "./forms.ts";

/** Larger files are not read. */
const maxBytes = 1_000_000;

/** Puts a file that somebody chooses into the text of the form, so that what is sent can be seen and corrected. */
export function readListFiles(): void {
  document.addEventListener("change", (event) => {
    const chooser = event.target;
    if (!(chooser instanceof HTMLInputElement) || !chooser.hasAttribute("data-list-file")) return;
    const form = chooser.closest("form");
    const [file] = chooser.files ?? [];
    if (form === null || file === undefined) return;
    if (file.size > maxBytes) return say(`${file.name} is too large: at most 1 MB is taken.`);
    void put(file, form);
  });
  show();
  // Pages that are put in later.
  const main = document.getElementById("main");
  if (main !== null) new MutationObserver(show).observe(main, { childList: true, subtree: true });
}

/** Without scripts there is nothing to choose a file for. */
function show(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-needs-script][hidden]")) part.hidden = false;
}

async function put(file: File, form: HTMLFormElement): Promise<void> {
  const [text, name] = [form.querySelector("[data-list-text]"), form.querySelector("[data-list-name]")];
  const content = decode(new Uint8Array(await file.arrayBuffer()));
  if (text instanceof HTMLTextAreaElement) text.value = content;
  if (name instanceof HTMLInputElement) name.value = file.name;
}

/** By its byte order mark or as UTF-8, else as the usual 8-bit encoding. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
