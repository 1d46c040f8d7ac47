import type { Encoding } from "./character-encoding.ts";
import type { Sheet } from "./sheet.ts";
import type { Feed, FeedDocument } from "./feeds/feed.ts";
import { atom } from "./feeds/atom.ts";
import { jsonFeed } from "./feeds/json-feed.ts";
import { rdf } from "./feeds/rdf.ts";
import { rss } from "./feeds/rss.ts";
import type { Markup } from "./markup.ts";
import { courierPage } from "./pages/courier.ts";
import { embassyPage } from "./pages/embassy.ts";
import { halyardPage } from "./pages/halyard.ts";
import { norlandPage } from "./pages/norland.ts";
import { tidelinePage } from "./pages/tideline.ts";
import type { OutletId } from "./story.ts";

/** A publisher: where its feed is, how it writes and how its pages look. */
export interface Outlet {
  readonly id: OutletId;
  readonly name: string;
  readonly description: string;
  readonly kind: "agency" | "ministry" | "embassy" | "newspaper" | "blog";
  /** BCP 47. */
  readonly language: string;
  readonly encoding: Encoding;
  readonly feedPath: string;
  readonly feed: (feed: Feed) => FeedDocument;
  /** The whole page; `siteUrl` is the newsroom's address without a final slash. */
  readonly page: (sheet: Sheet, siteUrl: string) => Markup;
}

export const outlets: readonly Outlet[] = [
  {
    id: "halyard",
    name: "Halyard News Agency",
    description: "News from Norland and the northern straits, around the clock",
    kind: "agency",
    language: "en",
    encoding: "utf-8",
    feedPath: "/halyard/rss.xml",
    feed: (feed) => rss(feed, "utf-8"),
    page: halyardPage,
  },
  {
    id: "norland",
    name: "Norland Ministry, press room",
    description: "Statements, announcements and answers to questions",
    kind: "ministry",
    language: "en",
    encoding: "utf-8",
    feedPath: "/norland/press/atom.xml",
    feed: atom,
    page: norlandPage,
  },
  {
    id: "embassy",
    name: "Embassy of the Republic of Valdoria",
    description: "Посольство Республики Валдория в Норланде",
    kind: "embassy",
    language: "en",
    encoding: "windows-1251",
    feedPath: "/embassy/news.rss",
    feed: (feed) => rss(feed, "windows-1251"),
    page: embassyPage,
  },
  {
    id: "courier",
    name: "Harbour Courier",
    description: "Port Selwick's newspaper: news and opinion",
    kind: "newspaper",
    language: "en-GB",
    encoding: "utf-8",
    feedPath: "/courier/index.rdf",
    feed: rdf,
    page: courierPage,
  },
  {
    id: "tideline",
    name: "Tideline",
    description: "Notes from the harbour wall",
    kind: "blog",
    language: "en",
    encoding: "utf-8",
    feedPath: "/tideline/feed.json",
    feed: jsonFeed,
    page: tidelinePage,
  },
];
