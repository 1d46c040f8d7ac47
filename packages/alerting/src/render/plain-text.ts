/** Reverse the direction of what follows them: `gpj.exe` could be shown as `exe.jpg`. Left-to-right marks stay. */
const bidiControls = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * Outside text for one line: control characters (ESC, CR, LF, tab) and line separators become spaces, NUL and
 * bidirectional overrides go, lone surrogates become U+FFFD, runs of white space one space.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\0", "")
    .replaceAll(bidiControls, "")
    .replaceAll(/[\p{Cc}\s]+/gu, " ");
}

/**
 * Outside text for one line, trimmed and at most `maxLength` UTF-16 units long; what is longer ends in `…`.
 * Work is bounded by `maxLength`, however long the text is.
 */
export function plainText(text: string, maxLength: number): string {
  const clean = cleanText(cutText(text, maxLength * 4)).trim();
  return clean.length <= maxLength ? clean : `${cutText(clean, maxLength - 1).trimEnd()}…`;
}

/** The first `maxLength` UTF-16 units, less half a surrogate pair at the end. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? maxLength - 1 : maxLength);
}

/** Text inside HTML, also inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/**
 * A link from outside as an absolute http(s) URL, or null when it is not one, carries a password or is longer than
 * 2,048 characters. Signs that end a link in some markup (`|`, `>`, quotes, spaces) are percent-encoded.
 */
export function safeLink(link: string): string | null {
  if (link.length > 2_048 || !URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  if (url.username !== "" || url.password !== "") return null;
  const href = url.href.replaceAll(/[|<>"'`\\\s]/g, encodeSign);
  return href.length <= 2_048 ? href : null;
}

function encodeSign(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
