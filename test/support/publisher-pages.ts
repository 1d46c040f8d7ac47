import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { SitePage } from "./news-site.ts";

/** The corpus is development data beside the checkout, never part of it. */
const corpus = new URL("../../../shared/corpus/publishers/", import.meta.url);

/** Why tests on real pages are skipped here, or null when they are there. */
export const publisherPagesMissing: string | null = existsSync(corpus)
  ? null
  : "../shared/corpus/publishers is not beside this checkout: the tests on real pages are SKIPPED";

/** Real pages of 83 publishers, each under the path of its address and with the charset that it declares itself. */
export function publisherPages(): SitePage[] {
  const lines = readFileSync(new URL("truth.jsonl", corpus), "utf8").trim().split("\n");
  return lines.map((line) => {
    const { url, file, title, publishedAt } = JSON.parse(line) as Record<
      "url" | "file" | "title" | "publishedAt",
      string
    >;
    const html = gunzipSync(readFileSync(new URL(file, corpus)));
    const charset = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)/i.exec(html.toString("latin1"))?.[1] ?? "utf-8";
    return {
      path: new URL(url).pathname,
      title,
      html,
      contentType: `text/html; charset=${charset}`,
      publishedAt: new Date(publishedAt),
    };
  });
}
