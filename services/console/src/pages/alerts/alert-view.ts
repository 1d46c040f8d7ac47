import type { Config, RouteConfig } from "@wirewatch/config";
import { queryPlace, reasonWords, suppressionWords } from "@wirewatch/explain";
import { articleWords } from "@wirewatch/store";
import type { AlertedMatch, AlertMessageLine, AlertPage, CardGroup, StoredSilence } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { html, none, outLink, path, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { chip, count, facts, marked, pageHead, panel, severityChip, table } from "../../views/parts.ts";
import type { Tone } from "../../views/parts.ts";
import { clock, clockText, duration } from "../../views/time.ts";
import { answerWords } from "../deliveries/delivery-words.ts";
import { alertTimeline, eventName } from "./alert-timeline.ts";
import { cardActions, stateChips, storyTitleOf, titleOf } from "./card-view.ts";
import type { CardContext } from "./card-view.ts";
import { groupNotes, highestSeverity, stateWords } from "./card-words.ts";
import { historyBlocks } from "./history-view.ts";

/** One story's alert in one topic: what matched, who was told, and everything that happened to it. */
export function alertView(found: AlertPage, context: CardContext): Html {
  const { card, matches, messages, silences, audit } = found;
  const { match } = card;
  const lead = html`${severityChip(highestSeverity(card.groups))}
    <a href="${path`/topics/${card.topicId}`}">${card.topicName}</a> ${stateChips(card, context)}`;
  const actions = html`${
    mayDo(context.viewer.role, "analyst")
      ? html`${cardActions(card, context)}
          <a class="button" href="${withQuery("/silences/new", { alert: card.alertId })}">Silence…</a>`
      : none
  }
  ${match?.url === undefined || match.url === null ? none : html`<a class="button" href="${withQuery("/explain", { url: match.url })}">Why</a>`}`;
  return html`${pageHead(titleOf(card), { lead, actions })}
    <div class="alert-page">
      <div>
        ${panel(articlesTitle(found), articles(matches, context))} ${panel("Messages", messageTable(messages, context))}
        ${silences.length === 0 ? none : panel("Silences that hit it", silenceList(silences, context))}
      </div>
      <div>
        ${panel("About it", about(found, context))}
        ${panel("What happened", timeline(found, context), { id: "timeline" })}
        ${onePerRoute(card.groups).map((group) => panel(`Route ${group.route}`, routeFacts(group, context.config, context)))}
        ${panel("Who did what", auditList(audit, context))}
      </div>
    </div>`;
}

/** One article may stand in it twice, with a text that was changed. */
function articlesTitle({ card, matches }: AlertPage): string {
  const versions = matches.length - new Set(matches.map(({ articleId }) => articleId)).size;
  return `${count(card.articles, "article")}${versions === 0 ? "" : `, ${count(versions, "changed version")}`}`;
}

function about({ card, matches, messages }: AlertPage, context: CardContext): Html {
  const firstSent = messages
    .flatMap(({ sentAt }) => (sentAt === null ? [] : [sentAt.getTime()]))
    .toSorted((a, b) => a - b)[0];
  const first = matches.find(({ outcome }) => outcome === "sent" || outcome === "digested") ?? matches[0];
  const since = (from: Date | null | undefined): Part =>
    firstSent === undefined || from === null || from === undefined || firstSent < from.getTime()
      ? null
      : duration(firstSent - from.getTime());
  const published = since(first?.publishedAt);
  const matched = since(first?.matchedAt);
  return html`${facts([
    ["Alert", card.groups.map(({ alertId }) => alertId).join(", ")],
    card.storyId === null
      ? null
      : ["Story", html`<a href="${path`/stories/${card.storyId}`}">${storyTitleOf(card)}</a>`],
    [
      "Sources",
      card.sources.map((id, at) => html`${at === 0 ? none : ", "}<a href="${path`/sources/${id}`}">${id}</a>`),
    ],
    ["Told to", card.groups.map((group) => html`<div>${groupLine(group, context)}</div>`)],
    published === null ? null : ["Published to told", published],
    matched === null ? null : ["Matched to told", matched],
    ["Last 24 hours", historyBlocks(card.hours)],
  ])}`;
}

function groupLine(group: CardGroup, context: CardContext): Html {
  const notes = groupNotes(group, context.config.alerts, context);
  return html`<a href="${withQuery("/deliveries", { receiver: group.receiver })}">${group.receiver}</a>:
    ${stateWords(group, context).text}${notes.length === 0 ? none : html` <span class="soft">(${notes.join(", ")})</span>`}`;
}

/** Articles that are shown at once; earlier ones on demand. */
const shownMatches = 6;

function articles(matches: readonly AlertedMatch[], context: CardContext): Html {
  const newest = matches.toReversed();
  const earlier = newest.slice(shownMatches);
  return html`${newest.slice(0, shownMatches).map((match) => matchView(match, context))}
  ${
    earlier.length === 0
      ? none
      : html`<details class="earlier" id="earlier-matches">
          <summary>${count(earlier.length, "earlier match", "earlier matches")}</summary>
          ${earlier.map((match) => matchView(match, context))}
        </details>`
  }`;
}

function matchView(match: AlertedMatch, context: CardContext): Html {
  const { id, articleId, revision, title, url, sourceId, snippets, clauses, severity, raisedFrom } = match;
  const page = withQuery(path`/articles/${articleId}`, { revision, match: id });
  return html`<article class="match" id="match-${id}">
    <h3><a href="${page}">${title === "" ? `Article ${articleId}` : title}</a></h3>
    <p class="entry-head">
      ${severityChip(severity)}${raisedFrom === null ? none : html`<span>raised from ${raisedFrom}</span>`}
      <a href="${path`/sources/${sourceId}`}">${sourceId}</a>
      <span>published ${match.publishedAt === null ? "without a date" : clock(match.publishedAt, context)}</span>
      <span>seen ${clock(match.firstSeenAt, context)}</span>
      ${endOf(match, context)}
    </p>
    ${snippets.map(({ text, marks, heading }) => html`<blockquote class="snippet">${heading === null ? none : html`<b>${heading}</b><br />`}${marked(text, marks)}</blockquote>`)}
    <ul class="plain small">
      ${clauses.map(
        ({ clause, query, words = [] }) =>
          html`<li>
            <span class="soft">matched by ${queryPlace(clause)}:</span>
            <code>${query}</code
            >${words.length === 0 ? none : html` <span class="soft">found ${words.join(", ")}</span>`}
          </li>`,
      )}
    </ul>
    <p class="small">${outLink(url, "The page itself")}</p>
  </article>`;
}

/** What became of a match, in words. */
function endOf({ outcome, reason, detail, states, isRelevant }: AlertedMatch, context: CardContext): Html {
  const marked = isRelevant === null ? none : chip("quiet", isRelevant ? "marked relevant" : "marked not relevant");
  if (outcome === "suppressed") {
    const why = reason === null ? "" : `: ${suppressionWords[reason]}`;
    const more = detail === null ? "" : ` (${reasonWords(detail, (at) => clockText(at, context))})`;
    return html`<span>not told${why}${more}</span> ${marked}`;
  }
  const words = [...new Set(states.map(({ state }) => articleWords[state]))].join(", ");
  return html`<span>${words}</span> ${marked}`;
}

const stateTones: Readonly<Record<AlertMessageLine["state"], readonly [Tone, string]>> = {
  pending: ["warn", "waiting"],
  sending: ["warn", "on its way"],
  sent: ["good", "sent"],
  failed: ["bad", "failed"],
  unknown: ["bad", "not known whether it arrived"],
};

const attemptWords: Readonly<Record<string, string>> = {
  sent: "taken",
  later: "not taken",
  dead: "given up",
  unknown: "no end seen",
};

function messageTable(messages: readonly AlertMessageLine[], context: CardContext): Html {
  if (messages.length === 0) return html`<p class="soft">Nothing was sent yet.</p>`;
  return table(
    "Messages about this alert",
    messages,
    [
      {
        head: "Message",
        kind: "main",
        cell: ({ event, receiver, channel }) =>
          html`${eventName(event)} to ${receiver} <span class="soft">${channel}</span>`,
      },
      {
        head: "State",
        cell: ({ state, nextTryAt, reason }) => {
          const [tone, text] = stateTones[state];
          return html`${chip(tone, text)}${state === "sent" || reason === null ? none : html` <span class="small">${reason}</span>`}${
            nextTryAt === null || state === "sent"
              ? none
              : html` <span class="small soft">next try ${clock(nextTryAt, context)}</span>`
          }`;
        },
      },
      {
        head: "Attempts",
        cell: ({ attempts }) =>
          html`<ul class="plain small">
            ${attempts.map(({ attempt, at, result, status, latencyMs }) => {
              const answer = answerWords(status, latencyMs);
              const word = Object.hasOwn(attemptWords, result) ? attemptWords[result] : result;
              return html`<li>
                ${attempt}. ${clock(new Date(at), context)} ${word}${answer === "" ? none : ` (${answer})`}
              </li>`;
            })}
          </ul>`,
      },
      { head: "Sent", kind: "time", cell: ({ sentAt }) => (sentAt === null ? "not yet" : clock(sentAt, context)) },
    ],
    { href: ({ id }) => path`/deliveries/${id}` },
  );
}

function silenceList(silences: readonly StoredSilence[], context: CardContext): Html {
  return html`<ul class="plain">
    ${silences.map(
      ({ id, author, comment, endsAt, expiredAt }) =>
        html`<li>
          <a href="${path`/silences/${id}`}">Silence ${id}</a> by ${author}, until
          ${clock(expiredAt ?? endsAt, context)}: ${comment}
        </li>`,
    )}
  </ul>`;
}

function timeline(found: AlertPage, context: CardContext): Html {
  return html`<ol class="timeline">
    ${alertTimeline(found).map(
      ({ at, tone, title, text }) =>
        html`<li class="${tone}">
          <b>${title}</b> <span class="soft">${clock(at, context)}</span><br /><span class="small">${text}</span>
        </li>`,
    )}
  </ol>`;
}

/** The newest of each route. */
function onePerRoute(groups: readonly CardGroup[]): readonly CardGroup[] {
  return groups.filter((group, at) => groups.findIndex(({ route }) => route === group.route) === at);
}

/** The route as it is now, with what it inherits. */
function routeFacts(group: CardGroup, { alerts }: Config, context: CardContext): Html {
  const route = findRoute(alerts.route, group.route);
  if (route === null) return html`<p class="soft">The route ${group.route} is not in the configuration any more.</p>`;
  const receiver = alerts.receivers.find(({ name }) => name === group.receiver);
  const { quietHours, updates } = route;
  return html`${facts([
    ["Receiver", group.receiver],
    [
      "Takes",
      route.matchers.length === 0 ? "what no route below takes" : html`<code>${route.matchers.join(", ")}</code>`,
    ],
    ["Grouped by", route.groupBy.join(" and ")],
    ["First message", route.groupWaitMs === 0 ? "at once" : `after ${duration(route.groupWaitMs)}, critical at once`],
    ["Then", `at most every ${duration(route.groupIntervalMs)}`],
    [
      "News is",
      `${count(updates.newSources, "new source")}${updates.severityRaised ? ", a higher severity" : ""}${updates.textChanged === "material" ? ", a changed text" : ""}, a new passage`,
    ],
    [
      "Closes",
      html`after ${duration(route.closeAfterMs)} without
      news${group.state === "closed" ? none : html`, as it is ${clock(group.closesAt, context)}`}`,
    ],
    quietHours === null ? null : ["Quiet hours", `${quietHours.during}: ${quietWords[quietHours.action]}`],
    receiver?.remind === null || receiver?.remind === undefined
      ? null
      : [
          "Reminds",
          `every ${duration(receiver.remind.everyMs)}, at most ${receiver.remind.max} times, high and critical only`,
        ],
    receiver?.escalate === null || receiver?.escalate === undefined
      ? null
      : ["Escalates", `to ${receiver.escalate.to} unless acknowledged within ${duration(receiver.escalate.afterMs)}`],
  ])}`;
}

const quietWords = { hold: "held until they end", digest: "into the digest", drop: "not told" } as const;

function findRoute(route: RouteConfig, name: string): RouteConfig | null {
  if (route.name === name) return route;
  for (const child of route.routes) {
    const found = findRoute(child, name);
    if (found !== null) return found;
  }
  return null;
}

function auditList(audit: AlertPage["audit"], context: CardContext): Html {
  if (audit.length === 0) return html`<p class="soft">Nobody did anything with it in this console yet.</p>`;
  return html`<ul class="plain">
    ${audit.map(({ at, actor, action }) => html`<li>${clock(at, context)} ${actor}: ${auditWords(action)}</li>`)}
  </ul>`;
}

function auditWords(action: string): string {
  const words: Readonly<Record<string, string>> = {
    "alert.acknowledged": "acknowledged it",
    "alert.muted": "muted its story",
    "alert.unmuted": "unmuted its story",
  };
  return Object.hasOwn(words, action) ? (words[action] ?? action) : action;
}
