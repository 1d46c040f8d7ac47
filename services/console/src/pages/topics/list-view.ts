import type { RefusedConfig } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import { mayDo } from "../../access/roles.ts";
import { localDay } from "../../local-day.ts";
import { sparkline } from "../../views/charts.ts";
import { html, none, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import {
  chip,
  count,
  empty,
  figure,
  filterForm,
  input,
  more,
  pageHead,
  select,
  severityChip,
  table,
} from "../../views/parts.ts";
import { articlesBehind } from "../../views/rows-behind.ts";
import { refusalList } from "../../views/refused.ts";
import { ago } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { testSummary } from "./test-summary.ts";
import type { ListedTopic, TopicFilter, TopicHint } from "./topic-list.ts";

/** The page with all topics. @param facts.shown of those that the filter admits, one page of them */
export function topicsView(
  facts: {
    readonly shown: readonly ListedTopic[];
    readonly admitted: number;
    readonly all: number;
    readonly owners: readonly string[];
    readonly filter: TopicFilter;
    readonly next: string | null;
    readonly notInUse: readonly RefusedConfig[];
  },
  context: ViewContext,
): Html {
  const mayWrite = mayDo(context.viewer.role, "analyst");
  const create = mayWrite ? html`<a class="button primary" href="/topics/new">New topic</a>` : none;
  const lead = "What to find in the articles, and how urgent it is.";
  if (facts.all === 0) {
    const text = mayWrite
      ? "A topic says what to find: words, names, phrases. You see at once what it would have found in the articles that are here already."
      : "Somebody with the role analyst writes what to find; it is shown here then.";
    const action = mayWrite ? html`<a class="button primary" href="/topics/new">Create your first topic</a>` : none;
    return html`${pageHead("Topics", { lead })}${empty(mayWrite ? "Create your first topic" : "No topic yet", text, action)}`;
  }
  const { filter, shown, admitted, next, notInUse } = facts;
  const list =
    shown.length === 0
      ? empty(
          "No topic fits",
          "Take something out of the filter, or look at all of them.",
          html`<a class="button" href="/topics">All topics</a>`,
        )
      : html`${table(count(admitted, "topic"), shown, columns(context), {
            href: ({ topic }) => path`/topics/${topic.id}`,
            id: ({ topic }) => `topic-${topic.id}`,
          })}${more("/topics", { q: filter.text, owner: filter.owner, severity: filter.severity, label: filter.label }, next)}
          <p class="hint">
            Relevant: of the matches that people judged, on the topic's page or on an alert. Worth a look: a topic that
            finds nothing, very much, or is slow.
          </p>`;
  return html`${pageHead("Topics", { lead, actions: create })}${filterBar(filter, facts.owners)}
    <p class="soft small">
      ${admitted === facts.all ? count(facts.all, "topic") : `${figure(admitted)} of ${count(facts.all, "topic")}`}
    </p>
    ${refusalList(notInUse, "topic of the console", 5)} ${list}`;
}

function filterBar(filter: TopicFilter, owners: readonly string[]): Html {
  return filterForm(
    "/topics",
    html`${input("Text", "q", filter.text, { type: "search", placeholder: "name or query" })}
    ${
      owners.length === 0
        ? none
        : select("Owner", "owner", filter.owner, [["", "anybody"], ...owners.map((owner) => [owner, owner] as const)])
    }
    ${select("Severity", "severity", filter.severity, [["", "any"], ...severities.map((one) => [one, one] as const)])}
    ${input("Label", "label", filter.label, { placeholder: "desk=corporate" })}`,
    "Filter topics",
  );
}

function columns(context: ViewContext): Parameters<typeof table<ListedTopic>>[2] {
  const week = { since: localDay(context.now, context.timeZone, 6), until: localDay(context.now, context.timeZone) };
  return [
    { head: "Topic", kind: "main", cell: ({ topic }) => topic.name },
    { head: "Owner", cell: ({ topic }) => topic.owner ?? "" },
    { head: "Severity", cell: ({ topic }) => severityChip(topic.severity) },
    { head: "7 days", cell: (listed) => matchesCell(listed, week) },
    { head: "Relevant", kind: "number", cell: precisionCell },
    { head: "Tests", cell: ({ topic }) => testsCell(topic) },
    { head: "Last alert", kind: "time", cell: ({ lastAlertAt }) => ago(lastAlertAt, context) },
    { head: "Made in", cell: originCell },
    { head: "Worth a look", cell: ({ hint }) => (hint === null ? "" : hintChip(hint)) },
  ];
}

function matchesCell({ topic, perDay }: ListedTopic, week: { readonly since: string; readonly until: string }): Html {
  const sum = perDay.reduce((total, one) => total + one, 0);
  return html`<span class="spark"
    >${sparkline("articles a day, last 7 days", perDay)}
    ${sum === 0 ? html`<span class="num">0</span>` : html`<a class="num" href="${articlesBehind(week, { topic: topic.id })}">${figure(sum)}</a>`}</span
  >`;
}

function precisionCell({ feedback }: ListedTopic): Html {
  if (feedback === null)
    return html`<span class="soft" title="Nobody said yet whether its matches are relevant">–</span>`;
  const share = Math.round((100 * feedback.relevant) / feedback.judged);
  return html`<span
    title="${feedback.relevant} of ${count(feedback.judged, "match", "matches")} that people judged were relevant"
    >${share} %</span
  >`;
}

function testsCell(topic: ListedTopic["topic"]): Html {
  const { tests, failed } = testSummary(topic);
  if (tests === 0) return html`<span class="soft">none</span>`;
  return failed === 0 ? chip("good", `${tests} pass`) : chip("bad", `${failed} of ${tests} fail`);
}

function originCell({ object, isInForce, refused }: ListedTopic): Html {
  if (refused !== null) {
    const made = object === null ? "file, and console" : object.origin;
    return html`${made} <span title="${refused.why.reason}">${chip("bad", "not in use")}</span>`;
  }
  const made = object === null ? "file" : object.origin;
  return html`${made}${isInForce ? none : html` ${chip("warn", "not in force yet")}`}`;
}

/** A hint in a few words, with the way out as a tooltip. */
function hintChip(hint: TopicHint): Html {
  if (hint.kind === "silent") return chip("warn", `found nothing in ${hint.days} days`);
  if (hint.kind === "noisy") return chip("warn", `${figure(hint.hits)} hits in a day`);
  return chip("warn", `takes ${Math.round(hint.share * 100)} % of the time`);
}
