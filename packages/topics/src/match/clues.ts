/**
 * A clue is a word's presence in a unit, or only in its title, as one number: two per term, side by side. Whether a topic
 * is worth a closer look is decided by clues alone.
 */

/** @param inTitle whether the word must stand in the title */
export function clueOf(term: number, inTitle: boolean): number {
  return 2 * term + Number(inTitle);
}

export function termOf(clue: number): number {
  return clue >> 1;
}

export function isTitleClue(clue: number): boolean {
  return (clue & 1) === 1;
}
