import { sql } from "@wirewatch/store";

/** Bells for the same wait that share a generation: the queue drops one whose like it still holds. */
const bellsPerGeneration = 3;

/** Generation of a row's bell, after so many. */
export function generationOf(nudges: number): number {
  return Math.floor(nudges / bellsPerGeneration);
}

/** What `nudges` is set to for the next bell to begin a new generation, which nothing in the queue can block. */
export const beforeNextGeneration = sql`nudges / ${sql.lit(bellsPerGeneration)} * ${sql.lit(bellsPerGeneration)} + ${sql.lit(bellsPerGeneration - 1)}`;
