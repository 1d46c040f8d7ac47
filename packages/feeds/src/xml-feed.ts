import { absoluteUrl } from "./absolute-url.ts";
import { FeedError } from "./feed-error.ts";
import type { Feed, FeedContext } from "./feed.ts";
import { htmlElements } from "./html-elements.ts";
import { identified } from "./identify.ts";
import { feedNode, type FeedNode, languageOf, linksRelated } from "./item-fields.ts";
import { childrenNamed, textOf } from "./markup.ts";
import { authorsOf } from "./people.ts";
import { mapFeed, plainLanguage } from "./rss-mapping.ts";
import type { XmlElement } from "./xml-tree.ts";

/**
 * Finds RSS 0.9x to 2.0, RDF or Atom in a document and reads it.
 *
 * @throws {FeedError} `html` when it is a piece of a web page, `notFeed` when it is something else
 */
export async function readXmlFeed(document: XmlElement, context: FeedContext): Promise<Feed> {
  const root = findRoot(document);
  if (root === null) throw otherError(document);
  const channel = feedNode(channelOf(root));
  const kind = kindOf(root);
  const language = plainLanguage(languageOf(channel)) ?? context.language;
  const authors = kind === "atom" ? authorsOf(channel) : [];
  const { title, url, items } = await mapFeed(channel, itemsOf(root).map(feedNode), { language, authors });
  return {
    kind,
    title,
    url,
    language,
    items: identified(items),
    ttlMs: ttlOf(channel.element),
    hub: context.hub ?? linkTo(channel, "hub"),
    self: context.self ?? linkTo(channel, "self"),
  };
}

function linkTo(channel: FeedNode, relation: string): string | null {
  const [link] = linksRelated(channel, relation);
  return link === undefined ? null : absoluteUrl(link.attributes["href"] ?? "", link.base);
}

/** Elements a feed document has at its top. */
const feedRoots: ReadonlySet<string> = new Set(["rss", "rdf:rdf", "rdf", "feed", "atom:feed", "channel"]);

/** The outermost element of a feed, also below the remains of an error message; null when there is none. */
function findRoot(element: XmlElement): XmlElement | null {
  for (const child of element.children) {
    if (typeof child === "string") continue;
    const root = feedRoots.has(child.name) ? child : findRoot(child);
    if (root !== null) return root;
  }
  return null;
}

function kindOf(root: XmlElement): Feed["kind"] {
  if (root.name.endsWith("rdf")) return "rdf";
  return root.name.endsWith("feed") ? "atom" : "rss";
}

function channelOf(root: XmlElement): XmlElement {
  return childrenNamed(root, "channel")[0] ?? root;
}

/** RDF keeps items beside the channel, RSS in it; some documents confuse the two. */
function itemsOf(root: XmlElement): XmlElement[] {
  const holders = [...childrenNamed(root, "channel"), root];
  return holders.flatMap((holder) => childrenNamed(holder, "item", "entry", "atom:entry"));
}

/** `ttl` is in minutes (RSS 2.0); `sy:updateFrequency` is times per `sy:updatePeriod` (RSS 1.0 syndication module). */
function ttlOf(channel: XmlElement): number | null {
  const [ttl] = childrenNamed(channel, "ttl").map((element) => Number(textOf(element)));
  if (ttl !== undefined && ttl > 0) return ttl * 60_000;
  const [period = ""] = childrenNamed(channel, "sy:updateperiod").map(textOf);
  const [frequency = 1] = childrenNamed(channel, "sy:updatefrequency").map((element) => Number(textOf(element)));
  const periodMs = Object.hasOwn(periodsMs, period.toLowerCase()) ? periodsMs[period.toLowerCase()] : undefined;
  return periodMs === undefined || !(frequency > 0) ? null : periodMs / frequency;
}

const dayMs = 86_400_000;
const periodsMs: Readonly<Record<string, number>> = {
  hourly: dayMs / 24,
  daily: dayMs,
  weekly: 7 * dayMs,
  monthly: 30 * dayMs,
  yearly: 365 * dayMs,
};

/** Names what was found instead of a feed. */
function otherError(document: XmlElement): FeedError {
  const [first] = document.children.filter((child) => typeof child !== "string");
  if (first === undefined) return new FeedError("notFeed", "this is not a feed: it contains no XML and no JSON");
  if (htmlElements.has(first.name)) return new FeedError("html", "this is an HTML page, not a feed");
  if (first.name === "opml")
    return new FeedError("notFeed", "this is an OPML list of feeds, not a feed; import it instead");
  return new FeedError("notFeed", `this is not a feed: its first element is <${first.name.slice(0, 40)}>`);
}
