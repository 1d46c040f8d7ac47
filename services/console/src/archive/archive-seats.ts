import type { Database, Kysely } from "@wirewatch/store";
import { createSeats } from "./seats.ts";
import type { Seats } from "./seats.ts";

/** So many look through one archive at once: more take the time of each other, and of the pipeline. */
const atOnce = 2;

const seats = new WeakMap<Kysely<Database>, Seats>();

export function archiveSeats(db: Kysely<Database>): Seats {
  const known = seats.get(db) ?? createSeats(atOnce);
  seats.set(db, known);
  return known;
}
