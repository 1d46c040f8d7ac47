import { cleanText } from "@wirewatch/alerting";

/** Markup that is safe to send: every text in it was escaped. Made only by `html`. */
export interface Html {
  readonly markup: string;
}

/** What may stand in `${…}`: texts and numbers are escaped, markup and lists of it stay, the others are nothing. */
export type Part = string | number | Html | null | undefined | false | readonly Part[];

/** Nothing. */
export const none: Html = { markup: "" };

/** One space, where the formatter would take it out of a template. */
export const space: Html = { markup: " " };

/**
 * Builds markup. Whatever stands in `${…}` is escaped and rid of control characters and of overrides of the writing direction, unless it is
 * markup itself. Values of attributes have to be in double quotes; addresses from outside go through `outLink`.
 *
 * @example html`<h1>${title}</h1>`
 */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const filled = parts.map((part, at) => `${markupOf(part)}${texts[at + 1] ?? ""}`);
  return { markup: `${texts[0] ?? ""}${filled.join("")}` };
}

function markupOf(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  return isMarkup(part) ? part.markup : part.map(markupOf).join("");
}

function isMarkup(part: Html | readonly Part[]): part is Html {
  return "markup" in part;
}

/** Text of one line for markup, also for attributes in double quotes; spaces at its ends stay. */
function escapeText(text: string): string {
  return escapeSigns(cleanText(text));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeSigns(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (sign) => entities[sign] ?? "");
}

/** A line whose spaces and tabs stay, e.g. the indentation of YAML. */
function cleanLine(line: string): string {
  return line
    .toWellFormed()
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/gu, "")
    .replaceAll(/[^\P{Cc}\t]/gu, " ");
}

/** Text whose lines stay lines, and spaces spaces, e.g. for `<pre>` and `<textarea>`. */
export function lines(text: string): Html {
  // A first line break inside <pre> and <textarea> is dropped by browsers.
  const clean = text.split(/\r\n|\r|\n/u).map((line) => escapeSigns(cleanLine(line)));
  return { markup: clean.join("\n") };
}

/** An attribute that is there or not, e.g. `checked`. @param name never from outside */
export function flag(name: "checked" | "selected" | "disabled" | "hidden" | "open" | "required", isSet: boolean): Html {
  return isSet ? { markup: ` ${name}` } : none;
}

/** The address when it is one of the web, else null: `javascript:` and the like are no links. */
export function webAddress(url: string | null | undefined): string | null {
  if (url === null || url === undefined || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "http:" || protocol === "https:" ? href : null;
}

/** A link to a page elsewhere; only its text when the address is none of the web. */
export function outLink(url: string | null | undefined, text: Part): Html {
  const address = webAddress(url);
  if (address === null) return html`${text}`;
  return html`<a href="${address}" rel="noopener noreferrer nofollow" target="_blank">${text}</a>`;
}

/** A path of ours with values in it; each is encoded. @example path`/stories/${id}` */
export function path(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return values.reduce<string>(
    (made, value, at) => `${made}${encodeURIComponent(value)}${texts[at + 1] ?? ""}`,
    texts[0] ?? "",
  );
}

/** A path of ours with a query; parts that are empty or null are left out. */
export function withQuery(base: string, query: Readonly<Record<string, string | number | null | undefined>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? base : `${base}?${text}`;
}
