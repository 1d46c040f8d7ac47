import type { Config } from "@wirewatch/config";
import type { ConfigRefusal, ConfigSummary } from "@wirewatch/store";
import { html, lines, none, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, count, empty, facts, figure, more, notice, panel, table } from "../../views/parts.ts";
import { refusalList } from "../../views/refused.ts";
import { clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { textOf } from "./compare-configs.ts";
import type { ConfigChange } from "./compare-configs.ts";

interface ConfigurationView {
  readonly config: Config;
  readonly refusal: ConfigRefusal | null;
  readonly version: string;
  readonly loadedAt: Date | null;
  readonly versions: readonly ConfigSummary[];
  readonly cursor: string | null;
}

export function configurationBody(context: ViewContext, view: ConfigurationView): Html {
  const { config, refusal, version, loadedAt, versions, cursor } = view;
  const { sources, topics, alerts, network } = config;
  const inForce = facts([
    ["Version", version],
    ["In force since", clock(loadedAt, context)],
    ["Sources", html`<a href="/sources">${figure(sources.length)}</a>`],
    ["Topics", html`<a href="/topics">${figure(topics.length)}</a>`],
    ["Receivers", html`<a href="/settings">${figure(alerts.receivers.length)}</a>`],
  ]);
  const problems = html`<p class="hint">
    Sources, routes and receivers are written in <code>sources.yaml</code> and <code>alerts.yaml</code>. A saved file is
    in force about a second later. Files that cannot be used change nothing; what is wrong in them then stands here, and
    <code>wirewatch check</code> says it before. What was made in the console and cannot be used is left out by itself,
    and named here as well.
  </p>`;
  const networkText = textOf(network, "network");
  return html`${refusal === null ? none : refusalView(refusal, context)}${refusalList(config.refused ?? [], "object of the console", 200)}
  ${panel("In force", html`${inForce}${problems}`)}
  ${panel(
    "Alerts: routes, receivers, quiet hours",
    html`<pre class="yaml" tabindex="0">${lines(textOf(alerts, "alerts").trimEnd())}</pre>`,
    {
      id: "alerts",
    },
  )}
  ${
    networkText === ""
      ? none
      : panel("Network", html`<pre class="yaml" tabindex="0">${lines(networkText.trimEnd())}</pre>`, { id: "network" })
  }
  ${panel("Versions", html`${versionTable(context, versions, version)}${more("/settings/configuration", {}, cursor)}`, {
    id: "versions",
  })}`;
}

function refusalView({ problems, since }: ConfigRefusal, context: ViewContext): Html {
  return notice(
    "bad",
    html`<b>The files cannot be used as they are.</b> Version and contents below stay in force. Found
      ${clock(since, context)}:
      <ul class="plain">
        ${problems.map((line) => html`<li><code>${line}</code></li>`)}
      </ul>`,
  );
}

function versionTable(context: ViewContext, versions: readonly ConfigSummary[], inForce: string): Html {
  return table(
    "Configurations, the newest first",
    versions,
    [
      {
        head: "Version",
        kind: "main",
        cell: ({ version }) => html`${version} ${version === inForce ? chip("good", "in force") : none}`,
      },
      { head: "Loaded", kind: "time", cell: ({ loadedAt }) => clock(loadedAt, context) },
      { head: "Sources", kind: "number", cell: ({ sources }) => figure(sources) },
      { head: "Topics", kind: "number", cell: ({ topics }) => figure(topics) },
      { head: "Receivers", kind: "number", cell: ({ receivers }) => figure(receivers) },
      {
        head: "",
        cell: ({ version }) =>
          html`<a href="${path`/settings/configuration/${version}`}">What changed</a>${
              version === inForce
                ? none
                : html` ·
                    <a href="${withQuery(path`/settings/configuration/${inForce}`, { before: version })}"
                      >Compare with now</a
                    >`
            }`,
      },
    ],
    { href: ({ version }) => path`/settings/configuration/${version}` },
  );
}

interface ComparisonView {
  readonly version: string;
  readonly before: string | null;
  readonly loadedAt: Date;
  readonly changes: readonly ConfigChange[];
  readonly total: number;
}

export function comparisonBody(context: ViewContext, view: ComparisonView): Html {
  const { version, before, loadedAt, changes, total } = view;
  const title = before === null ? `Version ${version}, the first` : `Version ${version} against ${before}`;
  const head = facts([
    ["Loaded", clock(loadedAt, context)],
    ["Changed", count(total, "entry", "entries")],
  ]);
  const rest =
    total > changes.length ? html`<p class="hint">${figure(total - changes.length)} more are not shown.</p>` : none;
  const shown =
    total === 0
      ? empty("Nothing differs", "What the two say is the same; only the order or the writing of the files differs.")
      : changes.map(changePanel);
  return html`<p><a href="/settings/configuration#versions">All versions</a></p>
    ${panel(title, head)} ${shown} ${rest}`;
}

const partNames = {
  source: "Source",
  topic: "Topic",
  alerts: "Alerts",
  network: "Network",
  keep: "What is kept",
} as const;
const tones = { added: "good", removed: "bad", changed: "info" } as const;

function changePanel({ kind, id, change, lines: changed }: ConfigChange): Html {
  const name = id === "" ? partNames[kind] : html`${partNames[kind]} ${id}`;
  const shown = changed.map((line) => {
    const text = lines(line.text);
    if (line.kind === "added") return html`<ins>+ ${text}</ins>`;
    return line.kind === "removed" ? html`<del>- ${text}</del>` : html`<span> ${text}</span>`;
  });
  return panel(html`${name} ${chip(tones[change], change)}`, html`<pre class="yaml diff" tabindex="0">${shown}</pre>`);
}
