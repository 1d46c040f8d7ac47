import { latelyMinutes } from "@wirewatch/store";
import { html, none } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { chip, figure, table } from "../../views/parts.ts";
import { ago, duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import type { PipelineView, StageRow } from "./read-pipeline.ts";

/** What only somebody needs who looks for the place where work is stuck; folded. */
export function queuesView(view: PipelineView, context: ViewContext): Html {
  return html`<details class="panel fold" id="queues">
    <summary><h2>Queues in detail</h2></summary>
    <p class="soft">For operators who look for the place where work is stuck.</p>
    ${workTable(view.rows)}
    <p class="hint">
      Due: could be done now, and nobody works on it. For a site's turn: its site was asked a moment ago, and is left in
      peace until then. Later: planned, such as the next look at a feed or another try. Waited and took are of the last
      hour.
    </p>
    ${signals(view, context)}
  </details>`;
}

function workTable(rows: readonly StageRow[]): Html {
  return table("Work of each step", rows, [
    { head: "Step", kind: "main", cell: ({ stage }) => stage },
    { head: "Due", kind: "number", cell: ({ load }) => orNone(load.waiting) },
    { head: "For a site's turn", kind: "number", cell: ({ load }) => orNone(load.atHost) },
    { head: "Later", kind: "number", cell: ({ load }) => orNone(load.delayed) },
    {
      head: `A minute, last ${latelyMinutes} minutes`,
      kind: "number",
      cell: ({ pace }) => (pace === null ? "–" : short(pace.perMinuteLately)),
    },
    {
      head: "A minute, last hour",
      kind: "number",
      cell: ({ pace }) => (pace === null ? "–" : short(pace.perMinuteHour)),
    },
    { head: "Waited", cell: ({ pace }) => lagWords(pace?.wait ?? null) },
    { head: "Took", cell: ({ pace }) => lagWords(pace?.work ?? null) },
  ]);
}

function lagWords(lag: { readonly p50Ms: number; readonly p95Ms: number } | null): Part {
  if (lag === null) return "–";
  return html`<span class="no-wrap">half up to ${duration(lag.p50Ms)},</span>
    <span class="no-wrap">95 of 100 up to ${duration(lag.p95Ms)}</span>`;
}

/** What the queues themselves hold: for each piece of work that is due a signal. */
function signals({ rows, queues }: PipelineView, context: ViewContext): Html {
  const lead = html`<h3>Signals</h3>
    <p class="soft">
      A signal in a queue says which work is due. One that is lost comes again by itself: it costs time, never work.
    </p>`;
  if (!queues.isThere)
    return html`${lead}
      <p>The queues do not answer.</p>`;
  const busy = rows.filter(({ bells }) => bells !== null && (bells.isPaused || signalsOf(bells) > 0));
  if (busy.length === 0)
    return html`${lead}
      <p>No queue holds a signal just now, and none is paused.</p>`;
  return html`${lead}
  ${table(
    "Signals in the queues",
    busy,
    [
      {
        head: "Queue",
        kind: "main",
        cell: ({ stage, bells }) => html`${stage} ${bells?.isPaused === true ? chip("warn", "paused") : none}`,
      },
      { head: "Waiting", kind: "number", cell: ({ bells }) => orNone(bells?.waiting ?? 0) },
      { head: "Taken", kind: "number", cell: ({ bells }) => orNone(bells?.active ?? 0) },
      { head: "Later", kind: "number", cell: ({ bells }) => orNone(bells?.delayed ?? 0) },
      { head: "Failed", kind: "number", cell: ({ bells }) => orNone(bells?.failed ?? 0) },
      {
        head: "Oldest",
        kind: "time",
        cell: ({ bells }) => (bells === null || bells.oldestAt === null ? "–" : ago(bells.oldestAt, context)),
      },
    ],
    { id: ({ stage }) => `queue-${stage}` },
  )}`;
}

function signalsOf({ waiting, active, delayed, failed }: NonNullable<StageRow["bells"]>): number {
  return waiting + active + delayed + failed;
}

/** A number, or a dash: in a table most are none. */
export function orNone(n: number): string {
  return n === 0 ? "–" : figure(n);
}

/** A rate in few digits. */
export function short(value: number): string {
  return value === 0 || value >= 10 ? figure(Math.round(value)) : value.toFixed(1);
}
