import { latelyMinutes } from "@wirewatch/store";
import type { WorkFailure } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { bars } from "../../views/charts.ts";
import { html, none, outLink, path, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import {
  actionButton,
  chip,
  count,
  empty,
  facts,
  figure,
  notice,
  pageHead,
  panel,
  table,
  tile,
} from "../../views/parts.ts";
import { ago, clock, duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { failureDays } from "./read-pipeline.ts";
import type { PipelineView, StageRow } from "./read-pipeline.ts";
import { orNone, queuesView, short } from "./queues-view.ts";
import { articlePath, stageWords } from "./stage-words.ts";

/** The page: what waits where, who works on it, what failed. */
export function pipelineView(view: PipelineView, context: ViewContext): Html {
  const { rows, state, failures } = view;
  const waiting = rows.reduce((sum, { load }) => sum + due(load), 0);
  const active = rows.reduce((sum, { load }) => sum + load.active, 0);
  const failed = failures.reduce((sum, group) => sum + group.count, 0);
  const oldestMs = Math.max(0, ...rows.map(({ load }) => load.oldestMs ?? 0));
  return html`${pageHead("Pipeline", {
      lead: "What waits where, who works on it, and what failed.",
      actions: drainButton(view, context),
    })}
    ${warnings(view, context)}
    <div class="tiles">
      ${tile("Waiting", figure(waiting), { href: "#stages", note: oldestMs > 0 ? `the oldest for ${duration(oldestMs)}` : "nothing waits" })}
      ${tile("Being worked on", figure(active), { href: "#stages", note: `by ${count(state.workers.length, "process", "processes")}` })}
      ${tile("Failed", figure(failed), { href: "#failures", note: `in the last ${failureDays} days`, tone: failed > 0 ? "warn" : "good" })}
    </div>
    ${strip(rows)} ${panel("Steps", stagesTable(rows, context), { id: "stages" })} ${failuresPanel(failures, context)}
    ${panel("Workers", workersTable(view, context), { id: "workers" })}
    ${panel("Stores", storeFacts(view, context), { id: "stores" })} ${queuesView(view, context)}`;
}

function drainButton({ state }: PipelineView, context: ViewContext): Part {
  if (!mayDo(context.viewer.role, "operator")) return none;
  if (state.drainedSince !== null)
    return actionButton(context, "/pipeline/resume-intake", "Let intake go on", { tone: "primary" });
  return actionButton(context, "/pipeline/drain", "Stop intake", {
    confirm: "Stop intake? No feed is polled and no page fetched until you let it go on. What is here already goes on.",
  });
}

function warnings({ rows, state, queues }: PipelineView, context: ViewContext): Part {
  const idle = rows.filter(({ workers }) => workers === 0);
  const services = [...new Set(idle.map(({ service }) => service))];
  return html`${
    state.drainedSince === null
      ? none
      : notice(
          "warn",
          html`Intake is stopped since ${clock(state.drainedSince, context)}: no feed is polled and no page fetched.`,
        )
  }
  ${queues.isThere ? none : notice("bad", "The queues do not answer; work goes on as soon as they do, nothing is lost.")}
  ${services.map((service) => {
    const waiting = idle.filter((row) => row.service === service).reduce((sum, { load }) => sum + due(load), 0);
    return notice(
      "bad",
      `No ${service} is running: ${waiting === 0 ? "nothing waits for it yet" : `${count(waiting, "piece of work waits", "pieces of work wait")} for it`}. Start one with “wirewatch run ${service}”.`,
    );
  })}
  ${rows.flatMap(({ stage, pause }) =>
    pause === null
      ? []
      : [notice("warn", html`${stage} is paused since ${clock(pause.since, context)} by ${pause.by}; its work waits.`)],
  )}`;
}

function strip(rows: readonly StageRow[]): Html {
  const points = articlePath.flatMap((stage) => {
    const row = rows.find((one) => one.stage === stage);
    return row === undefined ? [] : [{ label: stage, value: due(row.load) + row.load.active, href: `#stage-${stage}` }];
  });
  return panel("Way of an article", bars("Articles and messages at each step now", "waiting or at work", points, 120));
}

/** What could be worked on now. */
function due({ waiting, atHost }: StageRow["load"]): number {
  return waiting + atHost;
}

function stagesTable(rows: readonly StageRow[], context: ViewContext): Html {
  const isOperator = mayDo(context.viewer.role, "operator");
  const all = table(
    "Steps of the pipeline",
    rows,
    [
      {
        head: "Step",
        kind: "main",
        cell: ({ stage }) => html`<strong>${stage}</strong> <span class="soft">${stageWords[stage]}</span>`,
      },
      {
        head: "State",
        cell: (row) => html`${stateChip(row)}${isOperator ? pauseButton(row, context) : none}`,
      },
      { head: "Waiting", kind: "number", cell: ({ load }) => orNone(due(load)) },
      { head: "At work", kind: "number", cell: ({ load }) => orNone(load.active) },
      {
        head: "Oldest waits",
        kind: "number",
        cell: ({ load }) => (load.oldestMs === null ? "–" : duration(Math.max(0, load.oldestMs))),
      },
      {
        head: "Done a minute",
        kind: "number",
        cell: ({ pace }) => (pace === null ? "–" : short(pace.perMinuteLately)),
      },
    ],
    { id: ({ stage }) => `stage-${stage}` },
  );
  return html`${all}
    <p class="hint">
      Waiting: articles, feeds or messages that are due, those that wait for their turn at a site as well. Done a
      minute: of the last ${latelyMinutes} minutes.
    </p>`;
}

function stateChip({ workers, pause, service }: StageRow): Html {
  if (pause !== null) return chip("warn", "paused");
  if (workers === 0) return chip("bad", `no ${service}`);
  return chip("good", count(workers, "worker"));
}

function pauseButton({ stage, pause }: StageRow, context: ViewContext): Html {
  if (pause !== null) return actionButton(context, path`/pipeline/stages/${stage}/resume`, "Go on");
  return actionButton(context, path`/pipeline/stages/${stage}/pause`, "Pause", {
    confirm: `Pause ${stage}? What it works on ends, everything else waits until you let it go on.`,
  });
}

function failuresPanel(failures: readonly WorkFailure[], context: ViewContext): Html {
  if (failures.length === 0)
    return panel("Failed work", html`<p class="soft">Nothing failed in the last ${failureDays} days.</p>`, {
      id: "failures",
    });
  const entries = failures.map((group, at) => failureEntry(group, at, context));
  return panel("Failed work", html`<div class="stack">${entries}</div>`, { id: "failures" });
}

const shownWorks = 5;

function failureEntry(group: WorkFailure, at: number, context: ViewContext): Html {
  const { stage, error, works, sources, firstAt, lastAt } = group;
  const here = withQuery("/pipeline/failures", { stage, error });
  const links = works.slice(-shownWorks).map(
    ({ articleId, url, title, failedAt }) =>
      html`<li>
        <a href="${path`/articles/${articleId}`}">${title ?? url}</a>
        <span class="soft">${ago(failedAt, context)}</span>
      </li>`,
  );
  return html`<article class="entry warn" id="failure-${at}">
    <h3><a href="${here}">${count(group.count, "article")} failed in ${stage}</a></h3>
    <p>${error}</p>
    <p class="soft">
      ${sources.slice(0, 5).join(", ")}${sources.length > 5 ? ` and ${sources.length - 5} more sources` : ""} · from
      ${clock(firstAt, context)} to ${clock(lastAt, context)}
    </p>
    <ul>
      ${links}
    </ul>
    ${mayDo(context.viewer.role, "operator") ? retryButton(group, context) : none}
  </article>`;
}

function retryButton({ stage, error, count: many }: WorkFailure, context: ViewContext): Html {
  return actionButton(context, "/pipeline/failures/retry", many === 1 ? "Try again" : `Try all ${figure(many)} again`, {
    fields: { stage, error },
    tone: "primary",
    key: "r",
    confirm: `Put ${count(many, "article")} back into ${stage}? What ended another way meanwhile is left alone.`,
  });
}

/** All work that failed with one error, and what trying again does. */
export function failuresView(group: WorkFailure, context: ViewContext): Html {
  const isOperator = mayDo(context.viewer.role, "operator");
  return html`${pageHead(`Failed in ${group.stage}`, { lead: group.error })}
    ${notice("info", `${count(group.count, "article goes", "articles go")} back into ${group.stage} when tried again, with new attempts. What is finished is never done again.`)}
    ${isOperator ? retryButton(group, context) : none}
    ${panel(
      "Articles",
      table("Articles that failed", group.works.toReversed(), [
        {
          head: "Article",
          kind: "main",
          cell: ({ articleId, title, url }) => html`<a href="${path`/articles/${articleId}`}">${title ?? url}</a>`,
        },
        { head: "Source", cell: ({ sourceId }) => html`<a href="${path`/sources/${sourceId}`}">${sourceId}</a>` },
        { head: "Why", cell: ({ reason }) => reason },
        { head: "Page", cell: ({ url }) => outLink(url, "open") },
        { head: "When", kind: "time", cell: ({ failedAt }) => clock(failedAt, context) },
        ...(isOperator
          ? [
              {
                head: "",
                cell: ({ articleId, revision }: WorkFailure["works"][number]) =>
                  oneButton(articleId, revision, context),
              },
            ]
          : []),
      ]),
    )}
    <p><a class="button" href="/pipeline">To the pipeline</a></p>`;
}

function oneButton(articleId: string, revision: number, context: ViewContext): Html {
  return actionButton(context, "/pipeline/failures/retry", "Try again", {
    fields: { article: articleId, revision: String(revision) },
  });
}

function workersTable({ state }: PipelineView, context: ViewContext): Html {
  if (state.workers.length === 0)
    return empty(
      "Nobody is at work",
      "No process has shown itself in the last 15 seconds. “wirewatch up” starts all of them.",
    );
  return table(
    "Processes that are alive",
    state.workers,
    [
      { head: "Services", kind: "main", cell: ({ services }) => services.join(", ") },
      { head: "Host", cell: ({ host }) => host },
      { head: "Process", kind: "number", cell: ({ pid }) => String(pid) },
      { head: "Since", kind: "time", cell: ({ startedAt }) => clock(startedAt, context) },
      { head: "Last seen", kind: "time", cell: ({ seenAt }) => ago(seenAt, context) },
    ],
    { id: ({ id }) => `worker-${id}` },
  );
}

function storeFacts({ database, queues, state }: PipelineView, context: ViewContext): Html {
  const { configuration } = state;
  return facts([
    ["Database", html`${chip("good", "connected")} PostgreSQL, answered in ${duration(database.latencyMs)}`],
    [
      "Queues",
      html`${queues.isThere ? chip("good", "connected") : chip("bad", "away")}
      ${queues.backend === "redis" ? "Redis" : "PostgreSQL"}${queues.isThere ? html`, answered in ${duration(queues.latencyMs)}` : none}`,
    ],
    configuration === null
      ? null
      : [
          "Configuration",
          html`version ${configuration.version}, loaded ${ago(configuration.loadedAt, context)}:
          ${count(configuration.sources, "source")}, ${count(configuration.topics, "topic")}`,
        ],
  ]);
}
