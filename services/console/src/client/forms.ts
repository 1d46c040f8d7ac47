import { ownHeaders } from "./presence.ts";
import { isLogIn, sayThatSessionEnded } from "./session-end.ts";
import { replaceInside, replacePage } from "./replace.ts";

/** While somebody types, this long after the last key. */
const pauseMs = 250;

/** Forms keep the page: what they change is put in, filters answer while somebody types. */
export function enhanceForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const button = event.submitter;
    const question = button?.getAttribute("data-confirm") ?? form.getAttribute("data-confirm");
    if (question !== null && question !== undefined && !window.confirm(question)) return event.preventDefault();
    if (form.hasAttribute("data-filter")) {
      event.preventDefault();
      void filter(form);
    } else if (form.hasAttribute("data-inline") && form.enctype !== "multipart/form-data") {
      event.preventDefault();
      void submit(form, button);
    }
  });
  document.addEventListener("input", later);
  document.addEventListener("change", later);
}

const timers = new WeakMap<HTMLFormElement, number>();

function later(event: Event): void {
  const { target } = event;
  const form = target instanceof Element ? target.closest("form") : null;
  if (form === null) return;
  const work = form.hasAttribute("data-filter") ? filter : form.hasAttribute("data-preview") ? preview : null;
  if (work === null) return;
  clearTimeout(timers.get(form));
  timers.set(
    form,
    window.setTimeout(() => void work(form), pauseMs),
  );
}

let newest = 0;

/** The page with what the form asks for; its address is in the browser's line, so that it can be passed on. */
async function filter(form: HTMLFormElement): Promise<void> {
  const turn = ++newest;
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && value !== "") url.searchParams.append(name, value);
  const text = await fetchPage(url.href);
  if (text === null || turn !== newest) return;
  history.replaceState(null, "", url);
  replacePage(text);
}

/** Sends the whole form to `data-preview` and shows the answer in the element that `data-target` names. */
async function preview(form: HTMLFormElement): Promise<void> {
  const target = document.querySelector(form.getAttribute("data-target") ?? "");
  const action = form.getAttribute("data-preview");
  if (target === null || action === null) return;
  const turn = ++newest;
  target.setAttribute("aria-busy", "true");
  const text = await fetchPage(action, fields(form));
  if (turn !== newest) return;
  target.removeAttribute("aria-busy");
  if (text !== null) replaceInside(target, text);
  form.dispatchEvent(new CustomEvent("previewed", { bubbles: true }));
}

async function submit(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  const body = fields(form);
  if (button instanceof HTMLButtonElement && button.name !== "") body.set(button.name, button.value);
  if (button instanceof HTMLButtonElement) button.disabled = true;
  const action = button?.getAttribute("formaction") ?? form.action;
  const response = await fetch(action, { method: "POST", body, headers: { accept: "text/html" } }).catch(() => null);
  if (button instanceof HTMLButtonElement) button.disabled = false;
  if (response === null) return say("The server did not answer; nothing is known to have been changed. Try again.");
  // Nothing was changed, and what was typed is still there.
  if (isLogIn(response)) return sayThatSessionEnded();
  if (!(response.headers.get("content-type") ?? "").startsWith("text/html")) {
    location.assign(response.url);
    return;
  }
  const text = await response.text();
  if (response.redirected && !isHere(response.url)) return leave(response.url, text);
  replacePage(text);
  // A refusal stands at the top, maybe far above the button or field that was used.
  if (!response.redirected)
    document.querySelector("#main > .notice, #main .notice.bad")?.scrollIntoView({ block: "nearest" });
}

/** Another page: with its own address, at its top. */
function leave(url: string, text: string): void {
  history.pushState(null, "", url);
  replacePage(text);
  window.scrollTo(0, 0);
  // Below the bar that stays, the note of what was done would be hidden.
  document.getElementById("main")?.focus({ preventScroll: true });
}

function isHere(url: string): boolean {
  const [there, here] = [new URL(url), new URL(location.href)];
  return there.pathname === here.pathname && there.search === here.search;
}

function fields(form: HTMLFormElement): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  return body;
}

/** Null when the server did not answer, or the session ended, which the page says then. */
async function fetchPage(
  url: string,
  body?: URLSearchParams,
  headers: Readonly<Record<string, string>> = {},
): Promise<string | null> {
  const options: RequestInit = body === undefined ? {} : { method: "POST", body };
  const response = await fetch(url, { ...options, headers: { accept: "text/html", ...headers } }).catch(() => null);
  if (response === null) {
    say("The server does not answer; this page may be out of date.");
    return null;
  }
  if (isLogIn(response)) {
    sayThatSessionEnded();
    return null;
  }
  return response.text();
}

/** Makes the page that is open anew, of its own accord. */
export async function refreshPage(): Promise<void> {
  const text = await fetchPage(location.href, undefined, ownHeaders());
  if (text !== null) replacePage(text);
}

export function say(text: string): void {
  const note = document.getElementById("note");
  if (note !== null) note.textContent = text;
}

window.addEventListener("popstate", () => location.reload());
