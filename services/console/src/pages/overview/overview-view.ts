import type { RefusedConfig } from "@wirewatch/config";
import type {
  AlertCard,
  AlertLatency,
  CardState,
  DeliveryFigures,
  ChannelTrouble,
  TroubledSource,
} from "@wirewatch/store";
import { html, none, path, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { bars, sparkline } from "../../views/charts.ts";
import type { Point } from "../../views/charts.ts";
import { count, empty, figure, pageHead, panel, tile } from "../../views/parts.ts";
import type { Tone } from "../../views/parts.ts";
import { articlesBehind } from "../../views/rows-behind.ts";
import { refusalLine } from "../../views/refused.ts";
import { clock, clockText, duration } from "../../views/time.ts";
import { cardView } from "../alerts/card-view.ts";
import type { CardContext } from "../alerts/card-view.ts";
import type { ArticleHours } from "./article-hours.ts";
import type { NextStep } from "./next-step.ts";
import type { StripStep } from "./stage-strip.ts";
import { usualBand } from "./usual-band.ts";

const hourMs = 3_600_000;
const shownHours = 24;
const maxSources = 5;
const maxRefused = 5;

/** Everything the first page says. */
export interface OverviewFacts {
  /** Stories that alerts were opened about since midnight, by where they stand. */
  readonly today: Readonly<Record<CardState, number>>;
  readonly hours: ArticleHours;
  readonly sources: readonly TroubledSource[];
  readonly deliveries: DeliveryFigures;
  readonly channels: readonly ChannelTrouble[];
  readonly strip: readonly StripStep[];
  /** Of the last 24 hours. */
  readonly latency: AlertLatency;
  readonly newest: readonly AlertCard[];
  readonly next: NextStep | null;
  readonly idle: readonly string[];
  /** Objects of the console that the configuration goes without. */
  readonly refused: readonly RefusedConfig[];
  /** Since when the files of the configuration cannot be used; null while they can. */
  readonly refusedSince: Date | null;
}

/** The first page: whether anything needs somebody, and where to go on. */
export function overviewView(facts: OverviewFacts, context: CardContext): Html {
  const { next, hours } = facts;
  return html`${pageHead("Overview", { lead: leadOf(facts) })}
    ${next === null ? none : empty(next.title, next.text, next.action === null ? none : html`<a class="button primary" href="${next.action.href}">${next.action.name}</a>`)}
    <div class="tiles overview-tiles">
      ${alertsTile(facts)}${articlesTile(hours)}${sourcesTile(facts)}${deliveryTile(facts)}
    </div>
    ${hours.counts.size === 0 ? none : panel("Articles in the last 24 hours", volumeChart(hours, context))}
    <div class="two">
      <div>
        ${panel(
          "Newest alerts",
          facts.newest.length === 0
            ? html`<p class="soft">No alert yet.</p>`
            : html`${facts.newest.map((card) => cardView(card, context, "short"))}`,
          { id: "newest", actions: html`<a href="/alerts?state=all">All alerts</a>` },
        )}
      </div>
      <div>
        ${panel("On the way", stripView(facts.strip), { id: "strip", actions: html`<a href="/pipeline">Pipeline</a>` })}
        ${panel("How fast people are told", latencyView(facts.latency), { id: "latency" })}
        ${panel("Needs somebody", noticesView(facts, context), { id: "notices" })}
      </div>
    </div>`;
}

function leadOf({ today }: OverviewFacts): string {
  const { open } = today;
  return open === 0
    ? "Nobody waits for an answer."
    : `${count(open, "alert")} of today ${open === 1 ? "waits" : "wait"} for somebody.`;
}

function alertsTile({ today }: OverviewFacts): Html {
  const all = today.open + today.muted + today.acknowledged + today.held + today.closed;
  const notes = [
    linked(today.open, "open", "/alerts"),
    linked(today.acknowledged, "acknowledged", "/alerts?state=acknowledged"),
    ...(today.muted > 0 ? [linked(today.muted, "muted", "/alerts?state=muted")] : []),
    ...(today.held > 0 ? [linked(today.held, "held", "/alerts?state=held")] : []),
  ];
  const tone: Tone = today.open > 0 ? "warn" : "good";
  return tile("Alerts today", figure(all), {
    href: today.open > 0 ? "/alerts" : "/alerts?state=all",
    note: listed(notes),
    tone,
  });
}

/** A figure with what it is of, and a link to the rows behind it where there are some. */
function linked(n: number, word: string, href: string): Part {
  return n === 0 ? `0 ${word}` : html`<a href="${href}">${figure(n)} ${word}</a>`;
}

function listed(parts: readonly Part[]): Html {
  return html`${parts.map((part, at) => (at === 0 ? part : html`, ${part}`))}`;
}

function articlesTile({ counts, current }: ArticleHours): Html {
  const last = current.getTime() - hourMs;
  const n = counts.get(last) ?? 0;
  const band = usualBand(counts, last);
  const isOdd = band !== null && (n < band[0] || n > band[1]);
  const usual = band === null ? "too new to know what is usual" : `usually ${rangeText(band)} at that hour`;
  const values = Array.from({ length: shownHours }, (_, at) => counts.get(last - (shownHours - 1 - at) * hourMs) ?? 0);
  return tile("Articles in the last full hour", figure(n), {
    href: articlesBehind({ since: new Date(last), until: current }),
    note: html`${usual};
    ${linked(counts.get(current.getTime()) ?? 0, "in this one", articlesBehind({ since: current, until: new Date(current.getTime() + hourMs) }))}`,
    ...(isOdd ? { tone: "warn" as const } : {}),
    chart: sparkline("articles an hour, last 24 hours", values),
  });
}

function rangeText([from, to]: readonly [number, number]): string {
  return from === to ? figure(from) : `${figure(from)} to ${figure(to)}`;
}

function sourcesTile({ sources }: OverviewFacts): Html {
  const of = (state: TroubledSource["state"]): number => sources.filter((source) => source.state === state).length;
  const words = [
    [of("gone"), "gone"],
    [of("blocked"), "blocked"],
    [of("failing"), "failing"],
    [of("silent"), "silent"],
    [of("drift"), "giving less"],
  ] as const;
  const note =
    sources.length === 0
      ? "all of them can be read"
      : words.flatMap(([n, word]) => (n === 0 ? [] : [`${figure(n)} ${word}`])).join(", ");
  return tile("Sources needing attention", figure(sources.length), {
    href: "/sources",
    note,
    tone: sources.length === 0 ? "good" : "warn",
  });
}

function deliveryTile({ deliveries, channels }: OverviewFacts): Html {
  const { sent, failed, unknown, retrying } = deliveries;
  const lost = failed + unknown;
  const done = sent + lost;
  const share = done === 0 ? "–" : `${Math.floor((1000 * sent) / done) / 10}%`;
  const notes: Part[] = [
    done === 0
      ? "no message in 24 hours"
      : linked(sent, `${sent === 1 ? "message" : "messages"} sent in 24 hours`, "/deliveries?tab=sent"),
    ...(lost > 0 ? [linked(lost, "not delivered", "/deliveries?tab=dead")] : []),
    ...(retrying > 0 ? [linked(retrying, "tried again", "/deliveries?tab=retrying")] : []),
  ];
  const tone: Tone = lost > 0 || channels.length > 0 ? "bad" : retrying > 0 ? "warn" : "good";
  return tile("Delivered", share, {
    href: lost > 0 ? "/deliveries?tab=dead" : "/deliveries",
    note: listed(notes),
    tone,
  });
}

function volumeChart({ counts, current }: ArticleHours, context: CardContext): Html {
  const points = Array.from({ length: shownHours }, (_, at): Point => {
    const hour = current.getTime() - (shownHours - 1 - at) * hourMs;
    // The last one is under way: it cannot be compared yet.
    const isOver = hour < current.getTime();
    const band = isOver ? usualBand(counts, hour) : null;
    return {
      label: isOver ? clockText(new Date(hour), context).slice(-5) : "this hour",
      value: counts.get(hour) ?? 0,
      href: articlesBehind({ since: new Date(hour), until: new Date(hour + hourMs) }),
      ...(band === null ? {} : { usual: band }),
    };
  });
  const hasBand = points.some(({ usual }) => usual !== undefined);
  return bars(
    hasBand
      ? "Articles per hour; the band is what was usual in the same hour of the 7 days before"
      : "Articles per hour",
    "articles",
    points,
  );
}

function stripView(strip: readonly StripStep[]): Html {
  return html`<ol class="strip">
      ${strip.map(
        ({ name, unit, lastHour, open, oldestMs, tone, href, backlogHref }) =>
          html`<li class="${tone}">
            <span class="strip-name">${name}</span>
            <a
              class="strip-figure"
              href="${href}"
              aria-label="${`${name}: ${figure(lastHour)} ${unit} in the last hour`}"
              >${figure(lastHour)}</a
            >
            <span class="strip-note small"
              >${open === 0 ? html`<a href="${backlogHref}">none waits</a>` : html`<a href="${backlogHref}">${figure(open)} waiting</a>, oldest ${duration(oldestMs)}`}</span
            >
          </li>`,
      )}
    </ol>
    <p class="soft small">Numbers are of the last hour.</p>`;
}

function latencyView({ publishedToSent, seenToSent, matchedToSent }: AlertLatency): Html {
  const rows = [
    ["From publication", publishedToSent],
    ["From when it was first seen", seenToSent],
    ["From its match", matchedToSent],
  ] as const;
  if (rows.every(([, lag]) => lag === null))
    return html`<p class="soft">No first message was sent in the last 24 hours.</p>`;
  return html`<dl class="facts">
      ${rows.map(
        ([name, lag]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>
              ${lag === null ? html`<span class="soft">not known</span>` : html`half within <b>${duration(lag.p50Ms)}</b>, 95 of 100 within <b>${duration(lag.p95Ms)}</b>`}
            </dd>
          </div>`,
      )}
    </dl>
    <p class="soft small">
      <a href="/deliveries">${count(matchedToSent?.count ?? 0, "first message")}</a> of the last 24 hours; what quiet
      hours or digests held back is left out.
    </p>`;
}

function noticesView({ sources, channels, idle, refused, refusedSince }: OverviewFacts, context: CardContext): Html {
  const items: Part[] = [
    ...(refusedSince === null
      ? []
      : [
          html`<li class="bad">
            <a href="/settings/configuration">The configuration files</a> cannot be used since
            ${clock(refusedSince, context)}: the configuration before stays in force
          </li>`,
        ]),
    ...idle.map((text) => html`<li class="bad"><a href="/pipeline">${text}</a></li>`),
    ...channels.map(
      ({ receiver, channel, disabledAt, failingSince, reason }) =>
        html`<li class="bad">
          <a href="${withQuery("/deliveries", { receiver })}">${receiver}, ${channel}</a>
          ${disabledAt === null ? html`has only failed since ${clock(failingSince, context)}` : html`takes no messages any more, since ${clock(disabledAt, context)}`}${reason === null ? none : `: ${reason}`}
        </li>`,
    ),
    ...refused.slice(0, maxRefused).map(refusalLine),
    ...(refused.length > maxRefused
      ? [
          html`<li>
            <a href="/settings/configuration">${count(refused.length - maxRefused, "more object")} not in use</a>
          </li>`,
        ]
      : []),
    ...sources.slice(0, maxSources).map(
      ({ sourceId, state, reason, since }) =>
        html`<li class="warn">
          <a href="${path`/sources/${sourceId}`}">${nameOf(sourceId, context)}</a>
          ${sourceWords[state]}${reason === null ? none : `: ${reason}`}
          ${since === null ? none : html`<span class="soft">since ${clock(since, context)}</span>`}
        </li>`,
    ),
    ...(sources.length > maxSources
      ? [html`<li><a href="/sources">${count(sources.length - maxSources, "more source")}</a></li>`]
      : []),
  ];
  if (items.length === 0)
    return html`<p class="soft">Nothing does: every source can be read and every message arrives.</p>`;
  return html`<ul class="plain needs">
    ${items}
  </ul>`;
}

const sourceWords: Readonly<Record<TroubledSource["state"], string>> = {
  gone: "is gone",
  blocked: "keeps us out",
  failing: "cannot be read",
  silent: "brings nothing new",
  drift: "gives much less than usual",
};

function nameOf(sourceId: string, { config }: CardContext): string {
  return config.sources.find(({ id }) => id === sourceId)?.name ?? sourceId;
}
