import { longDate } from "../dates.ts";
import type { Sheet } from "../sheet.ts";
import { markup } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { articleBlocks, correctionNote, earlierPages, htmlDocument, metadata } from "./parts.ts";

/** The blog: no nonsense around the text, then related posts, tags and a comment form. */
export function tidelinePage(sheet: Sheet, siteUrl: string): Markup {
  const { story } = sheet;
  return htmlDocument({
    title: `${story.headline} – Tideline`,
    language: "en",
    charset: "utf-8",
    stylesheet: "/tideline/style.css",
    head: metadata(sheet, siteUrl, "Tideline"),
    body: markup`<header><p class="blog-title"><a href="/tideline/">Tideline</a></p><p class="tagline">Notes from the harbour wall</p></header>
<main>
<article class="post">
<h1 class="post-title">${story.headline}</h1>
<p class="post-meta">Posted on <time datetime="${sheet.publishedAt.toISOString()}">${longDate(sheet.publishedAt)}</time> in <a href="/tideline/">${story.rubric}</a></p>
<div class="post-content">
${tidelineText(sheet)}</div>
<p class="post-tags">Tags: <a href="/tideline/">harbour</a>, <a href="/tideline/">${story.rubric.toLowerCase()}</a></p>
</article>
<aside class="related-posts"><h3>Related posts</h3><ul>
${earlierPages(sheet)}</ul></aside>
<section id="respond"><h3>Leave a reply</h3><form action="/tideline/" method="get"><label>Name <input name="name"></label> <label>Comment <textarea name="comment" rows="3"></textarea></label> <button type="submit">Post comment</button></form></section>
</main>
<footer><p>Written on a bench, weather permitting. <a href="/tideline/feed.json">Feed</a></p></footer>`,
  });
}

/** What the blog's feed carries in full. */
export function tidelineText(sheet: Sheet): Markup {
  const { story, intro, credit } = sheet;
  return markup`${intro === null ? null : markup`<p class="intro">${intro}</p>\n`}${story.standfirst === null ? null : markup`<p class="standfirst">${story.standfirst}</p>\n`}${correctionNote(sheet)}${articleBlocks(sheet)}${credit === null ? null : markup`<p class="via">Via ${credit}.</p>\n`}`;
}
