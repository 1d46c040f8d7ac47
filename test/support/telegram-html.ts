const tags = new Set(["b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"]);
const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

export interface TelegramText {
  /** Without markup. */
  readonly text: string;
  readonly links: readonly string[];
  /** Pieces of markup; Telegram drops those after the hundredth. */
  readonly entities: number;
}

/**
 * Telegram's HTML as its servers read it: only their tags, each closed in order, `<` and `&` only as markup.
 *
 * @see Telegram Bot API, "HTML style"
 */
export function readTelegramHtml(html: string): TelegramText | { readonly complaint: string } {
  const open: string[] = [];
  const links: string[] = [];
  let text = "";
  let entities = 0;
  let at = 0;
  for (const match of html.matchAll(/<[^>]*>?|&[^;<\s]{0,10};?/g)) {
    const [token] = match;
    text += html.slice(at, match.index);
    at = match.index + token.length;
    if (token.startsWith("&")) {
      const letter = decoded(token);
      if (letter === null) return { complaint: `unsupported entity "${token}"` };
      text += letter;
      continue;
    }
    const closing = /^<\/([a-z-]+)>$/.exec(token)?.[1];
    if (closing !== undefined) {
      if (open.pop() !== closing) return { complaint: `unexpected end tag "${closing}"` };
      continue;
    }
    const [, name = "", href] = /^<([a-z-]+)(?: href="([^"<>]*)")?>$/.exec(token) ?? [];
    if (!tags.has(name) || (href !== undefined) !== (name === "a")) return { complaint: `unsupported tag "${token}"` };
    if (href !== undefined) links.push(href.replaceAll(/&[^;]+;/g, (entity) => decoded(entity) ?? entity));
    open.push(name);
    entities += 1;
  }
  if (open.length > 0) return { complaint: `can't find end tag corresponding to start tag "${open.at(-1)}"` };
  return { text: text + html.slice(at), links, entities };
}

function decoded(entity: string): string | null {
  const [, number, name] = /^&(?:#(\d{1,6})|(\w+));$/.exec(entity) ?? [];
  return number === undefined ? (named[name ?? ""] ?? null) : String.fromCodePoint(Number(number));
}
