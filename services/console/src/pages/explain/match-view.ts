import { alertEnd, clauseWords, deliveryWords, matchEnd, matchPlace, strengthWords } from "@wirewatch/explain";
import type { Moment } from "@wirewatch/explain";
import type { ExplainedAlert, ExplainedMatch } from "@wirewatch/store";
import { html, none, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, marked, severityChip } from "../../views/parts.ts";
import type { Tone } from "../../views/parts.ts";

/** Queries of one match that are shown; the rest is counted. */
const maxClauses = 5;

/** A topic that was in the text: where, by which queries, and everything that followed. */
export function matchView(match: ExplainedMatch, moment: Moment, articlePath: string): Html {
  const { clauses, snippets } = match;
  const more = clauses.length - maxClauses;
  return html`<article class="entry ${match.severity}">
    <h3><a href="${path`/topics/${match.topicId}`}">${match.topicName}</a></h3>
    <p class="entry-head">
      <span>Topic ${match.topicId}</span> ${severityChip(match.severity)}
      ${chip(endTone(match.outcome), endChip(match))}
      <span>${strengthWords(match)}</span>
    </p>
    <p>${sentence(matchEnd(match, moment.clock))}.</p>
    <p class="small soft">${sentence(matchPlace(match))}.</p>
    <ul class="plain">
      ${clauses.slice(0, maxClauses).map((clause) => clauseView(clause))}
      ${more > 0 ? html`<li class="soft">and ${more} more queries</li>` : none}
    </ul>
    ${snippets.map(({ text, marks, heading }) => {
      const head = heading === null ? none : html`<b>${heading}</b><br />`;
      return html`<blockquote class="snippet">${head}${marked(text, marks)}</blockquote>`;
    })}
    <p class="small"><a href="${articlePath}">See it in the text</a></p>
    ${match.alerts.map((alert) => alertView(alert, moment))}
  </article>`;
}

function clauseView(given: ExplainedMatch["clauses"][number]): Html {
  const { place, query, found, where } = clauseWords(given);
  const more = [found, where].filter((part) => part !== "").join(" ");
  return html`<li>
    <span class="soft">${place}</span>
    <code>${query}</code>${more === "" ? none : html` <span class="soft">${more}</span>`}
  </li>`;
}

function alertView(alert: ExplainedAlert, moment: Moment): Html {
  const { alertId, route, receiver, deliveries } = alert;
  const messages = deliveries.map((delivery) => {
    const { text, notes } = deliveryWords(delivery, moment);
    return html`<li>
      ${text}
      <ul class="plain soft small">
        ${notes.map((note) => html`<li>${note}</li>`)}
      </ul>
    </li>`;
  });
  return html`<div class="told">
    <p>
      <a href="${path`/alerts/${alertId}`}">Alert ${alertId}</a> by route ${route} to <b>${receiver}</b>:
      ${alertEnd(alert, moment)}
    </p>
    <ul class="plain">
      ${messages}
    </ul>
  </div>`;
}

function endChip({ outcome }: ExplainedMatch): string {
  switch (outcome) {
    case null:
      return "on its way";
    case "digested":
      return "in a digest";
    case "suppressed":
      return "no message";
    case "sent":
    case "joined":
      return outcome;
  }
}

function endTone(outcome: ExplainedMatch["outcome"]): Tone {
  if (outcome === null) return "info";
  return outcome === "suppressed" ? "quiet" : "good";
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
