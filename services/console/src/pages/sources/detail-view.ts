import type { RefusedConfig, SourceConfig } from "@wirewatch/config";
import type {
  HourlyItems,
  LearnedBlocks,
  LoggedPoll,
  SourceArticle,
  SourceNotice,
  Subscription,
} from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { bars } from "../../views/charts.ts";
import { html, none, outLink, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { actionButton, chip, count, facts, form, notice, pageHead, panel, table } from "../../views/parts.ts";
import { refusalNotice } from "../../views/refused.ts";
import { ago, clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { stateChip } from "./list-view.ts";
import { madeActions } from "./edit-view.ts";
import { feedsPanel, pollsPanel } from "./polls-view.ts";
import { readingPanel } from "./reading-view.ts";
import { settingsPanel } from "./settings-view.ts";
import type { ConsoleOrigin } from "./settings-view.ts";
import { earliest, latest, usualPerDay, whyOf } from "./state-words.ts";
import type { ListedSource } from "./state-words.ts";
import { volumePoints } from "./volume-points.ts";

/** All that the page of one source shows. */
export interface SourceDetail {
  readonly source: ListedSource;
  /** Null when it is in the configuration no more. */
  readonly config: SourceConfig | null;
  /** What sources are that say nothing themselves; null when the file says nothing either. */
  readonly defaults: SourceConfig | null;
  /** Who made it in the console; null when it stands in the file. */
  readonly madeIn: ConsoleOrigin | null;
  /** Why an entry of the console with this id is not in use; null when it is, or there is none. */
  readonly refused: RefusedConfig | null;
  readonly rhythms: ReadonlyMap<string, unknown>;
  readonly polls: ReadonlyMap<string, readonly LoggedPoll[]>;
  readonly volume: readonly HourlyItems[];
  readonly articles: readonly SourceArticle[];
  readonly notices: readonly SourceNotice[];
  readonly blocks: LearnedBlocks;
  readonly subscriptions: readonly Subscription[];
  readonly drift: unknown;
  readonly canProbe: boolean;
}

export function sourceDetailView(detail: SourceDetail, context: ViewContext): Html {
  const { source, config, canProbe } = detail;
  const { id, name, url, state } = source;
  const mayChange = config !== null && mayDo(context.viewer.role, "operator");
  const test = canProbe ? actionButton(context, path`/sources/${id}/test`, "Test now", { tone: "primary" }) : none;
  const silence = mayDo(context.viewer.role, "analyst")
    ? html`<a class="button" href="${withQuery("/silences/new", { source: id })}">Silence this source</a>`
    : none;
  return html`${pageHead(name, {
      lead: html`<span class="mono">${id}</span>${url === null ? none : html` · ${outLink(url, url)}`}`,
      actions: html`<a class="button" href="/sources">All sources</a
        >${silence}${detail.madeIn === null ? none : madeActions(id, context)}${mayChange ? test : none}`,
    })}
    ${refusedNotice(detail, context)} ${stateNotice(detail, context)}
    ${mayChange && config.enabled ? pauseForm(detail, context) : none} ${volumePanel(detail, context)}
    <div class="grid sources-grid">${factsPanel(detail, context)}${readingPanel(detail, context)}</div>
    ${feedsPanel(detail, context)} ${state === "new" && detail.polls.size === 0 ? none : pollsPanel(detail, context)}
    ${articlesPanel(detail, context)} ${noticesPanel(detail, context)} ${settingsPanel(detail, context)}`;
}

/** Where a file has its id as well the page is that of the file's source, and the other one can be deleted. */
function refusedNotice({ refused, madeIn, source }: SourceDetail, context: ViewContext): Html {
  if (refused === null) return none;
  const isOther = madeIn === null && mayDo(context.viewer.role, "operator");
  const link = html`<p>
    <a class="button" href="${path`/sources/${source.id}/delete`}">Delete the one made in the console</a>
  </p>`;
  return refusalNotice(refused, isOther ? link : none);
}

function stateNotice({ source, rhythms }: SourceDetail, context: ViewContext): Html {
  const { short, long, since } = whyOf(source, [...rhythms.values()], context.now);
  const isWell = source.state === "ok";
  const when = since === null ? none : html` since ${clock(since, context)}, ${ago(since, context)}`;
  const what = short === "" ? (isWell ? "It can be read, and brings what it usually brings." : "") : short;
  const level = isWell ? "good" : ["gone", "blocked", "failing"].includes(source.state) ? "bad" : "info";
  return notice(
    level,
    html`${stateChip(source.state)}
      <b>${what}</b>${when}${long === null || long === short ? none : html`<br />${long}.`}`,
  );
}

const pauseWords =
  "It is not asked until somebody resumes it, whatever the files say. What it announced before is still read.";
const pushPauseWords =
  "Programs that hand in articles are told to come again later (503), until somebody resumes it. Nothing of theirs is kept meanwhile; what came before is still worked on.";

function pauseForm({ source, config }: SourceDetail, context: ViewContext): Html {
  if (source.state === "paused") {
    return html`<p>${actionButton(context, path`/sources/${source.id}/resume`, "Resume", { tone: "primary" })}</p>`;
  }
  return html`<details class="pause">
    <summary>Pause this source</summary>
    ${form(
      context,
      path`/sources/${source.id}/pause`,
      html`<label class="field"
          ><span>Why</span
          ><input name="reason" maxlength="300" placeholder="shown to everybody" autocomplete="off" /></label
        ><button class="button">Pause</button>`,
      "bulk-row",
    )}
    <p class="hint">${config?.kind === "push" ? pushPauseWords : pauseWords}</p>
  </details>`;
}

function volumePanel({ source, volume, rhythms }: SourceDetail, context: ViewContext): Html {
  const { days, hours } = volumePoints(volume, context.now, context.timeZone, source.id);
  const perDay = usualPerDay([...rhythms.values()], context.now);
  const usual =
    perDay === null
      ? "What is usual shows after a few days."
      : "The shaded band is what usually comes; bars outside of it are orange.";
  return panel(
    "Volume",
    html`<p class="hint">${usual}</p>
      <div class="grid">
        ${bars("New items a day, 30 days", "items", days)} ${bars("New items an hour, 24 hours", "items", hours)}
      </div>`,
    { id: "volume" },
  );
}

function factsPanel({ source, rhythms, subscriptions }: SourceDetail, context: ViewContext): Html {
  const { feeds } = source;
  const next = earliest(feeds.map((feed) => feed.nextTryAt));
  const perDay = usualPerDay([...rhythms.values()], context.now);
  return panel(
    "Now",
    html`${facts([
      ["Last success", ago(latest(feeds.map((feed) => feed.lastSuccessAt)), context)],
      ["Last new item", ago(latest(feeds.map((feed) => feed.lastItemAt)), context)],
      ["Next try", next === null ? "none" : next <= context.now ? "now" : ago(next, context)],
      ["Usually", perDay === null ? "not known yet" : `${perDay.toFixed(perDay < 10 ? 1 : 0)} items a day`],
      ["Failures in a row", String(Math.max(0, ...feeds.map((feed) => feed.failures)))],
    ])}
    ${subscriptions.map((one) => subscriptionFacts(one, context))}`,
  );
}

const subscriptionWords: Readonly<Record<Subscription["state"], string>> = {
  wanted: "will be asked for",
  asked: "asked for, the hub has not answered yet",
  active: "on: the hub pushes new items at once, polls are the backup",
  denied: "the hub denied it",
  off: "off: pushes were missed, polls took over again",
};

function subscriptionFacts({ hub, state, reason, leaseEndsAt, lastPushAt }: Subscription, context: ViewContext): Html {
  return html`<h3>Pushes (WebSub)</h3>
    ${facts([
      ["State", subscriptionWords[state]],
      reason === null ? null : ["Remark", reason],
      ["Hub", outLink(hub, hub)],
      ["Last push", ago(lastPushAt, context)],
      leaseEndsAt === null ? null : ["Runs until", clock(leaseEndsAt, context)],
    ])}`;
}

function articlesPanel({ articles, source }: SourceDetail, context: ViewContext): Html {
  if (articles.length === 0) {
    return panel("Newest articles", html`<p class="soft">Nothing came from this source yet.</p>`, { id: "articles" });
  }
  return panel(
    "Newest articles",
    table(
      "Newest articles of this source",
      articles,
      [
        { head: "Seen", kind: "time", cell: ({ seenAt }) => clock(seenAt, context) },
        { head: "Title", kind: "main", cell: ({ title, url }) => title ?? url ?? "without a title" },
        { head: "What became of it", cell: articleEnd },
        {
          head: "Characters",
          kind: "number",
          cell: ({ characters }) => (characters === null ? none : characters.toLocaleString("en-GB")),
        },
        { head: "On the site", cell: ({ url }) => (url === null ? none : outLink(url, "open")) },
      ],
      {
        href: ({ url }) => (url === null ? null : withQuery("/explain", { url })),
        id: ({ itemId }) => `item-${itemId}`,
      },
    ),
    {
      id: "articles",
      actions: html`<a href="${withQuery("/search", { source: source.id })}">Search in this source</a>`,
    },
  );
}

const outcomeNames: Readonly<Record<string, string>> = {
  matched: "in a topic",
  unmatched: "in no topic",
  duplicate: "a copy",
  unchanged: "nothing new",
  notArticle: "no article",
  gone: "gone before it was read",
  refused: "refused",
  failed: "failed",
  knownUrl: "known already",
  excluded: "left out",
};

function articleEnd({ outcome, reason, stage, isBaseline }: SourceArticle): Html {
  const before = isBaseline ? html` <span class="soft">(was there before)</span>` : none;
  if (outcome === null) return html`${stage === null ? "waiting" : `at the stage ${stage}`}${before}`;
  const name = outcomeNames[outcome] ?? outcome;
  const why = ["failed", "excluded", "notArticle", "refused"].includes(outcome) ? reason : null;
  return html`${outcome === "failed" ? chip("bad", name) : name}${why === null ? none : html`: ${why}`}${before}`;
}

function noticesPanel({ notices }: SourceDetail, context: ViewContext): Html {
  if (notices.length === 0) return none;
  const lines = notices.map(
    ({ id, text, at, kind, outcome, reason }) =>
      html`<li id="${`notice-${id}`}" class="${kind === "recovered" || kind === "settled" ? "good" : "bad"}">
        ${clock(at, context)} ${text}
        <span class="soft"
          >${outcome === null ? "on its way" : outcome === "sent" ? "sent" : `not sent${reason === null ? "" : `: ${reason}`}`}</span
        >
      </li>`,
  );
  return panel(
    `What was told about it`,
    html`<ol class="timeline">
        ${lines}
      </ol>
      <p class="hint">The last ${count(notices.length, "message")}.</p>`,
    { id: "notices" },
  );
}
