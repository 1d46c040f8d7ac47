import { clockTime } from "../dates.ts";
import type { Sheet } from "../sheet.ts";
import { markup } from "../markup.ts";
import type { Markup } from "../markup.ts";
import type { Outlet } from "../outlet.ts";
import { htmlDocument } from "./parts.ts";

/** An outlet with its pages, newest first. */
export interface Shelf {
  readonly outlet: Outlet;
  readonly sheets: readonly Sheet[];
}

const listed = 12;

/** The newsroom's own start page: which outlets there are and what they published last. */
export function newsroomPage(shelves: readonly Shelf[]): Markup {
  return htmlDocument({
    title: "Demo newsroom",
    language: "en",
    charset: "utf-8",
    stylesheet: "/newsroom.css",
    head: markup`<meta http-equiv="refresh" content="5">`,
    body: markup`<main><h1>Demo newsroom</h1>
<p>Five invented publishers in an invented country. They keep publishing so that there is something to watch.</p>
<div class="shelves">${shelves.map(
      (shelf) => markup`<section><h2><a href="/${shelf.outlet.id}/">${shelf.outlet.name}</a></h2>
<p class="kind">${shelf.outlet.kind} · <a href="${shelf.outlet.feedPath}">feed</a></p>
${headlines(shelf)}</section>`,
    )}</div></main>`,
  });
}

/** An outlet's front page, in the outlet's own style. */
export function frontPage(shelf: Shelf): Markup {
  const { outlet } = shelf;
  return htmlDocument({
    title: outlet.name,
    language: outlet.language,
    charset: outlet.encoding,
    stylesheet: `/${outlet.id}/style.css`,
    head: markup`<link rel="alternate" href="${outlet.feedPath}">`,
    body: markup`<main><h1>${outlet.name}</h1><p>${outlet.description}</p>
${headlines(shelf)}<p><a href="/">Demo newsroom</a></p></main>`,
  });
}

function headlines({ sheets }: Shelf): Markup {
  return markup`<ul class="headlines">
${sheets.slice(0, listed).map(({ path, publishedAt, story }) => markup`<li><time>${clockTime(publishedAt)}</time> <a href="${path}">${story.headline}</a></li>\n`)}</ul>
`;
}
