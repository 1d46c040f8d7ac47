import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";
import { storable, storableJson, storableOrNull } from "./clean.ts";
import type { Database, Id } from "./schema.ts";

/** Namespace of the advisory locks on what stories are found by. */
const lockSpace = 0x7778;

/** Terms with their weights. */
export type Terms = ReadonlyMap<string, number>;

/** A story as it is compared with a text. */
export interface StoredStory {
  readonly storyId: Id;
  readonly terms: Terms;
  /** Texts that the terms were made of. */
  readonly articles: number;
  /** Publication of the latest of them, ISO 8601. */
  readonly lastAt: string;
}

/** Bounds of the search for stories. */
export interface StoryLimits {
  /** Stories looked at per term, the latest ones. */
  readonly storiesPerTerm: number;
  readonly minSharedTerms: number;
  readonly stories: number;
}

/**
 * Locks names until the end of the transaction, in an order of their own. Two texts on one event that arrive at once share a term
 * or an address, so one of them finds the story that the other opened. Take these locks after those on keys, never before.
 */
export async function lockNames(tx: Transaction<Database>, names: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(${lockSpace}::int, key)
    from (select distinct hashtext(name) as key from unnest(${[...names]}::text[]) as name order by 1) as ordered`.execute(
    tx,
  );
}

/** What a text is looked up by. */
export interface StorySearch {
  /** The most telling ones. */
  readonly terms: readonly string[];
  /** Primary language; null when unknown. */
  readonly language: string | null;
  readonly at: Date;
}

/** Stories that have terms in common with a text, in no other language, and no more than three days older than it; most terms first. */
export async function findStories(
  tx: Transaction<Database>,
  search: StorySearch,
  limits: StoryLimits,
): Promise<readonly StoredStory[]> {
  if (search.terms.length === 0) return [];
  return (await storiesQuery(search, limits).execute(tx)).rows.map(storedStory);
}

/**
 * The statement of `findStories`. Its plan has to be a nested loop of one backward range of the primary key of `story_term` per
 * term, each ended by its limit; the stories themselves are read only when they share enough.
 */
export function storiesQuery(
  { terms, language, at }: StorySearch,
  { storiesPerTerm, minSharedTerms, stories }: StoryLimits,
): RawBuilder<StoryRow> {
  return sql<StoryRow>`
    with shared as (
      select x.story_id, count(*) as terms from unnest(${[...terms]}::text[]) as t
      cross join lateral (select story_id from story_term where term = t order by story_id desc limit ${storiesPerTerm}) x
      group by x.story_id having count(*) >= ${minSharedTerms})
    select s.id, s.terms, s.texts, s.last_at from shared join story s on s.id = shared.story_id
    where s.last_at > ${at}::timestamptz - interval '3 days' and coalesce(s.language = ${language}::text, true)
    order by shared.terms desc, s.id desc limit ${stories}`;
}

/** A story, which nobody else changes until the end of the transaction. */
export async function holdStory(tx: Transaction<Database>, storyId: Id): Promise<StoredStory | null> {
  const { rows } = await sql<StoryRow>`
    select id, terms, texts, last_at from story where id = ${storyId} for update`.execute(tx);
  return rows[0] === undefined ? null : storedStory(rows[0]);
}

/** A story of one text. */
export interface NewStory {
  readonly title: string | null;
  readonly language: string | null;
  readonly articleId: Id;
  readonly terms: Terms;
  /** Terms under which it is found. */
  readonly indexed: readonly string[];
  readonly at: Date;
}

/** @returns its id */
export async function openStory(tx: Transaction<Database>, story: NewStory): Promise<Id> {
  const indexed = [...new Set(story.indexed.map(storable))];
  const { rows } = await sql<{ id: Id }>`
    with opened as (
      insert into story (title, language, first_article_id, terms, indexed, last_at)
      values (${storableOrNull(story.title)}, ${storableOrNull(story.language)}, ${story.articleId}, ${jsonOf(story.terms)}, ${indexed}::text[], ${story.at}) returning id),
    terms as (insert into story_term (term, story_id) select term, id from opened cross join unnest(${indexed}::text[]) as term)
    select id from opened`.execute(tx);
  return rows[0]?.id ?? "";
}

/** Writes a story that got a text; `holdStory` comes before. */
export async function extendStory(
  tx: Transaction<Database>,
  storyId: Id,
  { terms, indexed, at }: Pick<NewStory, "terms" | "indexed" | "at">,
): Promise<void> {
  const now = [...new Set(indexed.map(storable))];
  await sql`
    with before as (select coalesce(indexed, '{}') as indexed from story where id = ${storyId}),
    gone as (
      delete from story_term t using before cross join lateral unnest(before.indexed) as old(term)
      where t.term = old.term and t.story_id = ${storyId} and t.term <> all(${now}::text[])),
    added as (
      insert into story_term (term, story_id) select term, ${storyId}::bigint from unnest(${now}::text[]) as term on conflict do nothing)
    update story set terms = ${jsonOf(terms)}, indexed = ${now}::text[], texts = texts + 1, last_at = greatest(last_at, ${at}::timestamptz)
    where id = ${storyId}`.execute(tx);
}

interface StoryRow {
  readonly id: Id;
  readonly terms: Readonly<Record<string, number>>;
  readonly texts: number;
  readonly last_at: Date;
}

function storedStory({ id, terms, texts, last_at }: StoryRow): StoredStory {
  return { storyId: id, terms: new Map(Object.entries(terms)), articles: texts, lastAt: last_at.toISOString() };
}

/** Four digits say as much as the comparison needs. */
function jsonOf(terms: Terms): string {
  return storableJson(Object.fromEntries([...terms].map(([term, weight]) => [term, Number(weight.toPrecision(4))])));
}
