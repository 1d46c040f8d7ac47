import { renderTimeline } from "@wirewatch/alerting";
import { queryPlace, withQueryPlaces } from "@wirewatch/explain";
import { estimateRange, estimateWords } from "../../archive/estimate.ts";
import type { Estimate } from "../../archive/estimate.ts";
import type { PreviewChange, PreviewHit, TopicPreview } from "../../archive/preview.ts";
import { flag, html, none, outLink, path } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { chip, count, figure, marked, notice, severityChip } from "../../views/parts.ts";
import { ago, duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import type { DraftMark } from "./draft-marks.ts";
import type { Examination, Said } from "./examine.ts";
import { perDayWords } from "./expected-alerts.ts";
import type { ExpectedAlerts } from "./expected-alerts.ts";
import { leastNotRelevant } from "./propose-none.ts";
import { testsView } from "./tests-view.ts";
import { routeView } from "./topic-view.ts";
import type { TuningProposal } from "./tuning.ts";

/** What a draft would do: what is wrong, how much it finds, who is told, tests, and the hits. */
export function previewView({ marks, found, said }: Examination, context: ViewContext): Html {
  const problems = marksView(marks);
  if (found === null) {
    const isEmpty = marks.every(({ field }) => field === "");
    return html`${problems}${isEmpty ? html`<p class="soft">Write a query: what it would have found shows here.</p>` : html`<p class="soft">What it would find shows here once this is put right.</p>`}`;
  }
  const { preview, receivers, route, tests, proposal, topic, tookMs } = found;
  const drawing = renderTimeline(route.timeline, { width: 72, timeZone: context.timeZone });
  return html`${problems}${headline(preview, receivers)}
    <section>
      <h3>Where it goes</h3>
      ${routeView(route, drawing)}
    </section>
    <section>
      <h3>Tests</h3>
      ${testsView(tests)}
    </section>
    ${proposalView(proposal, said, topic.none.length)}${changesView(preview, context)}${hitsView(preview, said, context)}
    <p class="soft small">
      Looked through ${count(preview.archived, "article")} of ${daysWords(preview.days)} in ${duration(tookMs)}.
    </p>`;
}

/** What is wrong and doubtful; the script underlines it in the fields. */
function marksView(marks: readonly DraftMark[]): Html {
  if (marks.length === 0) return none;
  const items = marks.map(({ tone, field, range, message, fix, place }) => {
    const at = range === null ? none : html` data-from="${range[0]}" data-to="${range[1]}"`;
    const inYaml = place === null ? none : html` data-line="${place.line}" data-column="${place.column}"`;
    const button =
      fix === null
        ? none
        : html` <button class="button small" name="fix" value="${JSON.stringify([field, fix.query])}">
            ${fix.label}
          </button>`;
    return html`<li class="mark ${tone}" data-field="${field}" data-tone="${tone}" ${at}${inYaml}>
      ${chip(tone, fieldWords(field))} ${withQueryPlaces(message)}${button}
    </li>`;
  });
  return html`<ul class="plain marks" aria-label="What to look at">
    ${items}
  </ul>`;
}

/** A field in the words that stand above it, e.g. `one of these, 1st` for `any[0]`. */
function fieldWords(field: string): string {
  if (field === "") return "topic";
  const [, list = field, number, rest = ""] = /^(\w+)\[(\d+)\](.*)$/u.exec(field) ?? [];
  if (list === "no_match" || list === "tests" || rest.startsWith(".no_match")) return "test";
  const place = queryPlace(field);
  return place !== field || number === undefined ? place : `${list}, ${Number(number) + 1}`;
}

/** E.g. `412 articles, 61 stories, ≈ 2 alerts a day to newsdesk`. */
function headline({ articles, stories }: TopicPreview, receivers: readonly ExpectedAlerts[]): Html {
  const told =
    receivers.length === 0
      ? html`<span>no alerts</span>`
      : receivers
          .slice(0, 6)
          .map(
            ({ receiver, perDay }, at) =>
              html`${at === 0 ? "" : ", "}<span>${perDayWords(perDay)} to <strong>${receiver}</strong></span>`,
          );
  const more = receivers.length > 6 ? ` and ${receivers.length - 6} more` : "";
  return html`<p class="headline">
    <strong>${estimated(articles)}</strong> ${articles.value === 1 ? "article" : "articles"},
    <strong>${estimated(stories)}</strong>
    ${stories.value === 1 ? "story" : "stories"}, ${told}${more}
  </p>`;
}

function estimated(estimate: Estimate): Html {
  const range = estimateRange(estimate);
  return range === null
    ? html`${estimateWords(estimate)}`
    : html`<span title="${range}">${estimateWords(estimate)}</span>`;
}

function daysWords(days: number): string {
  const rounded = Math.round(days);
  return rounded <= 1 ? "the last day" : `the last ${figure(rounded)} days`;
}

/** One line for `none`, with what it takes away. */
function proposalView(proposal: TuningProposal | null, said: Said, nones: number): Html {
  const missing = leastNotRelevant - said.notRelevant.length;
  if (proposal === null) {
    if (said.notRelevant.length === 0) return none;
    const words =
      missing > 0
        ? `${count(missing, "more hit")} that ${missing === 1 ? "is" : "are"} not relevant, and a line that leaves them out is proposed.`
        : "No words near the matches tell these hits from the relevant ones. A line of your own under “but none of these” may do better.";
    return html`${notice("info", words)}`;
  }
  const { query, removed, lost, notRelevant, looked } = proposal;
  return html`<div class="notice info proposal">
    <p>Leave out <code>${query}</code>?</p>
    <p>
      ${chip("good", `−${removed.length}`)} of ${notRelevant} that are not relevant,
      ${chip(lost.length === 0 ? "good" : "warn", `−${lost.length}`)} others, none that is relevant (${looked} hits
      looked at).
    </p>
    <input type="hidden" name="proposed" value="${query}" />
    <button class="button primary" name="do" value="accept">
      Add it as ${nones === 0 ? "the first" : "another"} line, and these hits as tests
    </button>
  </div>`;
}

function changesView({ compare }: TopicPreview, context: ViewContext): Html {
  if (compare === null) return none;
  const { added, removed } = compare;
  if (added.articles.value === 0 && removed.articles.value === 0)
    return html`<p class="soft">It finds the same as the saved version.</p>`;
  return html`<div class="changes">
    ${changeView("More than the saved version", "good", "+", added, context)}${changeView("Not any more", "bad", "−", removed, context)}
  </div>`;
}

function changeView(
  title: string,
  tone: "good" | "bad",
  sign: string,
  { articles, hits }: PreviewChange,
  context: ViewContext,
): Html {
  if (articles.value === 0) return html`<p>${chip("quiet", `${sign}0`)} ${title.toLowerCase()}</p>`;
  return html`<details open>
    <summary>${chip(tone, html`${sign}${estimateWords(articles)}`)} ${title.toLowerCase()}</summary>
    <ul class="plain">
      ${hits.map(({ articleId, title: name, at, sourceId }) => html`<li><a href="${path`/articles/${articleId}`}">${name ?? "Without a title"}</a> <span class="soft">${sourceId}, ${ago(at, context)}</span></li>`)}
    </ul>
  </details>`;
}

function hitsView({ hits, articles, isListComplete }: TopicPreview, said: Said, context: ViewContext): Html {
  const listed = new Set(hits.map(({ articleId }) => articleId));
  // What was said of hits that are not listed any more still counts.
  const kept = (name: "no" | "yes", ids: readonly string[]): Html[] =>
    ids.filter((id) => !listed.has(id)).map((id) => html`<input type="hidden" name="${name}" value="${id}" />`);
  const hidden = html`${kept("no", said.notRelevant)}${kept("yes", said.relevant)}`;
  if (hits.length === 0)
    return html`${hidden}
      <p>It would have found nothing in this time.</p>`;
  const newest = hits.length === 1 ? "The newest one is listed." : `The newest ${hits.length} are listed.`;
  const rest = articles.value > hits.length ? newest : "";
  const late = isListComplete ? "" : " Looking for more took too long just now.";
  return html`${hidden}
    <h3>Hits</h3>
    <p class="hint">
      ${rest}${late} Say of three that they are not relevant, and a line that leaves them out is proposed.
    </p>
    ${hits.map((hit) => hitEntry(hit, said, context))}`;
}

function hitEntry(hit: PreviewHit, said: Said, context: ViewContext): Html {
  const { articleId, title, titleMarks, url, sourceId, at, snippets, because, severity, isBrief } = hit;
  const passages: Part[] = snippets
    .slice(0, 2)
    .map(({ text, marks }) => html`<p class="snippet">${marked(text, marks)}</p>`);
  return html`<article class="entry ${severity}" id="hit-${articleId}">
    <div class="entry-head">
      ${severityChip(severity)} <span>${sourceId}</span> ${ago(at, context)}
      ${isBrief ? chip("quiet", "in passing") : none}
    </div>
    <h3>
      <a href="${path`/articles/${articleId}`}">${title === null ? "Without a title" : marked(title, titleMarks)}</a>
    </h3>
    ${passages}
    <p class="soft small">
      matched by
      ${because.map((sentence) => html`<span class="because">${withQueryPlaces(sentence)}</span> `)}${outLink(url, "the page")}
    </p>
    <div class="entry-foot">
      <label class="check"
        ><input
          type="checkbox"
          name="no"
          value="${articleId}"
          ${flag("checked", said.notRelevant.includes(articleId))}
        />
        not relevant</label
      >
      <label class="check"
        ><input type="checkbox" name="yes" value="${articleId}" ${flag("checked", said.relevant.includes(articleId))} />
        relevant</label
      >
    </div>
  </article>`;
}
