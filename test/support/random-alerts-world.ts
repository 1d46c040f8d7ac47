import type { Severity } from "@wirewatch/model";
import { severities } from "@wirewatch/model";
import { lotsOf, sourceIds, topicIds } from "./random-alerts-config.ts";
import type { Lots } from "./random-alerts-config.ts";
import { seededRandom } from "./seeded-random.ts";

/** Something that happens in a world. What it draws, it draws from its own `lot`, so that it does not change when others are left out. */
export type WorldEvent = { readonly atMs: number } & (
  | ({ readonly kind: "article" } & WorldArticle)
  | {
      readonly kind: "silence";
      readonly matchers: readonly string[];
      readonly startsInMs: number;
      readonly forMs: number;
    }
  | { readonly kind: "unsilence" | "acknowledge" | "mute"; readonly lot: number }
  | { readonly kind: "configure"; readonly version: number }
);

/** An article with its matches. */
export interface WorldArticle {
  readonly number: number;
  /** Number of its story, from 0. */
  readonly story: number;
  readonly source: string;
  readonly language: string;
  readonly verdict: "unique" | "duplicate" | "nearDuplicate" | "revision";
  /** The article that it is a copy or another text of; null for originals. */
  readonly of: number | null;
  readonly isMaterial: boolean;
  readonly isBaseline: boolean;
  readonly isTooOld: boolean;
  readonly matches: readonly { readonly topic: string; readonly severity: Severity; readonly passage: string }[];
}

/** Everything that happens, and nothing of what comes of it. */
export interface World {
  readonly seed: number;
  readonly start: Date;
  readonly end: Date;
  readonly events: readonly WorldEvent[];
  /** Versions of the configuration. */
  readonly versions: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const stories = 12;

/** Days that hold both changes of the clocks of London and New York: in spring three weeks apart, in autumn one. */
export const seasons = {
  spring: { start: new Date("2026-03-06T00:00:00Z"), days: 27 },
  autumn: { start: new Date("2026-10-22T00:00:00Z"), days: 14 },
} as const;

/** @param count of matches, at least; an article has up to three */
export function drawWorld(seed: number, count: number, { start, days }: (typeof seasons)[keyof typeof seasons]): World {
  const lots = lotsOf(seededRandom(seed));
  const { random, below, pick } = lots;
  const instant = (): number => start.getTime() + Math.floor(random() * days * dayMs);
  const bursts = Array.from({ length: 1 + Math.floor(count / 40) }, instant);
  const articles: WorldArticle[] = [];
  const events: WorldEvent[] = [];
  for (let matches = 0, number = 0; matches < count; number += 1) {
    const article = drawArticle(lots, number, articles);
    articles.push(article);
    matches += article.matches.length;
    const atMs = random() < 0.3 ? instant() : pick(bursts) + below(3 * hourMs);
    events.push({ kind: "article", atMs, ...article });
  }
  const some = (share: number): undefined[] => Array.from({ length: Math.ceil(count * share) });
  for (const _ of some(0.03)) {
    const topic = pick(topicIds);
    const matcher = pick([
      `story="${1 + below(stories)}"`,
      `topic="${topic}"`,
      'severity="low"',
      'source_tag="tier-1"',
    ]);
    const forMs = (1 + below(12)) * hourMs;
    const startsInMs = random() < 0.5 ? 0 : below(6 * hourMs);
    events.push({ kind: "silence", atMs: pick(bursts) + below(6 * hourMs), matchers: [matcher], startsInMs, forMs });
  }
  for (const _ of some(0.02)) events.push({ kind: "unsilence", atMs: instant(), lot: random() });
  for (const _ of some(0.05))
    events.push({ kind: "acknowledge", atMs: pick(bursts) + below(5 * hourMs), lot: random() });
  for (const _ of some(0.01)) events.push({ kind: "mute", atMs: pick(bursts) + below(5 * hourMs), lot: random() });
  const versions = 3;
  for (let version = 1; version < versions; version += 1) events.push({ kind: "configure", atMs: instant(), version });
  const inTime = events.toSorted((a, b) => a.atMs - b.atMs);
  return { seed, start, end: new Date(start.getTime() + days * dayMs), events: inTime, versions };
}

function drawArticle({ random, below, pick }: Lots, number: number, before: readonly WorldArticle[]): WorldArticle {
  const original = before.length > 0 && random() < 0.35 ? pick(before) : null;
  const kind = original === null ? "unique" : pick(["duplicate", "nearDuplicate", "revision"] as const);
  const topics = [...topicIds].filter(() => random() < 0.35);
  const topicsOf = original?.matches.map(({ topic }) => topic) ?? (topics.length === 0 ? [pick(topicIds)] : topics);
  return {
    number,
    story: original?.story ?? below(stories),
    source: kind === "revision" ? (original?.source ?? "one") : pick(sourceIds),
    language: pick(["de", "en"]),
    verdict: kind,
    of: original?.number ?? null,
    isMaterial: random() < 0.6,
    isBaseline: random() < 0.03,
    isTooOld: random() < 0.03,
    matches: topicsOf.map((topic) => ({
      topic,
      severity: pick(severities),
      passage: `The harbourmaster spoke of ${topic}, for the ${below(4)}th time.`,
    })),
  };
}
