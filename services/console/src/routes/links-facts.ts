import { safeLink } from "@wirewatch/alerting";
import { queryPlace } from "@wirewatch/explain";
import type { Snippet } from "@wirewatch/model";
import { articleWords } from "@wirewatch/store";
import type { AlertDelivery, AlertedArticle, AlertReport, ListedAlert } from "@wirewatch/store";
import { markup } from "./links-html.ts";
import type { Html } from "./links-html.ts";
import { alertHead, localClock } from "./links-pages.ts";
import type { LinkPage } from "./links-pages.ts";

const maxArticles = 50;
const maxClauses = 3;

/** What `wirewatch alerts show` says, as a page. @param timeZone zone of all times, which is named beside them */
export function factsPage(report: AlertReport, timeZone: string): LinkPage {
  const { alert, articles, deliveries } = report;
  const more = articles.length - maxArticles;
  return {
    status: 200,
    title: alert.title === "" ? alert.topicName : alert.title,
    body: markup`${alertHead(alert)}
      <p>${stateWords(alert, timeZone)}</p>
      ${latencyLine(report)}
      <p class="soft">
        Alert ${alert.alertId}, opened ${localClock(timeZone, alert.openedAt)} by the route ${alert.route}, to
        ${alert.receiver}
      </p>
      <p class="soft">All times are those of ${timeZone}</p>
      <h2>Articles</h2>
      <ul>
        ${articles.slice(0, maxArticles).map((article) => articleItem(article, timeZone))}
      </ul>
      ${more > 0 ? markup`<p class="soft">and ${more} more</p>` : markup``}
      <h2>Messages</h2>
      ${
        deliveries.length === 0
          ? markup`<p>Nothing was sent yet.</p>`
          : markup`<ul>
              ${deliveries.map((one) => deliveryItem(one, timeZone))}
            </ul>`
      }`,
  };
}

function stateWords({ state, acknowledgedBy, acknowledgedAt }: ListedAlert, timeZone: string): string {
  const when = acknowledgedAt === null ? "" : `, ${localClock(timeZone, acknowledgedAt)}`;
  switch (state) {
    case "waiting":
      return "It waits for its first message.";
    case "held":
      return "It is held back; nobody was told yet.";
    case "open":
      return "Nobody has acknowledged it since its last news.";
    case "acknowledged":
      return `Acknowledged by ${acknowledgedBy ?? "somebody"}${when}.`;
    case "muted":
      return "Its story is muted: nobody is told more of it for a while.";
    case "closed":
      return "It is closed: the next match opens a new one.";
  }
}

function latencyLine({ publishedToSentMs, matchedToSentMs }: AlertReport): Html {
  const parts = [
    ...(publishedToSentMs === null ? [] : [`${lengthOfTime(publishedToSentMs)} after publication`]),
    ...(matchedToSentMs === null ? [] : [`${lengthOfTime(matchedToSentMs)} after its match`]),
  ];
  return parts.length === 0 ? markup`` : markup`<p class="soft">First told ${parts.join(", ")}</p>`;
}

function articleItem(article: AlertedArticle, timeZone: string): Html {
  const { title, url, sourceId, state, reason, publishedAt, firstSeenAt, sentAt, snippet, clauses } = article;
  const link = url === null ? null : safeLink(url);
  const name = title === "" ? "(without a title)" : title;
  const times = [
    ...(publishedAt === null ? [] : [`published ${localClock(timeZone, publishedAt)}`]),
    `seen ${localClock(timeZone, firstSeenAt)}`,
    ...(sentAt === null ? [] : [`sent ${localClock(timeZone, sentAt)}`]),
  ];
  return markup`<li>
    <p>
      ${link === null ? markup`<strong>${name}</strong>` : markup`<a href="${link}" rel="noreferrer noopener">${name}</a>`}
    </p>
    <p class="soft">${sourceId}: ${articleWords[state]}${reason === null ? "" : ` (${reason})`}</p>
    <blockquote>${marked(snippet)}</blockquote>
    ${clauses.slice(0, maxClauses).map(({ clause, query }) => markup`<p class="soft">matched by ${queryPlace(clause)}: <code>${query}</code></p>`)}
    <p class="soft">${times.join(" · ")}</p>
  </li>`;
}

/** The passage with what matched marked; ranges that do not fit are left out. */
function marked({ text, marks }: Snippet): readonly Html[] {
  const parts: Html[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at || end > text.length || end <= start) continue;
    parts.push(markup`${text.slice(at, start)}`, markup`<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  return [...parts, markup`${text.slice(at)}`];
}

function deliveryItem(delivery: AlertDelivery, timeZone: string): Html {
  const { receiver, channel, event, state, status, reason, sentAt, attempts, nextTryAt } = delivery;
  const facts = [
    `${event}: ${state}${status === null ? "" : ` (${status})`}`,
    ...(sentAt === null ? [] : [localClock(timeZone, sentAt)]),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(nextTryAt === null ? [] : [`next try ${localClock(timeZone, nextTryAt)}`]),
  ];
  return markup`<li>
    <p>${receiver} ${channel}</p>
    <p class="soft">${facts.join(" · ")}</p>
    ${state === "sent" || reason === null ? markup`` : markup`<p class="soft bad">${reason}</p>`}
  </li>`;
}

/** E.g. `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
function lengthOfTime(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
