import { chooseForHomePage, chooseForIndex, documentItems } from "@wirewatch/fetcher";
import type { DocumentRead } from "@wirewatch/fetcher";
import type { SourceItem } from "@wirewatch/model";
import { counted } from "../terminal-text.ts";
import { askDocument } from "./ask-document.ts";
import type { ReadAs } from "./ask-document.ts";
import { failed, passed } from "./check.ts";
import type { Check, SourceAccess } from "./check.ts";
import { feedFacts, indexFacts, isAre, listingFacts, pageFacts, sitemapFacts } from "./document-facts.ts";
import type { Robots } from "./robots.ts";

/** A document that another one led to. */
export interface LeadsTo {
  readonly url: string;
  readonly kind: "feed" | "sitemap";
}

/** What became of one document of a source. */
export interface CheckedDocument {
  readonly check: Check;
  /** Those that the source takes. */
  readonly items: readonly SourceItem[];
  /** Documents that are read in its place, or beside it. */
  readonly leadsTo: readonly LeadsTo[];
}

type ReadDocument = Exclude<DocumentRead, { kind: "unreadable" }>;

/**
 * Retrieves a document as the fetcher would, and says what it is, what is in it and what it leads to.
 *
 * @param as the source's kind, or what another document said about this one
 */
export async function checkDocument(
  url: string,
  as: ReadAs,
  test: SourceAccess,
  robots: Robots,
): Promise<CheckedDocument> {
  const asked = await askDocument(url, as, test, robots);
  if (asked.kind === "flaw") {
    const facts = asked.answer === null ? [] : [asked.answer];
    return nothing(failed(`${titles[as]} ${url}`, asked.reason, null, facts));
  }
  const { document, answer } = asked;
  if (document.kind === "html") return checkHomePage(url, document, answer, test, robots);
  const now = new Date();
  const items = documentItems(document, test.source, now);
  const leadsTo =
    document.kind === "sitemap"
      ? chooseForIndex(document.sitemap.children, test.source.sitemap.maxAgeMs, now).found
      : [];
  const facts = [answer, ...factsOf(document, items, leadsTo, test)];
  return { check: passed(`${nameOf(document)} ${url}`, facts), items, leadsTo };
}

/** A page in a feed's place: its feeds are read, else the sitemaps of its site. */
async function checkHomePage(
  url: string,
  { title, alternates }: Extract<ReadDocument, { kind: "html" }>,
  answer: string,
  { source, config }: SourceAccess,
  robots: Robots,
): Promise<CheckedDocument> {
  const permissions = { surface: "source", allowPrivate: config.network.allowPrivate, proxy: null } as const;
  const sitemaps = alternates.length > 0 ? [] : await robots.sitemaps(new URL(url).origin, permissions);
  const choice = chooseForHomePage(alternates, sitemaps);
  const name = `Home page ${url}`;
  const facts = [answer, `an HTML page${title === null ? "" : ` “${title}”`}`];
  if (choice === null || source.kind === "feed") {
    const advice = [
      ...(choice === null
        ? []
        : [`Leave out kind: feed, so that what it leads to is read (${choice.found[0]?.url ?? ""}).`]),
      "If it lists articles, read them with kind: listing; if it changes by itself, watch it with kind: page.",
    ];
    const fact = choice === null ? "no feed is announced in it, and robots.txt names no sitemap" : "it is not a feed";
    return nothing(failed(name, fact, advice.join(" "), facts));
  }
  const chosen = new Set(choice.found.map((found) => found.url));
  const named = alternates.length > 0 ? alternates : sitemaps.map((sitemap) => ({ url: sitemap, title: null }));
  const what = alternates.length > 0 ? counted(alternates.length, "feed") : counted(sitemaps.length, "sitemap");
  const lines = named
    .slice(0, 20)
    .map(
      (found) =>
        `· ${found.url}${found.title === null ? "" : ` “${found.title}”`}${chosen.has(found.url) ? "" : " (not read)"}`,
    );
  const where = alternates.length > 0 ? "it announces" : "no feed is announced in it; its robots.txt names";
  return {
    check: passed(name, [...facts, `${where} ${what}; ${chosen.size} of them ${isAre(chosen.size)} read:`, ...lines]),
    items: [],
    leadsTo: choice.found,
  };
}

const titles: Readonly<Record<ReadAs, string>> = {
  auto: "Feed",
  feed: "Feed",
  sitemap: "Sitemap",
  listing: "List",
  page: "Watched page",
};

function nameOf(document: Exclude<ReadDocument, { kind: "html" }>): string {
  if (document.kind === "sitemap" && document.sitemap.children.length > 0) return "Sitemap index";
  return titles[document.kind];
}

function factsOf(
  document: Exclude<ReadDocument, { kind: "html" }>,
  items: readonly SourceItem[],
  leadsTo: readonly LeadsTo[],
  { source }: SourceAccess,
): string[] {
  switch (document.kind) {
    case "feed":
      return feedFacts(document.feed, source);
    case "sitemap":
      return document.sitemap.children.length > 0
        ? indexFacts(document.sitemap, leadsTo)
        : sitemapFacts(document.sitemap, items, source);
    case "listing":
      return listingFacts(document, source);
    case "page":
      return pageFacts(document, source);
  }
}

function nothing(check: Check): CheckedDocument {
  return { check, items: [], leadsTo: [] };
}
