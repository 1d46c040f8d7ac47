import { clockTime, longDate } from "../dates.ts";
import type { Sheet } from "../sheet.ts";
import { markup } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { articleBlocks, correctionNote, earlierPages, htmlDocument, jsonLd, metadata } from "./parts.ts";

/** The newspaper: captions, a newsletter box, an appeal for donations with form controls, a disclaimer, "read more". */
export function courierPage(sheet: Sheet, siteUrl: string): Markup {
  const { story, number } = sheet;
  const isOpinion = story.rubric === "Opinion";
  return htmlDocument({
    title: `${story.headline} | Harbour Courier`,
    language: "en-GB",
    charset: "utf-8",
    stylesheet: "/courier/style.css",
    head: markup`${metadata(sheet, siteUrl, "Harbour Courier")}
${jsonLd(sheet, siteUrl, "Harbour Courier", isOpinion ? "OpinionNewsArticle" : "NewsArticle")}`,
    body: markup`<div class="cookie-banner" role="dialog" aria-label="Cookies"><p>We use two cookies, both of oats. One remembers your font size, the other that you have read this.</p><button type="button">Accept</button> <button type="button">Settings</button></div>
<p class="appeal-top"><a href="/courier/">Support the Harbour Courier!</a></p>
<header class="site-header"><a class="masthead" href="/courier/">Harbour Courier</a>
<nav><a href="/courier/">Town</a> <a href="/courier/">Harbour</a> <a href="/courier/">Opinion</a> <a href="/courier/">Sport</a> <a href="/courier/">Notices</a></nav></header>
<main>
<article>
<p class="rubric">${story.rubric}</p>
<h1>${story.headline}</h1>
${story.standfirst === null ? null : markup`<p class="standfirst">${story.standfirst}</p>`}
<p class="byline">${sheet.credit ?? story.byline} <time datetime="${sheet.publishedAt.toISOString()}">${longDate(sheet.publishedAt)}, ${clockTime(sheet.publishedAt)}</time></p>
${story.caption === null ? null : markup`<figure><img src="/courier/picture.svg" alt="The harbour" width="720" height="300"><figcaption>${story.caption} <span class="credit">Harbour Courier</span></figcaption></figure>`}
<div class="article-text">
${correctionNote(sheet)}${articleBlocks(sheet)}</div>
${isOpinion ? markup`<p class="disclaimer">The views expressed in opinion pieces are those of their writers and not necessarily those of the Harbour Courier.</p>` : null}
${sheet.credit === null ? null : markup`<p class="agency">This text was taken over from ${sheet.credit}.</p>`}
</article>
<section class="newsletter" aria-label="Newsletter">
<h3>Sign up for our free weekly newsletter</h3>
<p>Every Friday we send you the best of the week, the tide table and one recipe. You can leave whenever you like.</p>
<form action="/courier/" method="get"><label>E-mail <input type="email" name="mail"></label> <button type="submit">Subscribe</button> <small>Subscribers agree to the privacy policy. <a href="/courier/">Preview</a></small></form>
</section>
<section class="donate">
<h3>A message from the Harbour Courier</h3>
<p>Dear readers, a small newspaper lives from people who think that somebody should be in the room when decisions are made. We have been in that room for ninety-one years, most evenings until the caretaker put out the lamp.</p>
<p>Paper has become dearer and advertisements fewer. If our work is worth a cup of coffee a month to you, please help us to go on. Your contribution pays for the hours that it takes to read a budget to the end.</p>
<form action="/courier/" method="get"><label><input type="radio" name="often"> Once</label> <label><input type="radio" name="often"> Monthly</label> <label><input type="radio" name="often"> Annual</label> <button type="submit">Continue</button><p class="small">Not ready to support us today? <a href="/courier/">Remind me later</a>.</p></form>
</section>
<section class="comments"><h3>Comments (${number % 23})</h3><p>Comments are open to subscribers until ten in the evening.</p></section>
</main>
<aside class="more"><h3>Read more</h3><ul>
${earlierPages(sheet)}</ul></aside>
<footer class="site-footer"><p>Harbour Courier, 5 Chandler Street, Port Selwick. Printed on Tuesdays and Fridays, read every day.</p></footer>`,
  });
}
