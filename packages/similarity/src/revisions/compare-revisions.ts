import { decodedEntities } from "../normalise.ts";
import { changedFacts, unknownFigures } from "./changed-facts.ts";
import type { Known } from "./changed-facts.ts";
import { namesIn } from "./names.ts";
import { alignParagraphs, paragraphsOf } from "./paragraphs.ts";
import type { Aligned, Paragraph } from "./paragraphs.ts";
import { changesOf, maxShown, printedRun } from "./paragraph-changes.ts";
import type { Diffs } from "./paragraph-changes.ts";
import type { ParagraphChange, RevisedText, RevisionChange } from "./revision-change.ts";
import { tokensOf } from "./tokens.ts";
import type { Token } from "./tokens.ts";
import { correctionNotice, dateline, relatedLink, timeStamp } from "./vocabulary.ts";
import { diffSequences } from "./word-diff.ts";
import type { Stretch } from "./word-diff.ts";

/** What is handed on; an article has 20 paragraphs, and people read no more than a few reasons. */
const most = { reasons: 10, reasonCharacters: 200, pairsDiffed: 300 } as const;

/** Another article under the same address: most of either version is not in the other. */
const replacedShare = 0.5;

/** Lines of at most so many words that are no sentence are headings and links where they end a page. */
const linkWords = 15;

/**
 * What an article's publisher changed, and whether readers of the earlier version should hear of it.
 *
 * Material are: another figure, date, name or negation in place of the one before; one that is new or gone altogether; a
 * paragraph more or less with figures that the other version has nowhere; a notice of correction; the same in a headline;
 * another text altogether. Not material are typography, one wrong letter in a long word, reordered paragraphs, background
 * without figures of its own, links to other articles, time stamps, and a headline in other words.
 *
 * Scripts without capitals show no names: there figures, negations and quotations are compared. Knows no language; at most 400,000 characters are read. Pure.
 */
export function compareRevisions(before: RevisedText, after: RevisedText): RevisionChange {
  if (before.text === after.text && (before.title ?? "") === (after.title ?? "")) return unchanged(before);
  const aligned = alignParagraphs(paragraphsOf(before.text), paragraphsOf(after.text));
  const headline = { before: headlineOf(before), after: headlineOf(after) };
  const known = knownIn(headline, aligned);
  const diffs = diffsOf(aligned);
  const shares = sharesOf(aligned);
  const reasons = new Set([
    ...noticesIn([headline, ...aligned]),
    ...headlineReasons(headline, known).map((reason) => `${reason} (headline)`),
    ...paragraphReasons(aligned, diffs, known),
    ...(Math.min(shares.removed, shares.added) >= replacedShare ? ["most of the text was replaced"] : []),
  ]);
  return {
    isMaterial: reasons.size > 0,
    reasons: [...reasons].slice(0, most.reasons).map((reason) => reason.slice(0, most.reasonCharacters)),
    paragraphs: changesOf(aligned, diffs),
    changedShare: Math.round(shares.changed * 1_000) / 1_000,
  };
}

function unchanged({ text }: RevisedText): RevisionChange {
  const kept = paragraphsOf(text).slice(0, maxShown);
  const paragraphs = kept.map((paragraph): ParagraphChange => ({
    kind: "kept",
    before: paragraph.text,
    after: paragraph.text,
  }));
  return { isMaterial: false, reasons: [], paragraphs, changedShare: 0 };
}

function headlineOf({ title }: RevisedText): Paragraph {
  const text = decodedEntities((title ?? "").slice(0, 1_000));
  const tokens = tokensOf(text);
  return { text, tokens, key: tokens.map(({ key }) => key).join(" ") };
}

/** Word by word, for the paragraphs that are in both versions and differ. */
function diffsOf(aligned: readonly Aligned[]): Diffs {
  const diffs = new Map<Aligned, readonly Stretch[]>();
  for (const pair of aligned) {
    if (pair.before === null || pair.after === null || pair.before.key === pair.after.key) continue;
    if (diffs.size === most.pairsDiffed) break;
    diffs.set(pair, diffSequences(keysOf(pair.before.tokens), keysOf(pair.after.tokens)));
  }
  return diffs;
}

function knownIn(
  headline: { readonly before: Paragraph; readonly after: Paragraph },
  aligned: readonly Aligned[],
): Known {
  const before = [headline.before, ...aligned.flatMap((pair) => pair.before ?? [])];
  const after = [headline.after, ...aligned.flatMap((pair) => pair.after ?? [])];
  const keys = (paragraphs: readonly Paragraph[]): Set<string> =>
    new Set(paragraphs.flatMap(({ tokens }) => keysOf(tokens)));
  const bodies = [...before.slice(1), ...after.slice(1)].map(({ tokens }) => tokens);
  return { before: keys(before), after: keys(after), names: namesIn(bodies) };
}

function noticesIn(pairs: readonly Aligned[]): string[] {
  const known = new Set(pairs.flatMap(({ before }) => (before === null ? [] : [noticeIn(before.text)])));
  return pairs.flatMap(({ before, after }) => {
    if (after === null || (before !== null && before.key === after.key)) return [];
    const notice = noticeIn(after.text);
    return notice === null || known.has(notice) ? [] : [`the publisher corrected it: ${notice}`];
  });
}

/** A notice is a paragraph of its own or the end of one: what stands before it is left out. */
function noticeIn(text: string): string | null {
  const found = correctionNotice.exec(text);
  return found === null ? null : text.slice(found.index, found.index + 160).trim();
}

function headlineReasons(
  { before, after }: { readonly before: Paragraph; readonly after: Paragraph },
  known: Known,
): string[] {
  if (before.text === "" || after.text === "") return [];
  return changedFacts(before.tokens, after.tokens, diffSequences(keysOf(before.tokens), keysOf(after.tokens)), known);
}

function paragraphReasons(aligned: readonly Aligned[], diffs: Diffs, known: Known): string[] {
  const end = aligned.findLastIndex(({ before, after }) => before !== null && after !== null);
  return aligned.flatMap((pair, at) => {
    const { before, after } = pair;
    const paragraph = after ?? before;
    if (paragraph === null || isFurniture(paragraph, at > end)) return [];
    if (before !== null && after !== null) {
      const stretches = diffs.get(pair)?.filter((stretch) => !isDateline(before, after, stretch));
      if (stretches === undefined || isFurniture(before, false)) return [];
      return [...changedFacts(before.tokens, after.tokens, stretches, known), ...quotationReasons(before, after)];
    }
    const figures = unknownFigures(paragraph.tokens, after === null ? known.after : known.before);
    if (figures.length === 0) return [];
    const list = figures
      .slice(0, 5)
      .map(({ text }) => text)
      .join(", ");
    return [`a paragraph with figures was ${after === null ? "removed" : "added"}: ${list}`];
  });
}

/** Time stamps and links to other articles, which say nothing about this one. */
function isFurniture({ text, tokens }: Paragraph, isAtEnd: boolean): boolean {
  if (relatedLink.test(text) && tokens.length <= linkWords * 2) return true;
  if (timeStamp.test(text) && tokens.length <= linkWords) return true;
  return isAtEnd && tokens.length <= linkWords && !/[.!?。！？]["”»』」)]?$/u.test(text);
}

/** Where and by whom a report was filed, "BRUSSELS, Sept. 7 (Agency) - ", put before it or taken away. */
function isDateline(before: Paragraph, after: Paragraph, { isSame, ...stretch }: Stretch): boolean {
  if (isSame || stretch.before[0] > 0 || stretch.after[0] > 0) return false;
  return [printedRun(before, stretch.before), printedRun(after, stretch.after)].every(
    (text) => text === "" || dateline.test(text),
  );
}

/** Names where there are no capitals: what stands in quotation marks. */
function quotationReasons(before: Paragraph, after: Paragraph): string[] {
  const gone = quotationsIn(before.text).filter((name) => !after.text.includes(name));
  const come = quotationsIn(after.text).filter((name) => !before.text.includes(name));
  return gone.length > 0 && come.length > 0 ? [`a name changed: ${gone.join(", ")} → ${come.join(", ")}`] : [];
}

function quotationsIn(text: string): string[] {
  return [...text.matchAll(/[「『《〈]([^」』》〉]{1,30})[」』》〉]/gu)].map(([, name = ""]) => name);
}

/** Words that are in one version only, wherever they stand: of both, of the earlier, of the later. */
function sharesOf(aligned: readonly Aligned[]): { changed: number; removed: number; added: number } {
  const words = new Map<string, number>();
  let [before, after] = [0, 0];
  for (const pair of aligned) {
    if (pair.before?.key === pair.after?.key) {
      before += pair.before?.tokens.length ?? 0;
      after += pair.after?.tokens.length ?? 0;
      continue;
    }
    for (const { key } of pair.before?.tokens ?? []) words.set(key, (words.get(key) ?? 0) - 1);
    for (const { key } of pair.after?.tokens ?? []) words.set(key, (words.get(key) ?? 0) + 1);
    before += pair.before?.tokens.length ?? 0;
    after += pair.after?.tokens.length ?? 0;
  }
  let [removed, added] = [0, 0];
  for (const balance of words.values()) {
    removed += Math.max(0, -balance);
    added += Math.max(0, balance);
  }
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    changed: share(removed + added, before + after),
    removed: share(removed, before),
    added: share(added, after),
  };
}

function keysOf(tokens: readonly Token[]): string[] {
  return tokens.map(({ key }) => key);
}
