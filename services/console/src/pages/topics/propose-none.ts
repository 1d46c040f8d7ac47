import type { MatchSpans, TopicDocument } from "@wirewatch/model";
import { tokenise } from "@wirewatch/topics";

/** An article that a topic matched, and where. */
export interface JudgedHit {
  readonly id: string;
  readonly document: TopicDocument;
  /** What the topic found in it. */
  readonly spans: MatchSpans;
}

/** One line for `none` and what it would do. */
export interface NoneProposal {
  /** A query, e.g. `"michael jordan"`. */
  readonly query: string;
  /** Ids of hits it takes away, of those that are not relevant and of those nobody judged. */
  readonly removed: readonly string[];
  readonly lost: readonly string[];
}

/** The hits of a topic by what was said of them. */
export interface HitsByJudgement {
  readonly notRelevant: readonly JudgedHit[];
  readonly relevant: readonly JudgedHit[];
  /** Nobody said anything of these. */
  readonly others: readonly JudgedHit[];
}

/** Words on either side of a match that are looked at: a sentence has about twenty. */
const nearWords = 12;
/** Longest phrase. */
const maxPhrase = 3;
/** Candidates that are tried with the engine. */
const maxTried = 40;
/** A pattern of fewer articles is chance. */
export const leastNotRelevant = 3;

/**
 * The line for `none` that takes most of the hits away that were not relevant: words or a phrase that stand near the match in them. Never one that
 * would take a hit away which somebody found relevant; of those left, the one that loses the fewest hits nobody judged, and better one about the
 * match (`"Michael Jordan"`) than one beside it.
 *
 * @param hits with at least three that are not relevant
 * @param stillMatch ids of the hits that the topic still matches when a line is added to `none`, by the engine itself
 * @returns null when no line takes at least two thirds of them away without losing more than it gains
 */
export function proposeNone(
  hits: HitsByJudgement,
  stillMatch: (query: string, among: readonly JudgedHit[]) => ReadonlySet<string>,
): NoneProposal | null {
  const { notRelevant, relevant, others } = hits;
  if (notRelevant.length < leastNotRelevant) return null;
  const least = Math.max(2, Math.ceil((notRelevant.length * 2) / 3));
  const elsewhere = new Set(relevant.flatMap((hit) => [...allPhrases(hit)]));
  const proposals: (NoneProposal & { readonly isAboutMatch: boolean })[] = [];
  for (const { written: phrase, isAboutMatch } of candidates(notRelevant, elsewhere, least)) {
    const query = /^[\p{L}\p{N}]+$/u.test(phrase) && !operators.has(phrase.toLowerCase()) ? phrase : `"${phrase}"`;
    const kept = stillMatch(query, [...notRelevant, ...relevant, ...others]);
    if (relevant.some(({ id }) => !kept.has(id))) continue;
    const gone = (list: readonly JudgedHit[]): string[] => list.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
    const [removed, lost] = [gone(notRelevant), gone(others)];
    if (removed.length >= least && lost.length <= removed.length)
      proposals.push({ query, removed, lost, isAboutMatch });
  }
  const [best] = proposals.toSorted(
    (a, b) =>
      b.removed.length - a.removed.length ||
      a.lost.length - b.lost.length ||
      Number(b.isAboutMatch) - Number(a.isAboutMatch) ||
      b.query.length - a.query.length,
  );
  return best === undefined ? null : { query: best.query, removed: best.removed, lost: best.lost };
}

/** Phrases near the match in enough of the hits, as they stand in the first of them: those in most hits first, of these those about the match. */
function candidates(hits: readonly JudgedHit[], elsewhere: ReadonlySet<string>, least: number): Phrase[] {
  const counts = new Map<string, Phrase & { hits: number }>();
  for (const hit of hits) {
    for (const [phrase, found] of nearPhrases(hit)) {
      const count = counts.get(phrase) ?? { ...found, hits: 0 };
      count.hits += 1;
      counts.set(phrase, count);
    }
  }
  return [...counts]
    .filter(([phrase, count]) => count.hits >= least && !elsewhere.has(phrase))
    .toSorted(
      ([a, m], [b, n]) =>
        n.hits - m.hits ||
        Number(n.isAboutMatch) - Number(m.isAboutMatch) ||
        words(b) - words(a) ||
        b.length - a.length ||
        (a < b ? -1 : 1),
    )
    .slice(0, maxTried)
    .map(([, phrase]) => phrase);
}

/** Words that stand together near a match. */
interface Phrase {
  /** As the text spells them. */
  readonly written: string;
  /** What the topic found is one of the words: the phrase says what else it can mean. */
  readonly isAboutMatch: boolean;
}

/** Phrases within some words of a match. What the topic found is no phrase by itself: it is in all hits. */
function nearPhrases({ document, spans }: JudgedHit): ReadonlyMap<string, Phrase> {
  const found = new Map<string, Phrase>();
  for (const { key, text } of textsOf(document)) {
    const ranges = spans[key] ?? [];
    if (ranges.length === 0) continue;
    const tokens = tokenise(text);
    const isHit = tokens.map((token) => ranges.some(([start, end]) => token.start < end && token.end > start));
    const near = tokens.map((_token, at) =>
      isHit.slice(Math.max(0, at - nearWords), at + nearWords + 1).includes(true),
    );
    for (let at = 0; at < tokens.length; at++) {
      for (let length = 1; length <= maxPhrase && at + length <= tokens.length; length++) {
        if (!near.slice(at, at + length).every(Boolean)) break;
        if (isHit.slice(at, at + length).every(Boolean)) continue;
        const part = tokens.slice(at, at + length);
        const phrase = part.map(({ folded }) => folded);
        if (!isTelling(phrase) || found.has(phrase.join(" "))) continue;
        const written = part.map(({ surface }) => surface).join(" ");
        found.set(phrase.join(" "), { written, isAboutMatch: isHit.slice(at, at + length).includes(true) });
      }
    }
  }
  return found;
}

/** Every phrase of an article, so that none is proposed that a relevant one has anywhere. */
function allPhrases({ document }: JudgedHit): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text } of textsOf(document)) {
    const tokens = tokenise(text).map(({ folded }) => folded);
    for (let at = 0; at < tokens.length; at++) {
      for (let length = 1; length <= maxPhrase && at + length <= tokens.length; length++) {
        found.add(tokens.slice(at, at + length).join(" "));
      }
    }
  }
  return found;
}

/** Begins and ends with a word of some length, so that `of the` is none. */
function isTelling(phrase: readonly string[]): boolean {
  const isWord = (word: string | undefined): boolean =>
    word !== undefined && /^[\p{L}\p{N}]+$/u.test(word) && !short.has(word);
  return (
    isWord(phrase[0]) &&
    isWord(phrase.at(-1)) &&
    phrase.every((word) => /^[\p{L}\p{N}]+$/u.test(word)) &&
    phrase.join("").length >= 3
  );
}

/** Words that say nothing of a subject, in the languages most topics are in. */
const short = new Set(
  "a an and are as at be been but by for from had has have he her his in is it its not of on or said she that the their they this to was were which who will with der die das den dem und ist im in mit von zu auf für ein eine le la les de des du et en est un une pour dans el los las y es por con del il lo gli che di per una".split(
    " ",
  ),
);

/** Read as something else without quotation marks. */
const operators = new Set(["and", "or", "not", "near"]);

function words(phrase: string): number {
  return phrase.split(" ").length;
}

function textsOf({
  title,
  sections = [],
  body,
}: TopicDocument): readonly { readonly key: string; readonly text: string }[] {
  const given = sections.length === 0 ? [{ text: body ?? "" }] : sections;
  return [{ key: "title", text: title ?? "" }, ...given.map(({ text }, at) => ({ key: `s${at}`, text }))];
}
