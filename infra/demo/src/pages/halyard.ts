import { clockTime, longDate } from "../dates.ts";
import type { Sheet } from "../sheet.ts";
import { markup } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { articleBlocks, correctionNote, earlierPages, htmlDocument, jsonLd, metadata } from "./parts.ts";

/** The agency: section link above the headline, the standfirst repeated in bold, share links, a "most read" box. */
export function halyardPage(sheet: Sheet, siteUrl: string): Markup {
  const { story, number } = sheet;
  return htmlDocument({
    title: `${story.headline} - Halyard News Agency`,
    language: "en",
    charset: "utf-8",
    stylesheet: "/halyard/style.css",
    head: markup`${metadata(sheet, siteUrl, "Halyard")}
${jsonLd(sheet, siteUrl, "Halyard News Agency", "NewsArticle")}`,
    body: markup`<header class="site-header">
<a class="logo" href="/halyard/">Halyard</a>
<nav><ul><li><a href="/halyard/">All news</a></li><li><a href="/halyard/?s=politics">Politics</a></li><li><a href="/halyard/?s=economy">Economy</a></li><li><a href="/halyard/?s=regions">Regions</a></li><li><a href="/halyard/?s=culture">Culture</a></li></ul></nav>
<a class="subscribe" href="/halyard/?subscribe">Subscribe</a>
</header>
<main class="columns">
<article>
<p class="kicker"><a href="/halyard/">All news</a> / ${story.rubric}</p>
<h1>${story.headline}</h1>
<p class="meta"><time datetime="${sheet.publishedAt.toISOString()}">${longDate(sheet.publishedAt)}, ${clockTime(sheet.publishedAt)}</time> <span class="views">${(number * 37) % 4000} views</span></p>
${story.standfirst === null ? null : markup`<p class="standfirst">${story.standfirst}</p>`}
<figure><img src="/halyard/picture.svg" alt="Symbolic picture: a harbour at dusk" width="720" height="300"><figcaption>© Halyard archive</figcaption></figure>
<div class="article-body">
${correctionNote(sheet)}${articleBlocks(sheet)}</div>
<div class="tags"><a href="/halyard/?tag=norland">Norland</a> <a href="/halyard/?tag=${story.rubric.toLowerCase()}">${story.rubric}</a></div>
<ul class="share"><li><a href="/halyard/?share=mail">E-mail</a></li><li><a href="/halyard/?share=link">Copy link</a></li><li><a href="/halyard/?share=print">Print</a></li></ul>
</article>
<aside class="sidebar">
<h2>Most read</h2>
<ol>
${earlierPages(sheet)}</ol>
</aside>
</main>
<footer class="site-footer"><p>© Halyard News Agency. Reproduction with attribution only. Found a mistake? Select it and press Ctrl and Enter.</p></footer>`,
  });
}
