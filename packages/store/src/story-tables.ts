import type { ColumnType, Generated } from "kysely";
import type { Id, Instant, N } from "./columns.ts";

/** What changed in a revision, as far as it is stored; the rest can be told from the texts. */
export interface StoredChange {
  /** What was changed, in words. */
  readonly reasons: readonly string[];
  /** Share of the text that changed, 0 to 1. */
  readonly changedShare: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** An event that articles are about. */
export interface StoryTable {
  id: Generated<Id>;
  title: N<string>;
  first_article_id: Id;
  opened_at: Instant;
  /** Of its texts, translations apart; null when unknown. */
  language: N<string>;
  /** Weights of its terms, before idf. */
  terms: ColumnType<Readonly<Record<string, number>>, string | undefined, string>;
  /** Terms under which it is found; null once it is too old to be joined. */
  indexed: N<string[]>;
  /** Texts that its terms were made of; copies do not count. */
  texts: Generated<number>;
  /** Publication of the latest of them. */
  last_at: Instant;
}

/** Texts that are one. */
export interface ClusterTable {
  id: Generated<Id>;
  story_id: Id;
  /** The member that stands for all: the one published first. */
  canonical_article_id: Id;
  /** Its publication, else first sight. */
  canonical_at: Instant;
}
