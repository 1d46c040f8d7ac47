import type { Severity, Snippet } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { groupsOfCards, stateIn } from "./alert-groups.ts";
import type { CardGroup, CardState } from "./alert-groups.ts";
import { namesGroup } from "./alert-titles.ts";
import type { Database, Id } from "./schema.ts";

/** Where alerts are looked for. `held`: nobody was told yet. */
export type CardTab = Exclude<CardState, "untold"> | "all";

/** Which alerts are wanted; null and the empty text want any. */
export interface CardChoice {
  readonly tab: CardTab;
  /** Part of a headline of its articles or of the story's title, or an alert's name (`al_12`). */
  readonly text: string;
  readonly topicId: string | null;
  readonly severity: string | null;
  readonly receiver: string | null;
  readonly sourceId: string | null;
}

/** What the labels of one of a group's matches are made of. */
export interface CardFacts {
  readonly topicId: string;
  readonly severity: Severity;
  readonly storyId: Id | null;
  readonly sourceId: string;
  readonly language: string | null;
}

/** Newest first; `next` is where the list goes on, null at its end. */
export interface CardPage {
  readonly ids: readonly Id[];
  readonly next: Id | null;
}

/** One story in one topic, whomever it was told. */
export interface AlertCard {
  /** Its newest group's, as messages name it. */
  readonly alertId: string;
  /** Newest first. */
  readonly groups: readonly CardGroup[];
  readonly topicId: string;
  readonly topicName: string;
  readonly storyId: Id | null;
  /** Headline of `match`, whose passage is shown with it; of the story where that is not known. */
  readonly title: string;
  /** What the story is called: the headline of its first article, which may be one that no topic found. */
  readonly storyTitle: string;
  /** The match that was told last, else the newest. */
  readonly match: {
    readonly id: Id;
    readonly articleId: Id;
    readonly revision: number;
    readonly severity: Severity;
    readonly snippet: Snippet;
    readonly articleTitle: string;
    readonly url: string | null;
    readonly sourceId: string;
    readonly language: string | null;
    readonly publishedAt: Date | null;
    /** What somebody said of it; null while nobody did. */
    readonly isRelevant: boolean | null;
  } | null;
  readonly articles: number;
  readonly sources: readonly string[];
  readonly lastMatchAt: Date;
  /** Articles per hour of the last 24, the oldest first. */
  readonly hours: readonly number[];
}

/** Groups that one page looks through at most; the list goes on after them. */
const maxScanned = 2_000;

/**
 * Finds stories with alerts, the newest first: groups of one story and topic are one entry, named by its newest group.
 *
 * @param after the `next` of the page before
 * @param fits asked for each group with facts of up to 50 of its matches; it fits when one of them does
 */
export async function findCards(
  db: Kysely<Database>,
  choice: CardChoice,
  {
    after,
    limit,
    fits,
  }: { readonly after: Id | null; readonly limit: number; readonly fits?: (facts: CardFacts) => boolean },
): Promise<CardPage> {
  interface Row {
    readonly id: Id;
    readonly has_newer: boolean;
    readonly facts: readonly CardFacts[] | null;
  }
  const batch = fits === undefined ? limit * 2 : 400;
  const isWanted = await chosen(db, choice);
  const ids: Id[] = [];
  for (let place = after, scanned = 0; ; scanned += batch) {
    // Chosen first and looked at more closely then: the planner would else do the dear part for every group there is.
    const { rows } = await sql<Row>`
      select g.id, ${hasNewer(choice)} as has_newer, ${fits === undefined ? sql`null` : factsOf} as facts
      from (select g.* from alert_group g where ${isWanted}
          and ${place === null ? sql`true` : sql`(g.opened_at, g.id) < (select p.opened_at, p.id from alert_group p where p.id = ${place})`}
        order by g.opened_at desc, g.id desc limit ${batch}) g
      order by g.opened_at desc, g.id desc`.execute(db);
    for (const { id, has_newer: hasOther, facts } of rows) {
      if (!hasOther && (fits === undefined || (facts ?? []).some(fits))) ids.push(id);
      if (ids.length > limit) return { ids: ids.slice(0, limit), next: ids[limit - 1] ?? null };
    }
    place = rows.at(-1)?.id ?? null;
    if (rows.length < batch || place === null) return { ids, next: null };
    if (scanned + batch >= maxScanned) return { ids, next: place };
  }
}

/** Reads the entries that `findCards` found, in that order. */
export async function readCards(db: Kysely<Database>, ids: readonly Id[]): Promise<AlertCard[]> {
  if (ids.length === 0) return [];
  const groups = await groupsOfCards(db, ids);
  const cards = ids.map((id) => ({ id, members: (groups.get(id) ?? []).map((group) => group.alertId.slice(3)) }));
  type Row = Omit<AlertCard, "groups" | "hours"> & { readonly hours: Readonly<Record<string, number>> | null };
  const { rows } = await sql<Row>`
    select 'al_' || g.id as "alertId", g.topic_id as "topicId", coalesce(newest.topic_name, g.topic_id) as "topicName",
      g.story_id as "storyId", coalesce(nullif(newest.match ->> 'articleTitle', ''), s.title, '') as title, coalesce(s.title, '') as "storyTitle", newest.match,
      f.articles, coalesce(f.sources, '{}') as sources, coalesce(f.last_at, g.opened_at) as "lastMatchAt", h.hours
    from jsonb_to_recordset(${JSON.stringify(cards)}::jsonb) as c(id bigint, members bigint[])
      join alert_group g on g.id = c.id
      left join story s on s.id = g.story_id
      left join lateral (select m.topic_name, jsonb_build_object('id', m.id::text, 'articleId', m.article_id::text,
          'revision', m.revision, 'severity', m.severity, 'snippet', m.snippet, 'articleTitle', coalesce(r.title, ''),
          'url', coalesce(r.page_url, r.canonical_url), 'sourceId', coalesce(r.source_id, ''), 'language', r.language,
          'publishedAt', r.published_at, 'isRelevant', b.is_relevant) as match
        from alert a join topic_match m on m.id = a.match_id
          left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
          left join match_feedback b on b.match_id = m.id
        where a.group_id = any(c.members) order by a.state in ('sent', 'digested') desc, a.id desc limit 1) newest on true
      left join lateral (select count(distinct a.article_id)::int as articles,
          array_agg(distinct t.source_id order by t.source_id) as sources, max(a.created_at) as last_at
        from alert a join article t on t.id = a.article_id where a.group_id = any(c.members)) f on true
      left join lateral (select jsonb_object_agg(hour, articles) as hours from (
          select floor(extract(epoch from now() - a.created_at) / 3600)::int as hour, count(distinct a.article_id)::int as articles
          from alert a where a.group_id = any(c.members) and a.created_at > now() - interval '24 hours' group by 1) by_hour) h on true`.execute(
    db,
  );
  const found = new Map(rows.map((row) => [row.alertId.slice(3), row]));
  return ids.flatMap((id) => {
    const row = found.get(id);
    if (row === undefined) return [];
    const match = row.match === null ? null : { ...row.match, publishedAt: dateOf(row.match.publishedAt) };
    const hours = Array.from({ length: 24 }, (_, at) => row.hours?.[String(23 - at)] ?? 0);
    return [{ ...row, match, hours, groups: groups.get(id) ?? [] }];
  });
}

/** How many stories each tab has; `closed` at most {@link maxCounted}, `all` is not counted. */
export async function countCards(
  db: Kysely<Database>,
  choice: Omit<CardChoice, "tab">,
): Promise<Readonly<Record<Exclude<CardTab, "all">, number>>> {
  const isWanted = await chosen(db, { ...choice, tab: "all" });
  const { rows } = await sql<{ state: CardState; n: number }>`
    select state, count(*)::int as n from (
      select distinct ${stateIn("g")} as state, g.topic_id, coalesce(g.story_id, -g.id)
      from alert_group g where g.stage <> 'closed' and ${isWanted}) open_cards group by 1
    union all
    select 'closed', count(*)::int from (select distinct g.topic_id, coalesce(g.story_id, -g.id) from (
      select g.* from alert_group g where g.stage = 'closed' and ${isWanted} limit ${maxCounted + 1}) g) closed_cards`.execute(
    db,
  );
  const of = (wanted: CardState): number => rows.find(({ state }) => state === wanted)?.n ?? 0;
  return {
    open: of("open"),
    acknowledged: of("acknowledged"),
    held: of("held"),
    muted: of("muted"),
    closed: of("closed"),
  };
}

/** Beyond it lists are counted as "more than". */
export const maxCounted = 1_000;

/** What a group `g` has to be. */
async function chosen(db: Kysely<Database>, choice: CardChoice): Promise<RawBuilder<boolean>> {
  if (choice.text === "") return isChosen(choice, "g");
  return sql`(${isChosen(choice, "g")} and ${await namesGroup(db, choice.text, "g")})`;
}

/** But for the text. */
function isChosen(
  { tab, topicId, severity, receiver, sourceId }: Omit<CardChoice, "text">,
  alias: string,
): RawBuilder<boolean> {
  const g = sql.ref(alias);
  const conditions: RawBuilder<unknown>[] = [
    // Written out for the planner: most groups are closed, and an index knows those that are not.
    ...(tab === "all" ? [] : tab === "closed" ? [sql`${g}.stage = 'closed'`] : [sql`${g}.stage <> 'closed'`]),
    ...(tab === "all" || tab === "closed" ? [] : [sql`${stateIn(alias)} = ${tab}`]),
    ...(topicId === null ? [] : [sql`${g}.topic_id = ${topicId}`]),
    ...(severity === null ? [] : [sql`${g}.severity = ${severity}`]),
    ...(receiver === null ? [] : [sql`${g}.receiver = ${receiver}`]),
    ...(sourceId === null
      ? []
      : [
          // Not by an "exists" for each group: then a source without alerts would cost the most.
          sql`${g}.id in (select c.group_id from article t join alert c on c.article_id = t.id where t.source_id = ${sourceId})`,
        ]),
  ];
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

/** Whether a newer group that fits as well speaks of the same story in the same topic. */
function hasNewer(choice: CardChoice): RawBuilder<boolean> {
  // By the matches, which have an index by story.
  return sql`g.story_id is not null and exists (
    select 1 from topic_match m join alert a on a.match_id = m.id join alert_group n on n.id = a.group_id
    where m.story_id = g.story_id and m.topic_id = g.topic_id and n.story_id = g.story_id and n.topic_id = g.topic_id
      and (n.opened_at, n.id) > (g.opened_at, g.id) and ${isChosen({ ...choice, topicId: null }, "n")})`;
}

const factsOf: RawBuilder<readonly CardFacts[] | null> = sql`(select jsonb_agg(jsonb_build_object('topicId', f.topic_id,
    'severity', f.severity, 'storyId', f.story_id::text, 'sourceId', f.source_id, 'language', f.language)) from (
  select m.topic_id, m.severity, m.story_id, coalesce(r.source_id, '') as source_id, r.language
  from alert a join topic_match m on m.id = a.match_id
    left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
  where a.group_id = g.id order by a.id desc limit 50) f)`;

/** JSON has no dates. */
function dateOf(value: Date | string | null): Date | null {
  return value === null ? null : new Date(value);
}
