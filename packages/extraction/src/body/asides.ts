import type { Block } from "./blocks.ts";
import { isAppeal, isDatedTitle, isPaywallNotice, isRelatedHeading } from "./furniture.ts";
import { endsSentence } from "../page/words.ts";

/** Share of the words that may be taken for an aside; beyond it the rule is more likely wrong than the page. */
const maxAsideShare = 0.6;
/** The same for an appeal to readers, which may hold full sentences, so that only its size tells it from an article. */
const maxAppealShare = 0.45;
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
    if (isPaywallNotice(block.text) || (isAppeal(block.text) && (block.level !== null || block.words <= 12))) {
      return wordsFrom(at) <= maxAppealShare * total ? blocks.length : at;
    }
    if (isPointerList(at)) {
      let end = at + (block.kind === "heading" ? 1 : 0);
      while (isPointerItem(blocks[end])) end++;
      return end;
    }
    const isLinkList = blocks.length - at > minListLength && rests[at + 1]?.onlyLinks === true;
    if (!isRelatedHeading(block.text) && !(isLinkList && block.words <= 8 && !isSentence(block))) return at;
    let end = at + 1;
    while (end < blocks.length && isTeaser(blocks[end], blocks[end + 1])) end++;
    return end;
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
