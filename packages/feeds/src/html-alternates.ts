import { Parser } from "htmlparser2";
import { absoluteUrl } from "./item-fields.ts";

/** Types by which pages announce their feeds. */
const feedTypes: ReadonlySet<string> = new Set([
  "application/rss+xml",
  "application/atom+xml",
  "application/rdf+xml",
  "application/feed+json",
]);

/** Pages name a handful of feeds; the rest would not fit into a message. */
const maxAlternates = 10;

/** Links are looked for in the beginning of a page, where its head is. */
const maxHeadLength = 512 * 1024;

/** Feeds that an HTML page announces by `<link rel="alternate">`, absolute where its own URL is known. */
export function feedAlternates(html: string, base: string | null): string[] {
  const found = new Set<string>();
  const parser = new Parser({
    onopentag(name, { rel = "", type = "", href = "" }) {
      if (name !== "link" || found.size >= maxAlternates) return;
      const isAlternate = rel.toLowerCase().split(/\s+/).includes("alternate");
      if (isAlternate && feedTypes.has(type.toLowerCase().trim()) && href !== "")
        found.add(absoluteUrl(href, base) ?? href);
    },
  });
  parser.end(html.slice(0, maxHeadLength));
  return [...found];
}
