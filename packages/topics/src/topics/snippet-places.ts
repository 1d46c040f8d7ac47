import type { MatchSpans, TextRange, TopicDocument } from "@wirewatch/model";

/** A text of a document with the ranges to highlight in it. */
export interface Place {
  readonly text: string;
  readonly ranges: readonly TextRange[];
  /** Heading of the section, when it has one. */
  readonly heading: string | null;
}

/** The texts that are searched: of sections by their number, of headings, and the title. */
export interface Places {
  readonly texts: ReadonlyMap<number, Place>;
  readonly headings: readonly Place[];
  readonly title: Place;
}

/** The texts of a document with what was found in them. */
export function placesOf({ title, sections = [], body }: TopicDocument, spans: MatchSpans): Places {
  const given = sections.length === 0 ? [{ text: body ?? "" }] : sections;
  const texts = new Map<number, Place>();
  const headings: Place[] = [];
  for (const [number, section] of given.entries()) {
    if ("role" in section && section.role === "aside") continue;
    const heading = ("heading" in section ? section.heading : null) ?? null;
    texts.set(number, { text: section.text, ranges: spans[`s${number}`] ?? [], heading });
    headings.push({ text: heading ?? "", ranges: spans[`h${number}`] ?? [], heading });
  }
  return { texts, headings, title: { text: title ?? "", ranges: spans["title"] ?? [], heading: null } };
}

/** Neighbouring ranges that one passage can show. */
export interface Cluster {
  /** From the first of them to the last. */
  readonly range: TextRange;
  readonly count: number;
}

/** The most ranges that one passage of this length can show; they share a paragraph. Without ranges the text's start. */
export function densestCluster({ text, ranges }: Pick<Place, "text" | "ranges">, maxChars: number): Cluster {
  let best: Cluster = { range: ranges[0] ?? [0, 0], count: 0 };
  let first = 0;
  for (const [index, [start, end]] of ranges.entries()) {
    const before = ranges[index - 1];
    if (before !== undefined && /\n[ \t\r]*\n/u.test(text.slice(before[1], start))) first = index;
    while (first < index && end - (ranges[first]?.[0] ?? end) > maxChars - 2) first++;
    const count = index - first + 1;
    if (count > best.count) best = { range: [ranges[first]?.[0] ?? start, end], count };
  }
  return best;
}
