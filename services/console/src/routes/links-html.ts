import { createHash } from "node:crypto";
import { plainText } from "@wirewatch/alerting";

/** Markup that is safe to send: every text in it was escaped. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[];

/** Longest outside text on a page, characters; addresses may have 2,048. */
const maxText = 2_100;

/**
 * Builds markup; whatever stands in `${…}` is escaped and rid of control characters, unless it is markup itself. Attribute
 * values have to be in double quotes.
 *
 * @example markup`<h1>${title}</h1>`
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const filled = parts.map((part, at) => `${markupOf(part)}${texts[at + 1] ?? ""}`);
  return { markup: `${texts[0] ?? ""}${filled.join("")}` };
}

function markupOf(part: Part): string {
  if (typeof part === "string") return escape(inline(part));
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
}

/** Clean text that keeps a space at its ends, where it stands between others. */
function inline(text: string): string {
  const clean = plainText(text, maxText);
  const [before, after] = [/^\s/u.test(text) ? " " : "", /\s$/u.test(text) ? " " : ""];
  return clean === "" ? before : `${before}${clean}${after}`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (sign) => entities[sign] ?? "");
}

const style = `
:root { color-scheme: light dark; --ink: #1c2126; --soft: #59636e; --paper: #f6f7f8; --card: #fff; --line: #d9dee3; --act: #1f5fbf; --mark: #fff1a8; --bad: #a4262c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --soft: #a3adb8; --paper: #14171a; --card: #1d2125; --line: #343b42; --act: #8ab4f8; --mark: #5c4d00; --bad: #ff9b9b; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1.25rem 1rem 3rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 42rem; margin: 0 auto; padding: 1.25rem 1.5rem 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem; }
.name { max-width: 42rem; margin: 0 auto 0.6rem; color: var(--soft); font-size: 0.85rem; letter-spacing: 0.02em; }
h1 { margin: 0 0 0.35rem; font-size: 1.35rem; line-height: 1.3; text-wrap: balance; }
h2 { margin: 1.75rem 0 0.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: 1rem; }
p { margin: 0.6rem 0; }
.soft { color: var(--soft); font-size: 0.9rem; }
.kicker { margin: 0 0 0.35rem; color: var(--soft); font-size: 0.9rem; }
.bad { color: var(--bad); }
a { color: var(--act); }
mark { background: var(--mark); color: inherit; padding: 0 0.1em; }
blockquote { margin: 0.4rem 0; padding-left: 0.8rem; border-left: 3px solid var(--line); }
code { font: 0.9em ui-monospace, monospace; }
ul { margin: 0; padding: 0; list-style: none; }
li + li { margin-top: 1rem; }
li p { margin: 0.15rem 0; }
button { min-height: 2.9rem; margin-top: 0.5rem; padding: 0.6rem 1.4rem; border: 0; border-radius: 0.4rem; background: var(--act); color: var(--card); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
@media (max-width: 34rem) {
  body { padding: 0.75rem 0.5rem 2rem; }
  main { padding: 1rem; }
  button { width: 100%; }
}`;

/** In one piece: the policy names the hash of exactly what is between the tags. */
const styleElement: Html = { markup: `<style>${style}</style>` };

/** Pages may load nothing, run nothing, be in no frame, and send forms only here. The address holds a token: no other site learns it. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
};

/** A whole page. */
export function page(title: string, body: Html): string {
  const whole = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Wirewatch</title>
        ${styleElement}
      </head>
      <body>
        <p class="name">Wirewatch</p>
        <main>${body}</main>
      </body>
    </html> `;
  return whole.markup;
}
