import { unspacedLetter } from "../scripts.ts";
import type { Token } from "./tokens.ts";
import { negations, oppositePrefix, unspacedNegation } from "./vocabulary.ts";
import type { Stretch } from "./word-diff.ts";

/** What both versions say somewhere: what only moved is not new. */
export interface Known {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** Neighbouring changes are one when so few words lie between them: "Smith beat Jones" → "Jones beat Smith". */
const bridgedWords = 2;

/** A longer stretch was written anew; its names and negations differ without the facts doing so. */
const rewrittenWords = 12;

const shortestTypo = 5;

/**
 * Facts that changed between two forms of one paragraph, as sentences for people: figures, dates, names, negations.
 *
 * A fact replaced by another counts always. One only added or left out counts if the other version has it nowhere.
 */
export function changedFacts(
  before: readonly Token[],
  after: readonly Token[],
  stretches: readonly Stretch[],
  known: Known,
): string[] {
  const changes = bridged(stretches)
    .map((stretch) => ({ before: before.slice(...stretch.before), after: after.slice(...stretch.after) }))
    .filter((change) => !isTypo(change.before, change.after));
  const small = changes.filter((change) => !isRewritten(change));
  const balance = small.reduce(
    (sum, change) => sum + negationsIn(change.after).length - negationsIn(change.before).length,
    0,
  );
  return [
    ...changes.flatMap((change) => [
      ...replaced("figure", change.before.filter(isFigure), change.after.filter(isFigure), known),
      ...replaced("currency or unit", ...unitsOf(change), null),
    ]),
    ...small.flatMap((change) => inPlace(change, known)),
    // A negation that only moved within its paragraph is none more or less.
    ...(balance === 0 ? [] : small.flatMap(changedNegations)),
    ...small.flatMap(oppositeWords),
  ];
}

/** Figures and dates of a paragraph that the other version has nowhere. */
export function unknownFigures(tokens: readonly Token[], elsewhere: ReadonlySet<string>): Token[] {
  return tokens.filter((token) => isFigure(token) && !elsewhere.has(token.key));
}

interface Change {
  readonly before: readonly Token[];
  readonly after: readonly Token[];
}

function inPlace(change: Change, known: Known): string[] {
  const isName = ({ key, kind }: Token): boolean => kind === "word" && known.names.has(key);
  const isDate = ({ kind }: Token): boolean => kind === "date";
  const names = { before: change.before.filter(isName), after: change.after.filter(isName) };
  return [
    ...replaced("date", change.before.filter(isDate), change.after.filter(isDate), null),
    ...(isAbbreviation(names) ? [] : replaced("name", names.before, names.after, known)),
  ];
}

function isFigure({ kind }: Token): boolean {
  return kind === "figure";
}

/** A sign before or behind the same figure is style, another sign is not: `$5` → `£5`. */
function unitsOf({ before, after }: Change): [Token[], Token[]] {
  const isUnit = ({ kind }: Token): boolean => kind === "unit";
  return [before.filter(isUnit), after.filter(isUnit)];
}

function isRewritten({ before, after }: Change): boolean {
  return Math.max(lengthOf(before), lengthOf(after)) > rewrittenWords;
}

/** In words; a character of a script without spaces is half a word. */
function lengthOf(tokens: readonly Token[]): number {
  const characters = tokens.filter(({ key }) => unspacedLetter.test(key)).length;
  return tokens.length - characters / 2;
}

/** @param known null when only a replacement counts */
function replaced(
  noun: string,
  before: readonly Token[],
  after: readonly Token[],
  known: Pick<Known, "before" | "after"> | null,
): string[] {
  const [gone, come] = withoutCommonEnds(before, after);
  if (gone.length > 0 && come.length > 0) return [`a ${noun} changed: ${printed(gone)} → ${printed(come)}`];
  if (known === null) return [];
  const added = come.filter(({ key }) => !known.before.has(key));
  if (added.length > 0) return [`a ${noun} was added: ${printed(added)}`];
  const removed = gone.filter(({ key }) => !known.after.has(key));
  return removed.length > 0 ? [`a ${noun} was removed: ${printed(removed)}`] : [];
}

function withoutCommonEnds(before: readonly Token[], after: readonly Token[]): [readonly Token[], readonly Token[]] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head]?.key === after[head]?.key) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail)?.key === after.at(-1 - tail)?.key) tail += 1;
  return [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
}

/** `US` and `United States`. */
function isAbbreviation({ before, after }: Change): boolean {
  const [short, long] = before.length < after.length ? [before, after] : [after, before];
  return short.length === 1 && long.length > 1 && short[0]?.key === long.map(({ key }) => key.charAt(0)).join("");
}

function changedNegations({ before, after }: Change): string[] {
  const [gone, come] = [negationsIn(before), negationsIn(after)];
  // One negation for another is style ("no" → "not any"), one more or less turns the statement round.
  if (come.length > gone.length) return [`a negation was added: ${come.slice(0, 3).join(", ")}`];
  if (gone.length > come.length) return [`a negation was removed: ${gone.slice(0, 3).join(", ")}`];
  return [];
}

function oppositeWords({ before, after }: Change): string[] {
  const [old, young] = [before[0], after[0]];
  if (before.length !== 1 || after.length !== 1 || old === undefined || young === undefined) return [];
  if (isOpposite(old.key, young.key)) return [`a negation was added: ${old.text} → ${young.text}`];
  if (isOpposite(young.key, old.key)) return [`a negation was removed: ${old.text} → ${young.text}`];
  return [];
}

function negationsIn(tokens: readonly Token[]): readonly string[] {
  const words = tokens.filter(({ key }) => negations.has(key)).map(({ text }) => text);
  return [
    ...words,
    ...(tokens
      .map(({ text }) => text)
      .join("")
      .match(unspacedNegation) ?? []),
  ];
}

function isOpposite(plain: string, opposite: string): boolean {
  return plain.length > 3 && opposite.endsWith(plain) && oppositePrefix.test(opposite.slice(0, -plain.length));
}

/** One letter wrong in long words, the first letter right: `Selwin` → `Selwyn`. */
function isTypo(before: readonly Token[], after: readonly Token[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ key, kind }, at) => {
      const other = after[at];
      return (
        other !== undefined &&
        kind === other.kind &&
        (key === other.key || (kind === "word" && differByALetter(key, other.key)))
      );
    })
  );
}

function differByALetter(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < shortestTypo || Math.abs(a.length - b.length) > 1 || a[0] !== b[0]) return false;
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head += 1;
  const isSwapped = a[head] === b[head + 1] && a[head + 1] === b[head] && a.slice(head + 2) === b.slice(head + 2);
  return isSwapped || a.slice(head + Number(a.length >= b.length)) === b.slice(head + Number(b.length >= a.length));
}

/** The stretches that differ, joined over short ones that do not. */
function bridged(stretches: readonly Stretch[]): Stretch[] {
  const changes: Stretch[] = [];
  for (const stretch of stretches.filter(({ isSame }) => !isSame)) {
    const last = changes.at(-1);
    if (last !== undefined && stretch.before[0] - last.before[1] <= bridgedWords) {
      changes[changes.length - 1] = {
        isSame: false,
        before: [last.before[0], stretch.before[1]],
        after: [last.after[0], stretch.after[1]],
      };
    } else changes.push(stretch);
  }
  return changes;
}

function printed(tokens: readonly Token[]): string {
  return tokens
    .slice(0, 6)
    .map(({ text }) => text.slice(0, 40))
    .join(tokens.every(({ kind, isCapitalised }) => kind === "word" && isCapitalised) ? " " : ", ");
}
