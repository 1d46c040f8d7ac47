import type { PassagePart } from "./passage.ts";

/** Of an escaped address: leaves room in a section for its label and the line around it. */
const maxLink = 2_100;

/** Outside text in Slack's markup. Formatting signs such as `_` stay: they change how it looks, not what it does. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * A link where the text has room for it, else its label alone.
 *
 * @param url from `safeLink`: holds no `|` and no `>`
 */
export function slackLink(url: string | null, text: string): string {
  const label = escapeMrkdwn(text);
  const target = url?.replaceAll("&", "&amp;") ?? null;
  return target === null || target.length > maxLink ? label : `<${target}|${label}>`;
}

/** A passage as a quoted line, bold where the topic matched. */
export function slackQuote(parts: readonly PassagePart[]): string {
  let text = "";
  for (const [index, part] of parts.entries()) {
    text += part.isMarked ? bold(part.text, text, parts[index + 1]?.text ?? "") : escapeMrkdwn(part.text);
  }
  return `>${text.trim()}`;
}

/** Slack reads `*` as bold only when no letter or digit touches it from outside: a zero-width space comes between. */
function bold(text: string, before: string, after: string): string {
  const inner = text.trim();
  if (inner === "") return text;
  const left = text.startsWith(" ") ? " " : "";
  const right = text.endsWith(" ") ? " " : "";
  const opening = left === "" && /[\p{L}\p{N}]$/u.test(before.slice(-2)) ? "\u200B" : "";
  const closing = right === "" && /^[\p{L}\p{N}]/u.test(after.slice(0, 2)) ? "\u200B" : "";
  return `${left}${opening}*${escapeMrkdwn(inner)}*${closing}${right}`;
}
