import type { DiffLine } from "@wirewatch/config";
import { oneLine, queryPlace } from "@wirewatch/explain";
import type { ConsoleObjectVersion, FeedbackCount, TopicDay, TopicMatchRow } from "@wirewatch/store";
import type { TopicTestResult } from "@wirewatch/topics";
import { mayDo } from "../../access/roles.ts";
import { bars } from "../../views/charts.ts";
import { html, lines, none, outLink, path, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import {
  actionButton,
  chip,
  count,
  empty,
  facts,
  marked,
  more,
  notice,
  pageHead,
  panel,
  severityChip,
} from "../../views/parts.ts";
import { articlesBehind } from "../../views/rows-behind.ts";
import { refusalNotice } from "../../views/refused.ts";
import { ago } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { diffView } from "./diff-view.ts";
import { feedbackButtons } from "./feedback-pages.ts";
import type { OpenedTopic } from "./known-topics.ts";
import type { RoutePreview } from "./route-words.ts";
import { testsView } from "./tests-view.ts";
import { topicSentences } from "./topic-words.ts";
import { usualBand } from "./usual-band.ts";

/** All that the page of a topic shows. */
export interface TopicPageFacts {
  readonly id: string;
  /** Null when it was deleted. */
  readonly opened: OpenedTopic | null;
  /** Also those before the ones shown, which say what is usual. */
  readonly days: readonly TopicDay[];
  readonly shownDays: number;
  readonly matches: readonly TopicMatchRow[];
  readonly next: string | null;
  readonly isFirstPage: boolean;
  readonly feedback: FeedbackCount | null;
  readonly route: RoutePreview | null;
  /** What `wirewatch routes test` draws. */
  readonly drawing: readonly string[];
  readonly tests: readonly TopicTestResult[];
  readonly versions: readonly (ConsoleObjectVersion & { readonly lines: readonly DiffLine[] })[];
}

export function topicView(page: TopicPageFacts, context: ViewContext): Html {
  const { opened, id, isFirstPage } = page;
  const head = pageHead(opened?.topic.name ?? id, { lead: leadOf(page), actions: actionsOf(page, context) });
  if (!isFirstPage) return html`${head}${matchesPanel(page, context)}`;
  return html`${head}${stateOf(page, context)}
    <div class="grid topic-parts">
      ${opened === null ? none : panel("What it looks for", wordsOf(opened))} ${panel("How often", chartOf(page))}
      ${page.route === null ? none : panel("Where it goes", routeView(page.route, page.drawing))}
      ${opened === null ? none : panel("Tests", testsView(page.tests))}
    </div>
    ${matchesPanel(page, context)} ${versionsPanel(page, context)}`;
}

function leadOf({ opened, id }: TopicPageFacts): Html {
  if (opened === null) return html`${chip("quiet", "deleted")} <span class="mono">${id}</span>`;
  const { topic, object } = opened;
  const labels = Object.entries(topic.labels).map(([name, value]) => html` ${chip("quiet", `${name}: ${value}`)}`);
  const owner = topic.owner === null ? "" : `, owned by ${topic.owner}`;
  const made = object === null ? "written in a file" : `made in the console (version ${object.version})`;
  return html`${severityChip(topic.severity)}${labels} <span class="mono">${topic.id}</span>, ${made}${owner}`;
}

function actionsOf({ opened, id }: TopicPageFacts, context: ViewContext): Html {
  const feeds = html`<a class="button" href="${path`/feeds/for/topic/${id}`}">Feeds</a>`;
  if (opened === null || !mayDo(context.viewer.role, "analyst")) return feeds;
  const edit = html`<a class="button primary" href="${path`/topics/${id}/edit`}">Edit</a>`;
  const copy = html`<a class="button" href="/topics/new?from=${encodeURIComponent(id)}">Copy</a>`;
  const silence = html`<a class="button" href="${withQuery("/silences/new", { topic: id })}">Silence this topic</a>`;
  if (opened.object === null) return html`${feeds} ${silence} ${copy} ${edit}`;
  const remove = actionButton(context, path`/topics/${id}/delete`, "Delete", {
    tone: "danger",
    confirm: `Delete the topic ${opened.topic.name}? No alerts come of it any more; what it found stays.`,
    fields: { version: String(opened.object.version) },
  });
  return html`${feeds} ${silence} ${copy} ${remove} ${edit}`;
}

function stateOf({ opened }: TopicPageFacts, context: ViewContext): Html {
  if (opened === null)
    return notice("info", "This topic is deleted. What it found is still here, and a version can be restored.");
  if (opened.refused !== null) return refusalNotice(opened.refused.why, deleteRefused(opened, context));
  if (opened.isInForce) return none;
  return notice(
    "warn",
    html`Saved, and not yet in force. That takes a second or two; when it takes longer, the configuration as a whole is
      refused: <code>wirewatch check</code> says why.`,
  );
}

/** The page is that of the file's topic: the other one has no page of its own to be deleted on. */
function deleteRefused({ object, refused, topic }: OpenedTopic, context: ViewContext): Html {
  if (object !== null || refused === null || !mayDo(context.viewer.role, "analyst")) return none;
  return html`<details>
      <summary>The one made in the console</summary>
      <pre tabindex="0">${lines(refused.object.content)}</pre>
    </details>
    ${actionButton(context, path`/topics/${topic.id}/delete`, "Delete the one made in the console", {
      tone: "danger",
      confirm: `Delete the topic ${topic.id} that was made in the console? The one of the file stays, and so does what both found.`,
      fields: { version: String(refused.object.version) },
    })}`;
}

function wordsOf({ topic, text, written }: OpenedTopic): Html {
  const sentences = topicSentences(topic).map(
    ({ words, queries }) =>
      html`<p>${words}</p>
        ${
          queries.length === 0
            ? none
            : html`<ul class="queries">
                ${queries.map((query) => html`<li><code>${query}</code></li>`)}
              </ul>`
        }`,
  );
  const place = written === null ? none : html`<p class="soft small">${written.file}, line ${written.line}</p>`;
  return html`${sentences}
    <details>
      <summary>As YAML</summary>
      ${place}
      <pre tabindex="0">${lines(text)}</pre>
    </details>`;
}

function chartOf({ id, days, shownDays, feedback }: TopicPageFacts): Html {
  const band = usualBand(days.map(({ articles }) => articles));
  const from = Math.max(0, days.length - shownDays);
  const points = days.slice(from).map(({ day, articles }, at) => {
    const usual = band[from + at];
    const href = articlesBehind({ since: day, until: day }, { topic: id });
    return { label: dayName(day), value: articles, href, ...(usual === undefined ? {} : { usual }) };
  });
  const sum = points.reduce((total, { value }) => total + value, 0);
  const judged = feedback === null ? 0 : feedback.relevant + feedback.notRelevant;
  return html`${bars("Articles a day; behind them, what is usual", "articles", points)}
  ${facts([
    [`Last ${shownDays} days`, count(sum, "article")],
    [
      "Relevant",
      feedback === null || judged === 0
        ? "nobody judged a match yet: the buttons below each one do"
        : `${Math.round((100 * feedback.relevant) / judged)} %: ${feedback.relevant} of ${count(judged, "judged match", "judged matches")} relevant`,
    ],
  ])}`;
}

/** Where a topic goes, in words; also in the editor. */
export function routeView({ goes }: RoutePreview, drawing: readonly string[]): Html {
  return html`<ul class="plain goes">
      ${goes.map(({ receiver, route, words }) => html`<li>goes to <strong>${receiver}</strong>, ${words} <span class="soft">(route ${route})</span></li>`)}
    </ul>
    <details>
      <summary>The way there, drawn</summary>
      <pre class="drawing" tabindex="0">${lines(drawing.join("\n"))}</pre>
    </details>`;
}

function matchesPanel({ id, matches, next, isFirstPage, opened }: TopicPageFacts, context: ViewContext): Html {
  const base = path`/topics/${id}`;
  const mayJudge = mayDo(context.viewer.role, "analyst");
  const body =
    matches.length === 0
      ? empty(
          "Nothing yet",
          opened === null
            ? "It never found anything."
            : "Articles that come in from now on are asked. The editor shows what it would have found in those that are here.",
        )
      : html`${matches.map((match) => matchEntry(match, base, mayJudge, context))}${more(base, {}, next)}`;
  return panel(isFirstPage ? "Newest matches" : "Earlier matches", body, { id: "matches" });
}

function matchEntry(match: TopicMatchRow, to: string, mayJudge: boolean, context: ViewContext): Html {
  const { snippet, clauses } = match;
  const heading =
    snippet.heading === null || snippet.heading === undefined
      ? none
      : html`<span class="soft">${snippet.heading}: </span>`;
  const why = clauses.map(
    ({ clause, query }, at) =>
      html`${at === 0 ? none : " and "}<span title="${queryPlace(clause)}"><code>${oneLine(query, 120)}</code></span>`,
  );
  return html`<article class="entry ${match.severity}" id="match-${match.matchId}">
    <div class="entry-head">
      ${severityChip(match.severity)} <span>${match.sourceId}</span> ${ago(match.matchedAt, context)}
      ${outcomeChip(match)}
    </div>
    <h3><a href="${path`/articles/${match.articleId}`}">${match.title ?? "Without a title"}</a></h3>
    <p class="snippet">${heading}${marked(snippet.text, snippet.marks)}</p>
    <p class="soft small">
      matched by ${why} ${match.isBrief ? "· named in passing " : ""}· ${outLink(match.url, "the page")}
    </p>
    ${mayJudge ? html`<div class="entry-foot">${feedbackButtons(match, to, context)}</div>` : judgement(match.isRelevant)}
  </article>`;
}

function judgement(isRelevant: boolean | null): Html {
  return isRelevant === null
    ? none
    : html`<div class="entry-foot">${isRelevant ? chip("good", "relevant") : chip("bad", "not relevant")}</div>`;
}

const outcomes: Readonly<Record<string, readonly ["good" | "info" | "quiet", string]>> = {
  sent: ["good", "sent"],
  digested: ["good", "sent in a digest"],
  joined: ["info", "joined an alert"],
  suppressed: ["quiet", "not sent"],
};

function outcomeChip({ outcome, reason }: TopicMatchRow): Part {
  const [tone, words] = outcomes[outcome ?? ""] ?? (["info", "on its way"] as const);
  const why = reason === null ? "" : `: ${reason.replaceAll(/[_-]/gu, " ")}`;
  return chip(tone, `${words}${why}`);
}

function versionsPanel({ id, versions, opened }: TopicPageFacts, context: ViewContext): Html {
  if (versions.length === 0) return none;
  const mayWrite = mayDo(context.viewer.role, "analyst") && (opened === null || opened.object !== null);
  const entries = versions.map(({ version, content, at, by, lines: changed }) => {
    const isNow = opened?.object?.version === version;
    const restore =
      !mayWrite || isNow || content === null
        ? none
        : actionButton(context, path`/topics/${id}/restore`, "Restore", {
            fields: { version: String(version) },
            confirm: `Put version ${version} in force again?`,
          });
    return html`<li class="${content === null ? "bad" : "info"}" id="version-${version}">
      <p>
        <strong>Version ${version}</strong> ${isNow ? chip("good", "this one") : none}
        ${content === null ? "deleted" : "saved"} by ${by} ${ago(at, context)} ${restore}
      </p>
      <details>
        <summary>What changed</summary>
        ${diffView(changed)}
      </details>
    </li>`;
  });
  return panel(
    "Versions",
    html`<ol class="timeline">
      ${entries}
    </ol>`,
    { id: "versions" },
  );
}

/** `2026-03-02` as `2 Mar`. */
function dayName(day: string): string {
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const [, month = "1", date = "1"] = day.split("-");
  return `${Number(date)} ${months[Number(month) - 1] ?? ""}`;
}
