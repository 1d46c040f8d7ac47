import { clockTime, daysBefore, longDate, shortDate } from "../dates.ts";
import type { Sheet } from "../sheet.ts";
import { markup } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { articleBlocks, correctionNote, htmlDocument } from "./parts.ts";

/** Other items below every text, with the first lines of each. They are on topic; the article above them need not be. */
const otherMessages: readonly {
  readonly daysAgo: number;
  readonly title: string;
  readonly teaser: string;
}[] = [
  {
    daysAgo: 1,
    title: "Comment of the Press Section on reports about sanctions against companies from Valdoria",
    teaser:
      "In connection with questions from journalists the Embassy states that it has received no official notice of sanctions against Valdorian companies and will comment on documents, not on rumours.",
  },
  {
    daysAgo: 3,
    title: "Interview of the Ambassador on grain exports through Port Selwick",
    teaser:
      "Question: When will the first cargo of grain leave? Answer: When the papers are in order. A ship can wait for a paper, a paper has never yet waited for a ship.",
  },
  {
    daysAgo: 4,
    title: "Office hours during the holidays",
    teaser: "On public holidays of Norland and of the Republic of Valdoria the Embassy is closed to visitors.",
  },
  {
    daysAgo: 6,
    title: "The Ambassador's meeting with students in Lowmere",
    teaser: "Dear students, it is a pleasure to speak in a hall in which, I am told, the heating works.",
  },
];

/** The embassy: two clocks, two scripts in windows-1251, a list of other dated items and a directory of addresses. */
export function embassyPage(sheet: Sheet): Markup {
  const { story, publishedAt } = sheet;
  return htmlDocument({
    title: `${story.headline} - Посольство Республики Валдория`,
    language: story.language,
    charset: "windows-1251",
    stylesheet: "/embassy/style.css",
    head: markup`<meta name="generator" content="Vitrina 2.4">`,
    body: markup`<div id="top">
<div class="clock">${longDate(publishedAt)}<br>Zorograd: ${clockTime(new Date(publishedAt.getTime() + 2 * 60 * 60 * 1000))}<br>Aldermouth: ${clockTime(publishedAt)}</div>
<div class="name">Embassy of the Republic of Valdoria in Norland<br><span lang="ru">Посольство Республики Валдория в Норланде</span></div>
<div class="hotline">Consular queries:<br>+000 55 0150</div>
</div>
<div id="menu"><a href="/embassy/">Main page</a> | <a href="/embassy/">Посольство</a> | <a href="/embassy/">Консульский отдел</a> | <a href="/embassy/">News</a> | <a href="/embassy/">Контакты</a></div>
<main>
<article class="news-item">
<p class="date">${shortDate(publishedAt)}</p>
<h1>${story.headline}</h1>
${correctionNote(sheet)}${articleBlocks(sheet)}</article>
<div class="other-news">
<h3>Latest messages</h3>
${otherMessages.map((message) => markup`<p class="other-title"><a href="/embassy/">${shortDate(daysBefore(publishedAt, message.daysAgo))} - ${message.title}</a></p>\n<p class="other-text">${message.teaser}</p>\n`)}<p><a href="/embassy/">all messages</a></p>
</div>
</main>
<div id="bottom">
<address>Chancery: 7 Consul Square, Aldermouth. Tel.: +000 55 0151. Fax: +000 55 0152<br>
Consular Section: 9 Consul Square, Aldermouth. Tel.: +000 55 0153<br>
Cultural Section: 2 Museum Lane, Aldermouth. Tel.: +000 55 0154<br>
Торговый отдел: 11 Exchange Street, Aldermouth. Тел.: +000 55 0155</address>
<p>© Посольство Республики Валдория в Норланде</p>
</div>`,
  });
}
