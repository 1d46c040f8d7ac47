import type { SourceConfig } from "@wirewatch/config";
import type { SourceItem } from "@wirewatch/model";

/**
 * The page made of the text that an item carries itself, where that text is the article: by the source's `full_text`,
 * for what a watched page said anew, and for what was handed in whole. Null when its page has to be fetched.
 *
 * @returns HTML in UTF-8; the text is its `article` element
 */
export function carriedPage(item: SourceItem, source: SourceConfig): string | null {
  const html = carriedHtml(item, source);
  if (html === null) return null;
  const language = item.language ?? source.language;
  const lang = language === null ? "" : ` lang="${escapeHtml(language)}"`;
  const title = escapeHtml(item.title ?? "");
  return `<!doctype html><html${lang}><head><meta charset="utf-8"><title>${title}</title></head><body><article><h1>${title}</h1>${html}</article></body></html>`;
}

function carriedHtml({ content, summary }: SourceItem, { kind, fullText }: SourceConfig): string | null {
  if (fullText === "never") return content ?? `<p>${escapeHtml(summary ?? "")}</p>`;
  const isWhole = fullText === "feed" || kind === "page" || (kind === "push" && fullText !== "always");
  return isWhole ? content : null;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
