import { html, none } from "../views/html.ts";
import type { Html } from "../views/html.ts";

/** Characters around the place that are shown. */
const before = 60;
const after = 40;

/**
 * What is wrong with a query, with its place marked.
 *
 * @param fix a query in which it is put right, and its address; null when there is none that is certain
 */
export function queryProblem(
  query: string,
  { at, message }: { readonly at: number; readonly message: string },
  fix: { readonly label: string; readonly href: string; readonly query: string } | null = null,
): Html {
  const from = Math.max(0, at - before);
  const end = nextCharacter(query, at);
  const marked = query.slice(at, end);
  const mark = html`<mark>${marked.trim() === "" ? " ⁁ " : marked}</mark>`;
  return html`<div class="notice bad query-problem" role="alert">
    <p><b>Character ${at + 1}:</b> ${message}</p>
    <p class="mono">
      ${from > 0 ? "…" : ""}${query.slice(from, at)}${mark}${query.slice(end, end + after)}${end + after < query.length ? "…" : ""}
    </p>
    ${fix === null ? none : html`<p><a class="button" href="${fix.href}">${fix.label}</a> <code>${fix.query}</code></p>`}
  </div>`;
}

/** Behind the character at a place, whole also when it has two halves. */
function nextCharacter(text: string, at: number): number {
  const codePoint = text.codePointAt(at);
  if (codePoint === undefined) return at;
  return at + (codePoint > 0xffff ? 2 : 1);
}
