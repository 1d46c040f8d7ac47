import type { Config } from "@wirewatch/config";
import { severities, suppressionReasons } from "@wirewatch/model";
import { suppressionWords } from "@wirewatch/explain";
import { maxCounted } from "@wirewatch/store";
import type { AlertCard, CardTab, Id } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { formTokenField } from "../../access/same-site.ts";
import { html, none, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { empty, figure, filterForm, input, more, notice, pageHead, select, tabs } from "../../views/parts.ts";
import type { ViewContext } from "../../views/view.ts";
import { isFiltered, queryFields, tabNames } from "./alerts-query.ts";
import type { AlertsQuery } from "./alerts-query.ts";
import { matcherChoices } from "./matcher-choices.ts";
import { cardView, muteHours } from "./card-view.ts";
import type { CardContext } from "./card-view.ts";

/** How many entries each tab has; up to {@link maxCounted}, then more. */
export type TabCounts = Readonly<Record<Exclude<CardTab, "all"> | "suppressed", number>>;

/** What stands above every list of alerts: title, tabs with counts, filters. */
export function listHead(
  query: AlertsQuery,
  counts: TabCounts,
  context: Pick<ViewContext, "viewer">,
  config: Config,
): Html {
  const actions = html`${mayDo(context.viewer.role, "analyst") ? html`<a class="button" href="/silences/new">New silence</a>` : none}`;
  const names = Object.keys(tabNames) as readonly AlertsQuery["tab"][];
  return html`${pageHead("Alerts", { lead: leadOf(query, counts), actions })}
  ${tabs(
    "State of alerts",
    names.map((tab) => {
      const n = countOf(tab, query, counts);
      return {
        name: html`${tabNames[tab]}${n === null ? none : html` <span class="count">${countText(n)}</span>`}`,
        href: withQuery("/alerts", queryFields({ ...query, tab })),
        isHere: tab === query.tab,
      };
    }),
  )}
  ${filters(query, config)}
  ${query.matchers.problem === null ? none : notice("warn", html`${query.matchers.problem}. <span class="soft">Matchers look like <code>severity=~"high|critical"</code>, with commas between them.</span>`)}`;
}

/** Null where no figure is known: matchers are tried on the rows of a page, not on all there are. */
function countOf(tab: AlertsQuery["tab"], { matchers }: AlertsQuery, counts: TabCounts): number | null {
  return tab === "all" || (tab !== "suppressed" && matchers.matchers.length > 0) ? null : counts[tab];
}

function leadOf(query: AlertsQuery, counts: TabCounts): string {
  const open = countOf("open", query, counts);
  const isOfSome = isFiltered({ ...query, tab: "open" });
  if (open === null) return "Those that fit the matchers.";
  if (open === 0) return isOfSome ? "Nothing that is open fits the filters." : "Nothing is open.";
  const which = isOfSome ? " that fit the filters" : "";
  return `${countText(open)} open${which}: told, and nobody has acknowledged ${open === 1 ? "it" : "them"} yet.`;
}

function filters(query: AlertsQuery, config: Config): Html {
  const { topics, sources, alerts } = config;
  const { tab } = query;
  const any = (text: string): readonly [string, string] => ["", text];
  const options = (
    values: readonly (readonly [string, string])[],
    chosen: string | null,
  ): readonly (readonly [string, string])[] =>
    // What is not in the configuration any more can still be looked for.
    chosen === null || values.some(([value]) => value === chosen) ? values : [...values, [chosen, chosen]];
  return filterForm(
    "/alerts",
    html`${tab === "open" ? none : html`<input type="hidden" name="state" value="${tab}" />`}
      ${query.silenceId === null ? none : html`<input type="hidden" name="silence" value="${query.silenceId}" />`}
      ${tab === "suppressed" ? none : input("Title or number", "q", query.text, { type: "search", placeholder: "harbour, al_12" })}
      ${
        tab === "suppressed"
          ? select("Reason", "reason", query.reason ?? "", [
              any("any"),
              ...suppressionReasons.map((reason) => [reason, suppressionWords[reason]] as const),
            ])
          : none
      }
      ${select("Topic", "topic", query.topicId ?? "", [
        any("any"),
        ...options(
          topics.map(({ id, name }) => [id, name] as const),
          query.topicId,
        ),
      ])}
      ${select("Severity", "severity", query.severity ?? "", [any("any"), ...severities.map((severity) => [severity, severity] as const)])}
      <details class="more-filters" id="more-filters" ${hasRareFilter(query) ? html`open` : none}>
        <summary>More filters</summary>
        <div class="filters">
          ${
            tab === "suppressed"
              ? none
              : select("Receiver", "receiver", query.receiver ?? "", [
                  any("any"),
                  ...options(
                    alerts.receivers.map(({ name }) => [name, name] as const),
                    query.receiver,
                  ),
                ])
          }
          ${select("Source", "source", query.sourceId ?? "", [
            any("any"),
            ...options(
              sources.map(({ id, name }) => [id, name] as const),
              query.sourceId,
            ),
          ])}
          ${
            tab === "suppressed"
              ? none
              : input("Matchers", "matchers", query.matchers.texts.join(", "), {
                  type: "search",
                  placeholder: 'desk="corporate", severity!="low"',
                  choices: matcherChoices(config),
                })
          }
        </div>
      </details>
      ${isFiltered(query) ? html`<a class="button" href="${withQuery("/alerts", { state: tab === "open" ? null : tab })}">Clear</a>` : none}`,
    "Filter alerts",
  );
}

/** Filters that are out of sight until somebody wants them, so that alerts are in sight on a phone. */
function hasRareFilter({ receiver, sourceId, matchers }: AlertsQuery): boolean {
  return receiver !== null || sourceId !== null || matchers.texts.length > 0 || matchers.problem !== null;
}

/** A number that was counted up to a limit. */
export function countText(n: number): string {
  return n > maxCounted ? `${figure(maxCounted)}+` : figure(n);
}

/** The cards of a page with what may be done with several. */
export function cardList(cards: readonly AlertCard[], next: Id | null, query: AlertsQuery, context: CardContext): Html {
  if (cards.length === 0 && next === null) return emptyList(query);
  const isCut = cards.length === 0;
  return html`${mayDo(context.viewer.role, "analyst") && !isCut ? bulkBar(context, query.tab === "muted") : none}
    <section id="cards" aria-label="${tabNames[query.tab]} alerts">
      ${isCut ? html`<p class="soft">Nothing among the newest alerts fits; older ones were not looked at yet.</p>` : none}
      ${cards.map((card) => cardView(card, context, "full"))}
    </section>
    ${more("/alerts", queryFields(query), next)}`;
}

/** Takes the boxes of the cards: they name it by `form="bulk"`. */
function bulkBar(context: CardContext, isMutedTab: boolean): Html {
  return html`<div class="bulk-bar">
    <form method="post" action="/alerts/bulk" id="bulk" data-inline>
      <input type="hidden" name="${formTokenField}" value="${context.formToken}" />
      <input type="hidden" name="back" value="${context.back}" />
      <span class="soft">Marked alerts:</span>
      <button class="button small" name="do" value="acknowledge">Acknowledge</button>
      ${isMutedTab ? html`<button class="button small" name="do" value="unmute">Unmute stories</button>` : muteMarked}
    </form>
  </div>`;
}

const muteMarked = html`<button class="button small" name="do" value="mute">Mute stories</button>
  <label class="inline-field"
    ><span>for</span>
    <select name="hours">
      ${muteHours.map(([value, text]) => html`<option value="${value}" ${value === "24" ? html`selected` : none}>${text}</option>`)}
    </select></label
  >
  <label class="inline-field"
    ><span>because</span><input name="comment" maxlength="500" autocomplete="off" placeholder="reason"
  /></label>`;

function emptyList(query: AlertsQuery): Html {
  if (query.after !== null)
    return empty(
      "That was all",
      "There are no older ones.",
      html`<a class="button" href="${withQuery("/alerts", queryFields(query))}">To the newest</a>`,
    );
  if (isFiltered(query)) {
    return empty(
      "Nothing fits",
      "No alert fits these filters.",
      html`<a class="button" href="${withQuery("/alerts", { state: query.tab === "open" ? null : query.tab })}"
        >Clear the filters</a
      >`,
    );
  }
  const all = html`<a class="button" href="/alerts?state=all">All alerts</a>`;
  switch (query.tab) {
    case "open":
      return empty(
        "Nothing is open",
        "Every alert that was told has been acknowledged or closed. New ones appear here by themselves.",
        all,
      );
    case "acknowledged":
      return empty(
        "Nothing is acknowledged",
        "What somebody takes care of stands here until it closes. Press Acknowledge on an open alert.",
        html`<a class="button" href="/alerts">Open alerts</a>`,
      );
    case "held":
      return empty(
        "Nothing is held back",
        "What waits for its first message, for the end of quiet hours or for a digest stands here.",
        all,
      );
    case "muted":
      return empty(
        "Nothing is muted",
        "Stories that were told and that nobody wants to hear of for a while stand here. Press Mute story on an open alert.",
        html`<a class="button" href="/alerts">Open alerts</a>`,
      );
    case "closed":
      return empty(
        "Nothing is closed yet",
        "Alerts close when there was no news for a while.",
        html`<a class="button" href="/alerts">Open alerts</a>`,
      );
    case "suppressed":
      return empty(
        "Nothing was suppressed",
        "Matches that nobody is told of stand here with the reason.",
        html`<a class="button" href="/alerts">Open alerts</a>`,
      );
    case "all":
      return empty(
        "There are no alerts yet",
        "A topic says what to look for; what it finds appears here.",
        html`<a class="button primary" href="/topics">To the topics</a>`,
      );
  }
}
