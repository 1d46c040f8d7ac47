import type { MatchSpans, Snippet, TopicDocument } from "@wirewatch/model";
import { cutPassage } from "./passage.ts";
import { densestCluster, placesOf } from "./snippet-places.ts";
import type { Place } from "./snippet-places.ts";

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
  const place = choosePlace(document, hit, maxChars);
  const { text, marks } = cutPassage(place.text, densestCluster(place, maxChars).range, place.ranges, maxChars);
  return { text, marks, heading: place.heading };
}

function choosePlace(document: TopicDocument, { spans, bestUnit }: SnippetHit, maxChars: number): Place {
  const { texts, headings, title } = placesOf(document, spans);
  const best = typeof bestUnit === "number" ? texts.get(bestUnit) : undefined;
  if (best !== undefined && best.ranges.length > 0) return best;
  const [densest] = [...texts.values()]
    .filter((place) => place.ranges.length > 0)
    .map((place) => ({ place, count: densestCluster(place, maxChars).count }))
    .toSorted((left, right) => right.count - left.count);
  return (
    densest?.place ??
    [...headings, title].find((place) => place.ranges.length > 0) ??
    [...texts.values(), title].find((place) => place.text.trim() !== "") ??
    title
  );
}
