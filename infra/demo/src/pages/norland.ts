import { clockTime, longDate } from "../dates.ts";
import type { Sheet } from "../sheet.ts";
import { markup } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { articleBlocks, correctionNote, htmlDocument, metadata } from "./parts.ts";

/** The ministry: time and reference number above the headline, long transcripts, a directory of missions below. */
export function norlandPage(sheet: Sheet, siteUrl: string): Markup {
  const { story } = sheet;
  return htmlDocument({
    title: `${story.headline} | The Norland Ministry`,
    language: "en",
    charset: "utf-8",
    stylesheet: "/norland/style.css",
    head: metadata(sheet, siteUrl, "The Norland Ministry"),
    body: markup`<a class="skip" href="#content">Skip to content</a>
<header class="site-header">
<p class="crest">The Norland Ministry</p>
<nav aria-label="Main"><a href="/norland/">Ministry</a> <a href="/norland/">Foreign policy</a> <a href="/norland/">Press service</a> <a href="/norland/">Consular services</a></nav>
</header>
<nav class="breadcrumbs" aria-label="Breadcrumb"><a href="/norland/">Main page</a> › <a href="/norland/">Press service</a> › ${story.rubric}</nav>
<main id="content">
<div class="document">
<p class="stamp"><time datetime="${sheet.publishedAt.toISOString()}">${longDate(sheet.publishedAt)} ${clockTime(sheet.publishedAt)}</time></p>
<h1>${story.headline}</h1>
<p class="reference">${story.document ?? `${sheet.number}-${longDate(sheet.publishedAt)}`}</p>
<div class="text">
${correctionNote(sheet)}${articleBlocks(sheet)}</div>
</div>
</main>
<footer class="site-footer">
<section><h2>Missions</h2>
<dl>
<dt>Embassy in Zorograd</dt><dd>Address: 14 River Street, Zorograd. Phone: +000 55 0100. Fax: +000 55 0101. Web: zorograd.norland.example</dd>
<dt>Embassy in Fennmark</dt><dd>Address: 3 Station Square, Fennmark. Phone: +000 55 0110. Hotline: +000 55 0111. Web: fennmark.norland.example</dd>
<dt>Consulate in Kestrel Harbour</dt><dd>Address: 1 Mole Street, Kestrel Harbour. Phone: +000 55 0120. Web: kestrel.norland.example</dd>
</dl></section>
<p>20 Assembly Street, Aldermouth. Press service: +000 55 0199. © The Norland Ministry</p>
</footer>`,
  });
}
