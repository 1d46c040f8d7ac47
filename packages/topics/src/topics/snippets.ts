import type { Snippet, TextRange, TopicDocument } from "@wirewatch/model";
import { cutPassage } from "./passage.ts";
import { densestCluster, placesOf } from "./snippet-places.ts";
import type { Cluster, Place } from "./snippet-places.ts";
import { snippet } from "./snippet.ts";
import type { SnippetHit } from "./snippet.ts";

/** Clusters of one text that are looked at, beyond those that are shown. */
const maxTries = 20;

/**
 * The passages that show best why a document matched, best first; no two show the same place. The first is that of
 * {@link snippet}.
 *
 * @param options.max at most so many, at least one
 * @param options.maxChars longest text of each, in UTF-16 units; at least 20
 * @throws {RangeError} if maxChars is under 20
 */
export function snippets(
  document: TopicDocument,
  hit: SnippetHit,
  { max = 3, maxChars = 280 }: { readonly max?: number; readonly maxChars?: number } = {},
): Snippet[] {
  const best = snippet(document, hit, { maxChars });
  if (best.marks.length === 0) return [best];
  return passagesOf(document, hit, max, maxChars)
    .toSorted((left, right) => left.rank - right.rank || right.count - left.count)
    .slice(0, max)
    .map((passage) => passage.snippet);
}

/** What is said of a match that is weak in every section; null of any other. */
export function mentionLabel({ isBrief }: { readonly isBrief: boolean }): "brief mention" | null {
  return isBrief ? "brief mention" : null;
}

interface RankedPassage {
  readonly snippet: Snippet;
  /** Of its text: 0 the strongest unit, 1 other texts, 2 headings, 3 the title. */
  readonly rank: number;
  /** Ranges that it was chosen for; headings and the title come in their order. */
  readonly count: number;
}

function passagesOf(document: TopicDocument, hit: SnippetHit, max: number, maxChars: number): readonly RankedPassage[] {
  const { texts, headings, title } = placesOf(document, hit.spans);
  const ranked: readonly (readonly [place: Place, rank: number])[] = [
    ...[...texts].map(([number, place]) => [place, number === hit.bestUnit ? 0 : 1] as const),
    ...headings.map((place) => [place, 2] as const),
    [title, 3],
  ];
  return ranked.flatMap(([place, rank]) =>
    cutPassages(place, max, maxChars).map((cut) => ({ ...cut, rank, count: rank < 2 ? cut.count : 0 })),
  );
}

/** The best passages of one text, each with how many ranges it was chosen for. */
function cutPassages(
  place: Place,
  max: number,
  maxChars: number,
): readonly { readonly snippet: Snippet; readonly count: number }[] {
  const shown: { readonly snippet: Snippet; readonly count: number; readonly range: TextRange }[] = [];
  let ranges = place.ranges;
  for (let tries = 0; shown.length < max && ranges.length > 0 && tries < max + maxTries; tries++) {
    const cluster = densestCluster({ text: place.text, ranges }, maxChars);
    const passage = cutAround(place, cluster, maxChars, shown);
    const taken = passage?.range ?? cluster.range;
    if (passage !== null) {
      const { text, marks, range } = passage;
      shown.push({ snippet: { text, marks, heading: place.heading }, count: cluster.count, range });
    }
    ranges = ranges.filter((range) => !overlap(range, taken) && !overlap(range, cluster.range));
  }
  return shown;
}

/** The passage around a cluster: as long as allowed, else half as long; null when it would show a place again. */
function cutAround(
  { text, ranges }: Place,
  { range }: Cluster,
  maxChars: number,
  shown: readonly { readonly range: TextRange }[],
): ReturnType<typeof cutPassage> | null {
  for (const length of [maxChars, Math.max(20, Math.floor(maxChars / 2))]) {
    const passage = cutPassage(text, range, ranges, length);
    if (!shown.some((other) => overlap(other.range, passage.range))) return passage;
  }
  return null;
}

function overlap(left: TextRange, right: TextRange): boolean {
  return left[0] < right[1] && right[0] < left[1];
}
