import type { Block } from "./blocks.ts";
import { isAppeal } from "./furniture/appeals.ts";
import { isPaywallNotice } from "./furniture/notices.ts";
import { isDatedTitle, isRelatedHeading } from "./furniture/related.ts";
import { endsSentence } from "../page/words.ts";

/** Share of the words that may be taken for an aside; beyond it the rule is more likely wrong than the page. */
const maxAsideShare = 0.6;
/** The same for an appeal to readers, which may hold full sentences, so that only its size tells it from an article. */
const maxAppealShare = 0.45;
/** Words of a paragraph of an article, unlike most of those of a newsletter box. */
const minParagraph = 15;
/** Fewer dated titles or links are no list. */
const minListLength = 3;

/** What lies from each block to the end of the page. */
interface Rest {
  readonly words: number;
  readonly titles: number;
  readonly onlyLinks: boolean;
}

/**
 * For every block whether it belongs to an aside: related items, a list of dated other headlines, a newsletter box or an appeal.
 *
 * @param isSentence whether a block reads as running text
 */
export function markAsides(blocks: readonly Block[], isSentence: (block: Block) => boolean): boolean[] {
  const marks = blocks.map(() => false);
  const rests = restsOf(blocks);
  const total = rests[0]?.words ?? 0;
  const endOfPointers = endOfRun(blocks.length, (at) => isPointerItem(blocks[at]));
  const endOfTeasers = endOfRun(
    blocks.length,
    (at) => isTeaser(blocks[at], blocks[at + 1]) && !(opensAppeal(blocks[at]) && isLate(at)),
  );
  const wordsFrom = (at: number): number => rests[at]?.words ?? 0;
  for (let at = 1; at < blocks.length; at++) {
    const end = asideEnd(at);
    if (end <= at || wordsFrom(at) - wordsFrom(end) > maxAsideShare * total) continue;
    marks.fill(true, at, end);
    at = end - 1;
  }
  return marks;

  /** Where the aside that begins at this block ends; the block's own index when none begins. */
  function asideEnd(at: number): number {
    const block = blocks[at];
    const below = blocks[at + 1];
    if (block === undefined) return at;
    const listing = block.kind === "heading" && below !== undefined ? below : block;
    if (isListedTitle(listing) && (rests[at]?.titles ?? 0) >= minListLength) return blocks.length;
    if (opensAppeal(block)) return isLate(at) ? appealEnd(at) : at;
    if (isPointerList(at)) return endOfPointers(block.kind === "heading" ? at + 1 : at);
    const isLinkList = blocks.length - at > minListLength && rests[at + 1]?.onlyLinks === true;
    if (!isRelatedHeading(block.text) && !(isLinkList && block.words <= 8 && !isSentence(block))) return at;
    return endOfTeasers(at + 1);
  }

  /** True where so little is left that an appeal may hold it. */
  function isLate(at: number): boolean {
    return wordsFrom(at) <= maxAppealShare * total;
  }

  /** Where three paragraphs in a row show that the article goes on below an appeal; else the end of the page. */
  function appealEnd(at: number): number {
    for (let end = at + 1; end + 2 < blocks.length; end++)
      if ([end, end + 1, end + 2].every((index) => isParagraph(blocks[index]))) return end;
    return blocks.length;
  }

  /** Two or more list items that point to other items, with or without a heading of their own. */
  function isPointerList(at: number): boolean {
    const first = blocks[at]?.kind === "heading" ? at + 1 : at;
    return isPointerItem(blocks[first]) && isPointerItem(blocks[first + 1]);
  }

  /** True for a title or teaser in a list of other items; two unlinked sentences in a row are the article going on. */
  function isTeaser(block: Block | undefined, next: Block | undefined): boolean {
    if (block === undefined) return false;
    if (block.linkShare > 0.3 || !isSentence(block)) return true;
    return next !== undefined && !isSentence(next) && next.linkShare > 0.3;
  }
}

function opensAppeal(block: Block | undefined): boolean {
  if (block === undefined) return false;
  return isPaywallNotice(block.text) || (isAppeal(block.text) && (block.level !== null || block.words <= 12));
}

function isParagraph(block: Block | undefined): boolean {
  if (block === undefined || block.kind === "heading" || block.linkShare > 0.2) return false;
  return block.words >= minParagraph && endsSentence(block.text);
}

/** Where the run of members ends that an index is in; the last run is remembered, since each of its blocks may ask for it. */
function endOfRun(length: number, isMember: (at: number) => boolean): (at: number) => number {
  let known = { from: 0, end: 0 };
  return (at) => {
    if (at < known.from || at >= known.end) {
      let end = at;
      while (end < length && isMember(end)) end++;
      known = { from: at, end };
    }
    return known.end;
  };
}

/** "Topic: headline of another item": a short list item that is mostly a link and no sentence. */
function isPointerItem(block: Block | undefined): boolean {
  return (
    block !== undefined &&
    block.kind === "item" &&
    block.linkShare >= 0.4 &&
    block.words >= 4 &&
    block.words <= 25 &&
    !/[.:]["”»]?$/u.test(block.text) &&
    isInternal(block)
  );
}

function isInternal({ href }: Block): boolean {
  return href !== null && !/^(?:https?:)?\/\//i.test(href);
}

function restsOf(blocks: readonly Block[]): Rest[] {
  const rests: Rest[] = [];
  let rest: Rest = { words: 0, titles: 0, onlyLinks: true };
  for (const block of blocks.toReversed()) {
    rest = {
      words: rest.words + block.words,
      titles: rest.titles + (isListedTitle(block) ? 1 : 0),
      onlyLinks: rest.onlyLinks && block.linkShare >= 0.3 && block.words <= 40,
    };
    rests.push(rest);
  }
  return rests.toReversed();
}

/** A dated title that is linked or does not end like a sentence, unlike the lines of a chronicle. */
function isListedTitle(block: Block): boolean {
  return isDatedTitle(block.text) && (block.linkShare > 0.5 || !endsSentence(block.text));
}
