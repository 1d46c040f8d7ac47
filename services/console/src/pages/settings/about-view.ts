import type { KeepConfig } from "@wirewatch/config";
import { printRetention } from "@wirewatch/store";
import type { StoreFacts, Worker } from "@wirewatch/store";
import { html, outLink } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { chip, facts, figure, panel, table } from "../../views/parts.ts";
import { ago, duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";

interface AboutView {
  readonly version: string;
  readonly node: string;
  readonly queues: "postgres" | "redis";
  /** Issuer of single sign-on. */
  readonly signOn: string | null;
  readonly store: StoreFacts;
  readonly workers: readonly Worker[];
  readonly drainedSince: Date | null;
  /** How long articles are kept. */
  readonly keep: KeepConfig;
}

export function aboutBody(context: ViewContext, view: AboutView): Html {
  const { store } = view;
  const running = facts([
    ["Wirewatch", view.version],
    ["Node.js", view.node],
    ["PostgreSQL", store.version],
    ["Schema", store.schema],
    ["Queues", view.queues === "redis" ? "Redis" : "PostgreSQL"],
    ["Log-in", view.signOn === null ? "with passwords" : html`with passwords, and by ${view.signOn}`],
    [
      "Intake",
      view.drainedSince === null ? "goes on" : html`${chip("warn", "drained")} ${ago(view.drainedSince, context)}`,
    ],
  ]);
  const licences = html`<p>
    Wirewatch is free software under the
    ${outLink("https://www.apache.org/licenses/LICENSE-2.0", "Apache License, Version 2.0")}. The packages it installs
    have licences of their own; the file <code>NOTICE</code> beside the program names those that ask for it.
  </p>`;
  return html`${panel("What is kept", retention(view.keep))}
    <div class="two">${panel("What runs here", running)} ${panel("The database", database(store))}</div>
    ${panel("Processes", workers(context, view.workers))} ${panel("Licences", licences)}`;
}

/** Every kind of record with how long it stays; the figures are those the housekeeping uses. */
function retention({ pagesMs, textsMs }: KeepConfig): Html {
  const { keysDays, exactDays, storyTermsDays, alternatesDays } = printRetention;
  const rows: readonly (readonly [what: string, howLong: Part])[] = [
    ["Pages as they came", keptFor(pagesMs)],
    ["Texts of articles, and search in them", keptFor(textsMs)],
    ["Articles with title and address, their revisions, stories, and what was decided about them", "for ever"],
    ["Alerts, deliveries with all their attempts", "for ever"],
    ["Audit log, configurations, versions of topics", "for ever"],
    ["What near copies are recognised by", `${keysDays} days`],
    ["What exact copies are recognised by", `${exactDays} days`],
    ["Words by which stories are found", `${storyTermsDays} days after their last article`],
    ["Addresses of translations", `${alternatesDays} days`],
    ["Sessions", "24 hours without use, 14 days at most"],
    ["One-time passwords, answers to repeated requests of the API", "24 hours"],
  ];
  const rules = table("What is kept for how long", rows, [
    { head: "What", kind: "main", cell: ([what]) => what },
    { head: "How long", cell: ([, howLong]) => howLong },
  ]);
  return html`${rules}
    <p class="hint">The first two are set by <code>keep</code> in <code>sources.yaml</code>.</p>`;
}

function keptFor(ms: number | null): string {
  return ms === null ? "for ever" : duration(ms);
}

function database({ bytes, tables }: StoreFacts): Html {
  return html`${facts([["Size", size(bytes)]])}
  ${table("The largest tables", tables, [
    { head: "Table", kind: "main", cell: ({ name }) => html`<span class="mono">${name}</span>` },
    { head: "Size", kind: "number", cell: (one) => size(one.bytes) },
    { head: "Rows, about", kind: "number", cell: ({ rows }) => figure(Math.round(rows)) },
  ])}`;
}

function workers(context: ViewContext, running: readonly Worker[]): Html {
  return table("Processes that are alive", running, [
    { head: "Services", kind: "main", cell: ({ services }) => services.join(", ") },
    { head: "Host", cell: ({ host }) => host },
    { head: "Process", kind: "number", cell: ({ pid }) => String(pid) },
    { head: "Started", kind: "time", cell: ({ startedAt }) => ago(startedAt, context) },
    { head: "Seen", kind: "time", cell: ({ seenAt }) => ago(seenAt, context) },
  ]);
}

function size(bytes: number): string {
  if (bytes < 1_000_000) return `${figure(Math.round(bytes / 1000))} kB`;
  if (bytes < 1_000_000_000) return `${figure(Math.round(bytes / 1_000_000))} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
