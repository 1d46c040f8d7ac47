import { readFileSync } from "node:fs";
import { encodeMarkup } from "./character-encoding.ts";
import type { Desk } from "./desk.ts";
import type { Feed, FeedEntry } from "./feeds/feed.ts";
import { plainReply } from "./local-server.ts";
import type { Reply } from "./local-server.ts";
import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { outlets } from "./outlet.ts";
import type { Outlet } from "./outlet.ts";
import { frontPage, newsroomPage } from "./pages/front-page.ts";
import { summaryOf } from "./pages/parts.ts";
import { tidelineText } from "./pages/tideline.ts";
import type { Sheet } from "./sheet.ts";

/** Entries a feed lists. */
const feedEntries = 20;

const robots = `User-agent: *
Disallow: /courier/account/
Allow: /
`;

const styles: ReadonlyMap<string, Buffer> = new Map([
  ["/newsroom.css", readStyle("newsroom")],
  ...outlets.map(({ id }) => [`/${id}/style.css`, readStyle(id)] as const),
]);

/**
 * The newsroom's answer to a GET: feeds, pages, front pages, robots.txt, styles.
 *
 * @param siteUrl the newsroom's address without a final slash
 * @param startedAt last change of what never changes
 */
export function newsroomReply(desk: Desk, siteUrl: string, startedAt: Date, path: string): Reply {
  const outlet = outlets.find((each) => path === each.feedPath || path.startsWith(`/${each.id}/`));
  if (path === "/robots.txt") return file("text/plain; charset=utf-8", robots, startedAt);
  const style = styles.get(path);
  if (style !== undefined) return file("text/css; charset=utf-8", style, startedAt);
  if (path === "/")
    return page(newsroomPage(outlets.map((each) => ({ outlet: each, sheets: desk.sheetsOf(each.id) }))));
  if (outlet === undefined) return notFound;
  if (path === outlet.feedPath) return feedReply(outlet, desk.sheetsOf(outlet.id), siteUrl, startedAt);
  if (path === `/${outlet.id}/`) return page(frontPage({ outlet, sheets: desk.sheetsOf(outlet.id) }), outlet);
  if (path === `/${outlet.id}/picture.svg`) return file("image/svg+xml", picture, startedAt);
  const sheet = desk.sheetAt(path);
  if (sheet === null) return plainReply(410, "This page has been removed.");
  if (sheet === undefined) return notFound;
  return { ...page(outlet.page(sheet, siteUrl), outlet), modifiedAt: sheet.modifiedAt };
}

const notFound = plainReply(404, "There is no such page in the demo newsroom.");

function page(content: Markup, outlet?: Outlet): Reply {
  const encoding = outlet?.encoding ?? "utf-8";
  const mediaType = `text/html; charset=${encoding}`;
  return { status: 200, mediaType, body: encodeMarkup(content.markup, encoding) };
}

function file(mediaType: string, body: string | Buffer, modifiedAt: Date): Reply {
  return { status: 200, mediaType, body, modifiedAt };
}

function feedReply(outlet: Outlet, sheets: readonly Sheet[], siteUrl: string, startedAt: Date): Reply {
  const newest = sheets.slice(0, feedEntries);
  const updatedAt = new Date(Math.max(startedAt.getTime(), ...sheets.map((sheet) => sheet.modifiedAt.getTime())));
  const feed: Feed = {
    title: outlet.name,
    description: outlet.description,
    siteUrl: `${siteUrl}/${outlet.id}/`,
    feedUrl: siteUrl + outlet.feedPath,
    language: outlet.language,
    updatedAt,
    entries: newest.map((sheet) => feedEntry(outlet, sheet, siteUrl)),
  };
  const { mediaType, text } = outlet.feed(feed);
  const body = encodeMarkup(text, outlet.encoding);
  return {
    status: 200,
    mediaType: `${mediaType}; charset=${outlet.encoding}`,
    body,
    modifiedAt: updatedAt,
  };
}

function feedEntry(outlet: Outlet, sheet: Sheet, siteUrl: string): FeedEntry {
  return {
    id: `tag:${outlet.id}.example,2031:${sheet.publishedAt.getTime()}/${sheet.number}`,
    url: siteUrl + sheet.path,
    title: sheet.correctionNote === null ? sheet.story.headline : `Corrected: ${sheet.story.headline}`,
    summary: summaryOf(sheet),
    category: sheet.story.rubric,
    author: sheet.credit ?? sheet.story.byline ?? outlet.name,
    publishedAt: sheet.publishedAt,
    modifiedAt: sheet.modifiedAt,
    content: tidelineText(sheet).markup,
  };
}

function readStyle(name: string): Buffer {
  return readFileSync(new URL(`../styles/${name}.css`, import.meta.url));
}

/** The only picture: sky, sun, sea and the outline of a crane. */
const picture = markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#27425f"/><stop offset="1" stop-color="#e6a15c"/></linearGradient></defs>
<rect width="720" height="300" fill="url(#sky)"/>
<circle cx="500" cy="190" r="34" fill="#ffe2a8"/>
<path d="M104 216V84m70 132V84M80 84h206M104 84l38-42 130 42M142 42v42M246 84v44m-14 0h28v20h-28z" fill="none" stroke="#16202c" stroke-width="7"/>
<path d="M300 196h170l-18 26H320zm22-18h60v18h-60z" fill="#16202c"/>
<path d="M0 212q30-10 60 0t60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0v88H0z" fill="#1f3b53"/>
<path d="M0 244q30-8 60 0t60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0 60 0v56H0z" fill="#182e42"/>
</svg>
`.markup;
