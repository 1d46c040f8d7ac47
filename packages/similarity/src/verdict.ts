import type { Verdict } from "@wirewatch/model";
import { isSameSite } from "@wirewatch/urls";
import { compareProfiles } from "./compare.ts";
import type { Comparison } from "./compare.ts";
import { normalisedBody } from "./normalise.ts";
import { profileOf } from "./text-profile.ts";
import type { Text } from "./text-profile.ts";

/** An article already decided on. */
export interface KnownArticle {
  readonly articleId: string;
  /** Canonical URL. */
  readonly url: string;
  readonly storyId: string;
}

/** The text an address had when it was last read. */
export interface KnownRevision extends KnownArticle, Text {
  readonly bodyHash: string;
}

/** A text that shares keys with the new one. */
export interface KnownText extends KnownArticle, Text {
  /** Publication, else first sight; ISO 8601. Null when unknown. */
  readonly publishedAt: string | null;
}

/** The article to decide on. */
export interface NewText extends Text {
  readonly articleId: string;
  /** Canonical URL. */
  readonly url: string;
  readonly bodyHash: string;
  /** Publication, else first sight; ISO 8601. Null when unknown. */
  readonly publishedAt: string | null;
}

/** Everything the verdict depends on. */
export interface VerdictFacts {
  readonly article: NewText;
  /** The revision before this one at the same URL. */
  readonly sameUrlRevision: KnownRevision | null;
  /** The earliest other article with the same body hash. */
  readonly exact: KnownArticle | null;
  /** Other articles with shared keys, most shared first. */
  readonly candidates: readonly KnownText[];
}

/** Joins the story of the article it copies, or opens one. */
export type StoryDecision = { readonly kind: "join"; readonly storyId: string } | { readonly kind: "open" };

/**
 * Texts published further apart are not compared: a yearly or monthly report repeats its sentences and even its figures,
 * and only time tells. Of Reuters' re-issues 99 % came within 48 hours, none after 8 days.
 */
const nearWindowMs = 14 * 24 * 60 * 60 * 1_000;

/**
 * Decides whether a text is new. Layers, the cheapest first: its URL, its exact body, its nearest text.
 *
 * - same URL: `revision`, or an exact `duplicate` of itself when neither text nor headline changed
 * - same body at another URL: `duplicate`
 * - an edited, cut or extended copy at another URL: `nearDuplicate`; of several the one with most text in common
 * - else `unique`
 */
export function decideVerdict(facts: VerdictFacts): Verdict {
  const { article, sameUrlRevision, exact } = facts;
  if (sameUrlRevision !== null) return revisionVerdict(article, sameUrlRevision);
  if (exact !== null) {
    const sameSite = isSameSite(article.url, exact.url);
    const why = `Word for word the text at ${exact.url}.`;
    return { kind: "duplicate", relation: "exact", score: 1, of: exact.articleId, sameSite, why };
  }
  const matches = matchesOf(facts);
  const copy = matches.find(({ comparison }) => comparison.same);
  if (copy === undefined) return uniqueVerdict(matches[0]);
  return {
    kind: "nearDuplicate",
    relation: "syndicated",
    score: rounded(copy.comparison.containment),
    of: copy.known.articleId,
    sameSite: isSameSite(article.url, copy.known.url),
    why: `Copy of ${copy.known.url}: ${copy.comparison.why}.`,
  };
}

/**
 * The story an article belongs to. Conservative on purpose: a copy or revision joins the story of its model, any other
 * text opens a story of its own, even if it is about the same event.
 */
export function decideStory(facts: VerdictFacts, verdict: Verdict): StoryDecision {
  const known = [facts.sameUrlRevision, facts.exact, ...facts.candidates];
  const model = known.find((article) => article !== null && article.articleId === verdict.of);
  return model === null || model === undefined ? { kind: "open" } : { kind: "join", storyId: model.storyId };
}

interface Match {
  readonly known: KnownText;
  readonly comparison: Comparison;
}

/** The candidates within the window, the one with most text in common first. */
function matchesOf({ article, candidates }: VerdictFacts): Match[] {
  const near = candidates.filter((known) => isNear(article.publishedAt, known.publishedAt));
  if (near.length === 0) return [];
  const profile = profileOf(article);
  return near
    .map((known) => ({ known, comparison: compareProfiles(profile, profileOf(known)) }))
    .toSorted((a, b) => b.comparison.containment - a.comparison.containment || b.comparison.score - a.comparison.score);
}

function isNear(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return true;
  const distanceMs = Math.abs(Date.parse(a) - Date.parse(b));
  return Number.isNaN(distanceMs) || distanceMs <= nearWindowMs;
}

function uniqueVerdict(closest: Match | undefined): Verdict {
  const why =
    closest === undefined
      ? "No recent text shares a passage with it."
      : `Closest is ${closest.known.url}: ${closest.comparison.why}.`;
  return { kind: "unique", relation: "original", score: 1, of: null, sameSite: false, why };
}

function revisionVerdict(article: NewText, before: KnownRevision): Verdict {
  const common = { of: before.articleId, sameSite: true };
  const sameText = before.bodyHash === article.bodyHash;
  if (sameText && isSameHeadline(before.title, article.title)) {
    return {
      ...common,
      kind: "duplicate",
      relation: "exact",
      score: 1,
      why: "Same address, same text: unchanged.",
    };
  }
  if (sameText) {
    const why = "Same address, same text under another headline.";
    return { ...common, kind: "revision", relation: "revision", score: 1, why };
  }
  const { containment, score } = compareProfiles(profileOf(article), profileOf(before));
  const why = `Same address with another text: ${Math.floor(containment * 100)} % of the shorter version is in both.`;
  return { ...common, kind: "revision", relation: "revision", score: rounded(score), why };
}

/** A headline that is missing was not changed: it could not be read this time. */
function isSameHeadline(before: string | null, after: string | null): boolean {
  const [one, other] = [normalisedBody(before ?? ""), normalisedBody(after ?? "")];
  return one === "" || other === "" || one === other;
}

function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
