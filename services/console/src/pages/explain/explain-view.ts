import {
  announcementWords,
  counted,
  knownByWords,
  noAnnouncement,
  noWork,
  oneLine,
  unknownWords,
} from "@wirewatch/explain";
import type { Moment } from "@wirewatch/explain";
import type { Announcement, ExplainedArticle, Explanation } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { html, none, outLink, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { empty, notice, panel } from "../../views/parts.ts";
import { clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { receiversView } from "./receivers-view.ts";
import { revisionView } from "./revision-view.ts";
import { sourceLink, timeline } from "./timeline-view.ts";

/** Announcements that are shown at once. */
const maxAnnouncements = 8;

/** The box that asks. */
export function addressBox(value: string, problem: string | null): Html {
  const invalid = problem === null ? none : html` aria-invalid="true" aria-describedby="url-error"`;
  return html`<form method="get" action="/explain" class="ask" role="search" aria-label="Explain an address">
    <label class="field wide"
      ><span>Address of a page</span>
      <input
        type="text"
        inputmode="url"
        name="url"
        value="${value}"
        placeholder="https://news.example.com/story"
        autocomplete="off"
        spellcheck="false"
        ${invalid}
      />
      ${problem === null ? none : html`<span class="error" id="url-error">${problem}.</span>`}</label
    >
    <button class="button primary">Explain</button>
  </form>`;
}

/** Before anything was asked. */
export const introduction: Html = empty(
  "Why was there an alert, or none?",
  "Paste the address of any page. You see where it was announced, what each stage made of it and how long that took, which topics were in it, and what each receiver was told, or why not.",
);

/** The answer. */
export function explanationView(explanation: Explanation, moment: Moment, context: ViewContext): Html {
  if (!explanation.isKnown) return unknownView(explanation, moment, context);
  const { articles, announcements } = explanation;
  return html`${candidates(articles)}
  ${panel("Announced in", announcementsView(announcements, context), { id: "announced" })}
  ${articles.length === 0 ? notice("info", noWork) : none}
  ${articles.map((article) => articleView(article, explanation, moment, context))}`;
}

/** Several pages are known by the address; each of them is below. */
function candidates(articles: readonly ExplainedArticle[]): Html {
  if (articles.length < 2) return none;
  const entries = articles.map(
    (article) =>
      html`<li>
        <a href="#article-${article.id}">${titleOf(article)}</a>
        <span class="soft">${article.url} · first announced by ${article.sourceId}</span>
        <a href="${withQuery("/explain", { article: article.id })}">only this one</a>
      </li>`,
  );
  return notice(
    "info",
    html`<p>${counted(articles.length, "article")} are known by this address:</p>
      <ul class="plain">
        ${entries}
      </ul>`,
  );
}

function announcementsView(announcements: readonly Announcement[], context: ViewContext): Html {
  if (announcements.length === 0) return html`<p>${noAnnouncement}</p>`;
  const points = announcements.map((item) => {
    const { text, notes } = announcementWords(item);
    return {
      at: item.seenAt,
      name: "announced",
      text,
      tone: item.outcome === "excluded" ? "warn" : "good",
      notes: [item.title === null ? "" : `“${oneLine(item.title)}”`, ...notes],
    } as const;
  });
  const more = points.slice(maxAnnouncements);
  const rest =
    more.length === 0
      ? none
      : html`<details class="fold">
          <summary>and ${counted(more.length, "more announcement")}</summary>
          ${timeline(more, context)}
        </details>`;
  return html`${timeline(points.slice(0, maxAnnouncements), context)}${rest}`;
}

function articleView(article: ExplainedArticle, explanation: Explanation, moment: Moment, context: ViewContext): Html {
  const { id, url, sourceId, firstSeenAt, revisions } = article;
  const known = knownByWords(article);
  const last = revisions.at(-1)?.revision;
  const place = { article, explanation, moment, context };
  return html`<section class="explained" id="article-${id}" aria-labelledby="title-${id}">
    <h2 id="title-${id}"><a href="${path`/articles/${id}`}">${titleOf(article)}</a></h2>
    <p class="soft">
      Article ${id}, first seen ${clock(firstSeenAt, context)} in ${sourceLink(sourceId)},
      ${counted(revisions.length, "revision")}.
      ${known === null ? none : html`It is at ${outLink(url, url)}; ${known}.`} ${outLink(url, "Open the page")}
    </p>
    <section class="panel">
      <h3>Whom it was told</h3>
      ${receiversView(article, moment)}
    </section>
    ${revisions.map((revision) => revisionView(revision, place, revision.revision === last))}
  </section>`;
}

function titleOf({ id, revisions }: ExplainedArticle): string {
  return revisions.findLast((revision) => revision.title !== null)?.title ?? `Article ${id}`;
}

function unknownView(explanation: Explanation, moment: Moment, { viewer }: ViewContext): Html {
  const mayAdd = mayDo(viewer.role, "operator");
  const { text, notes, heading, sources, advice } = unknownWords(explanation, moment.clock);
  const nearest = sources.map(
    (source) =>
      html`<li>
        <a href="${path`/sources/${source.sourceId}`}">${source.text}</a>
        <ul class="plain soft small">
          ${source.notes.map((note) => html`<li>${note}</li>`)}
        </ul>
      </li>`,
  );
  return html`<section class="panel" aria-labelledby="unknown">
    <h2 id="unknown">Not known</h2>
    <p>${text}</p>
    ${notes.map((note) => html`<p>${note}</p>`)} ${heading === "" ? none : html`<h3>${heading}</h3>`}
    <ul class="plain nearest">
      ${nearest}
    </ul>
    <p>${advice}</p>
    ${
      sources.length === 0
        ? html`<p>
            ${mayAdd ? html`<a class="button primary" href="${withQuery("/sources/import", { url: `${new URL(explanation.url).origin}/` })}">Add the site as a source</a>` : none}
            <a class="button" href="/sources">To the sources</a>
          </p>`
        : none
    }
  </section>`;
}
