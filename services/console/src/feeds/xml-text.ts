import { cleanText } from "@wirewatch/alerting";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/**
 * Text for an element or an attribute of XML 1.0: escaped, without what XML cannot hold and without overrides of the writing direction.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function xmlText(text: string): string {
  const clean = cleanText(text)
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, "");
  return clean.replaceAll(/[&<>"']/gu, (sign) => entities[sign] ?? "");
}
