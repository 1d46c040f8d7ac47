/** Writes an instant into a sentence: in UTC to the second for terminals, in the reader's own zone on pages. */
export type Clock = (at: Date) => string;

/** Something that is told: a sentence, and what belongs below it. */
export interface Told {
  readonly text: string;
  readonly notes: readonly string[];
}
