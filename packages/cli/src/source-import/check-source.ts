import { chooseForHomePage } from "@wirewatch/fetcher";
import { counted, oneLine } from "../terminal-text.ts";
import { askDocument } from "../source-test/ask-document.ts";
import type { AskedDocument } from "../source-test/ask-document.ts";
import type { SourceAccess } from "../source-test/check.ts";
import type { Robots } from "../source-test/robots.ts";
import type { RowVerdict } from "./row-verdict.ts";

/** What asking a source can tell. */
export type SourceVerdict = Extract<RowVerdict, { kind: "ok" | "unreachable" | "notFeed" }>;

/** Asks the documents of a new source as the fetcher would; the first that does not work decides. */
export async function checkSource(test: SourceAccess, robots: Robots): Promise<SourceVerdict> {
  const { source } = test;
  if (source.kind === "push") return { kind: "ok", what: "handed in, nothing to ask" };
  const told: string[] = [];
  for (const url of source.feeds) {
    const asked = await askDocument(url, source.kind, test, robots);
    const verdict =
      asked.kind === "flaw" ? flawVerdict(asked) : await documentVerdict(url, asked.document, test, robots);
    if (verdict.kind !== "ok") return verdict;
    told.push(verdict.what);
  }
  return { kind: "ok", what: told.join("; ") };
}

/** Where something answered that is no document of a source, the address is wrong; else the source is away. */
function flawVerdict({ reason, isDocument }: Extract<AskedDocument, { kind: "flaw" }>): SourceVerdict {
  return isDocument ? { kind: "notFeed", found: [], reason } : { kind: "unreachable", reason };
}

async function documentVerdict(
  url: string,
  document: Extract<AskedDocument, { kind: "read" }>["document"],
  { config }: SourceAccess,
  robots: Robots,
): Promise<SourceVerdict> {
  switch (document.kind) {
    case "feed": {
      const { kind, title, items } = document.feed;
      return {
        kind: "ok",
        what: `${kind}${title === null ? "" : ` “${oneLine(title, 60)}”`}, ${counted(items.length, "item")}`,
      };
    }
    case "sitemap": {
      const { items, children } = document.sitemap;
      const what =
        children.length > 0
          ? `index of ${counted(children.length, "sitemap")}`
          : `sitemap, ${items.length.toLocaleString("en")} addresses`;
      return { kind: "ok", what };
    }
    case "listing":
      return { kind: "ok", what: `list of ${counted(document.items.length, "article")}` };
    case "page":
      return { kind: "ok", what: `page with ${counted(document.blocks.length, "block")} to watch` };
    case "html": {
      const permissions = { surface: "source", allowPrivate: config.network.allowPrivate } as const;
      const { alternates } = document;
      const sitemaps = alternates.length > 0 ? [] : await robots.sitemaps(new URL(url).origin, permissions);
      const found = chooseForHomePage(alternates, sitemaps)?.found.map((it) => it.url) ?? [];
      return { kind: "notFeed", found, reason: "it is an HTML page that announces no feed" };
    }
  }
}
