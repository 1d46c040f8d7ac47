/** Entries of the list on the page. */
const entries = "main .entry, main tbody tr";

/** Keys for people who keep their hands on them; none while somebody types. */
export function listenForKeys(): void {
  let isGoing = false;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return focusOn("/", event);
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (isGoing) {
      isGoing = false;
      return go(`g ${event.key}`);
    }
    if (event.key === "g") {
      isGoing = true;
      window.setTimeout(() => (isGoing = false), 1200);
    } else if (event.key === "/") focusOn("/", event);
    else if (event.key === "?") showKeys();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "b") focusOn("b", event);
    else if (event.key === "o" || event.key === "Enter") open(event);
    else press(event.key);
  });
  const toggle = document.getElementById("keys-toggle");
  if (toggle !== null) {
    toggle.hidden = false;
    toggle.addEventListener("click", showKeys);
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input:not([type='checkbox']), textarea, select, [contenteditable]") !== null
  );
}

function focusOn(key: string, event: Event): void {
  const field = document.querySelector<HTMLElement>(`[data-focus-key="${CSS.escape(key)}"]`);
  if (field === null) return;
  event.preventDefault();
  field.focus();
}

function showKeys(): void {
  const dialog = document.getElementById("keys");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

function go(keys: string): void {
  document.querySelector<HTMLAnchorElement>(`[data-keys="${CSS.escape(keys)}"]`)?.click();
}

function here(): Element | null {
  return document.querySelector("main .here");
}

function step(by: number): void {
  const all = [...document.querySelectorAll(entries)];
  if (all.length === 0) return;
  const at = all.findIndex((entry) => entry.classList.contains("here"));
  const next = all[Math.min(all.length - 1, Math.max(0, at === -1 ? 0 : at + by))];
  all[at]?.classList.remove("here");
  next?.classList.add("here");
  next?.scrollIntoView({ block: "nearest" });
}

function open(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.closest("a, button, summary") !== null) return;
  here()?.querySelector<HTMLAnchorElement>("h2 a, h3 a, a.row-link")?.click();
}

function press(key: string): void {
  here()
    ?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
    ?.click();
}
