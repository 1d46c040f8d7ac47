import type { MatchSpans, Snippet, TextRange, TopicDocument } from "@wirewatch/model";
import { cutPassage } from "./passage.ts";

/** What a snippet is made from: highlighted ranges, and the unit to prefer when it is known. */
export interface SnippetHit {
  readonly spans: MatchSpans;
  readonly bestUnit?: number | null;
}

/**
 * The passage that shows best why a document matched: where most highlighted ranges stand close together in one
 * paragraph, with the sentences around them; what does not fit is cut between words and marked with `…`.
 *
 * Texts come before headings and those before the title, which readers see anyway. Without ranges (a query on
 * metadata alone) it is the beginning of the text.
 *
 * @param maxChars longest text, in UTF-16 units, the `…` included; at least 20
 * @returns marks are offsets into the snippet's own text
 * @throws {RangeError} if maxChars is under 20
 */
export function snippet(document: TopicDocument, hit: SnippetHit, { maxChars = 280 } = {}): Snippet {
  if (maxChars < 20) throw new RangeError(`A snippet needs at least 20 characters, not ${maxChars}.`);
  const { text, ranges, heading } = choosePlace(document, hit, maxChars);
  const cluster = densestCluster(text, ranges, maxChars);
  return { ...cutPassage(text, cluster, ranges, maxChars), heading };
}

interface Place {
  readonly text: string;
  readonly ranges: readonly TextRange[];
  readonly heading: string | null;
}

function choosePlace(document: TopicDocument, { spans, bestUnit }: SnippetHit, maxChars: number): Place {
  const { texts, headings } = placesOf(document, spans);
  const best = typeof bestUnit === "number" ? texts.get(bestUnit) : undefined;
  if (best !== undefined && best.ranges.length > 0) return best;
  const [densest] = [...texts.values()]
    .filter((place) => place.ranges.length > 0)
    .map((place) => ({ place, count: countWithin(place, densestCluster(place.text, place.ranges, maxChars)) }))
    .toSorted((left, right) => right.count - left.count);
  const title: Place = { text: document.title ?? "", ranges: spans["title"] ?? [], heading: null };
  return (
    densest?.place ??
    [...headings, title].find((place) => place.ranges.length > 0) ??
    [...texts.values(), title].find((place) => place.text.trim() !== "") ??
    title
  );
}

function placesOf(
  { sections = [], body }: TopicDocument,
  spans: MatchSpans,
): { readonly texts: ReadonlyMap<number, Place>; readonly headings: readonly Place[] } {
  const given = sections.length === 0 ? [{ text: body ?? "" }] : sections;
  const texts = new Map<number, Place>();
  const headings: Place[] = [];
  for (const [number, section] of given.entries()) {
    if ("role" in section && section.role === "aside") continue;
    const heading = ("heading" in section ? section.heading : null) ?? null;
    texts.set(number, { text: section.text, ranges: spans[`s${number}`] ?? [], heading });
    headings.push({ text: heading ?? "", ranges: spans[`h${number}`] ?? [], heading });
  }
  return { texts, headings };
}

/** From the first to the last of the most ranges that one snippet can show; they share a paragraph. */
function densestCluster(text: string, ranges: readonly TextRange[], maxChars: number): TextRange {
  let best: TextRange = ranges[0] ?? [0, 0];
  let bestCount = 0;
  let first = 0;
  for (const [index, [start, end]] of ranges.entries()) {
    const before = ranges[index - 1];
    if (before !== undefined && /\n[ \t\r]*\n/u.test(text.slice(before[1], start))) first = index;
    while (first < index && end - (ranges[first]?.[0] ?? end) > maxChars - 2) first++;
    if (index - first + 1 <= bestCount) continue;
    bestCount = index - first + 1;
    best = [ranges[first]?.[0] ?? start, end];
  }
  return best;
}

function countWithin({ ranges }: Place, [from, to]: TextRange): number {
  return ranges.filter(([start, end]) => start >= from && end <= to).length;
}
