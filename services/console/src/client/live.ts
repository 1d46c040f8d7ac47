import { refreshPage } from "./forms.ts";
import { hasSessionEnded, sayThatSessionEnded } from "./session-end.ts";

/** Changes that come together are shown together. */
const gatherMs = 700;
/** Nobody reads a page that changes more often than this. */
const leastMs = 2_000;
/** A stream that was refused is tried again after this. */
const againMs = 30_000;

/** Keeps the page up to date while it can be seen and nobody stopped it. */
export function watchChanges(): void {
  const toggle = document.getElementById("live-toggle");
  let source: EventSource | null = null;
  let isPaused = false;
  let timer = 0;
  let lastMs = 0;
  let isMissing = false;

  function soon(): void {
    if (hasSessionEnded()) return;
    if (isPaused || document.hidden) {
      isMissing = true;
      return;
    }
    if (timer !== 0) return;
    const waitMs = Math.max(gatherMs, lastMs + leastMs - Date.now());
    timer = window.setTimeout(() => {
      timer = 0;
      lastMs = Date.now();
      isMissing = false;
      if (isBusy()) return soon();
      void refreshPage();
    }, waitMs);
  }

  /** True when something is under way that new content would disturb. */
  function isBusy(): boolean {
    const isChoosing =
      document.activeElement instanceof HTMLSelectElement || document.querySelector("dialog[open]") !== null;
    const selected = document.getSelection();
    return isChoosing || (selected !== null && !selected.isCollapsed && document.activeElement?.tagName !== "INPUT");
  }

  function listen(): void {
    if (source !== null || document.querySelector(".shell") === null) return;
    const position = document.getElementById("main")?.getAttribute("data-position") ?? "";
    source = new EventSource(`/events?after=${encodeURIComponent(position)}`);
    source.addEventListener("open", () => toggle?.classList.remove("away"));
    source.addEventListener("error", () => {
      toggle?.classList.add("away");
      // The browser tries again by itself, unless it was refused.
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      void listenAgain();
    });
    source.addEventListener("ended", () => {
      source?.close();
      sayThatSessionEnded();
    });
    const heard = (event: MessageEvent): void => {
      const kinds = document.getElementById("main")?.getAttribute("data-live")?.split(" ") ?? [];
      if (event.type === "everything" || kinds.includes(event.type)) soon();
    };
    for (const kind of ["everything", "alert", "silence", "notice", "source", "delivery"])
      source.addEventListener(kind, heard);
  }

  async function listenAgain(): Promise<void> {
    const response = await fetch("/session", { headers: { accept: "application/json" } }).catch(() => null);
    if (response?.status === 401) return sayThatSessionEnded();
    window.setTimeout(listen, againMs);
  }

  if (toggle !== null) {
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      isPaused = !isPaused;
      toggle.setAttribute("aria-pressed", String(!isPaused));
      toggle.textContent = isPaused ? "Paused" : "Live";
      if (!isPaused && isMissing) soon();
    });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (isMissing) soon();
  });
  window.setInterval(() => {
    const seconds = Number(document.getElementById("main")?.getAttribute("data-every") ?? 0);
    if (seconds > 0 && !document.hidden && Date.now() - lastMs >= seconds * 1000) soon();
  }, 1000);
  listen();
}
