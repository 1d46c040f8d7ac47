/** Says that the session is over and leads to the log-in page, and from there back here; what somebody typed stays on the page meanwhile. */
export function sayThatSessionEnded(): void {
  if (hasSessionEnded()) return;
  const bar = document.createElement("div");
  bar.id = barId;
  bar.className = "session-end";
  bar.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent =
    "Your session has ended: this page no longer changes, and nothing can be saved from it. Copy what you typed before you go on.";
  const link = document.createElement("a");
  link.className = "button primary";
  link.href = `/login?to=${encodeURIComponent(`${location.pathname}${location.search}`)}`;
  link.textContent = "Log in again";
  bar.append(words, link);
  document.body.prepend(bar);
  document.getElementById("live-toggle")?.classList.add("away");
}

export function hasSessionEnded(): boolean {
  return document.getElementById(barId) !== null;
}

/** Whether an answer is the log-in page instead of what was asked for. */
export function isLogIn(response: Response): boolean {
  return response.redirected && new URL(response.url).pathname === "/login";
}

const barId = "session-end";
