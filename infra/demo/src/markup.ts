/** Text that is HTML or XML already. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | null | Markup | readonly Markup[];

/**
 * Template tag for HTML and XML: every inserted string is escaped, inserted markup is not, null is nothing.
 *
 * @example markup`<h1>${"Fish & chips"}</h1>`.markup // <h1>Fish &amp; chips</h1>
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((text, index) => text + written(values[index] ?? null));
  return { markup: parts.join("") };
}

/** JSON for a `script` element: no `<`, so that it cannot end the element. */
export function jsonMarkup(value: unknown): Markup {
  return { markup: JSON.stringify(value).replaceAll("<", "\\u003c") };
}

/** The five characters with a meaning in HTML and XML, escaped. */
function escapeMarkup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function written(value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return escapeMarkup(value);
  if (typeof value === "number") return String(value);
  return "markup" in value ? value.markup : value.map((part) => part.markup).join("");
}
