import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { storable } from "./clean.ts";
import type { Database, Id } from "./schema.ts";

/** A story in a topic, as Mute silences it. */
export interface StoryInTopic {
  readonly topicId: string;
  readonly storyId: Id;
}

/**
 * Whether matchers mute a story: they name it, and nothing but its topic besides. Silences on a whole topic or source mute no story: what was
 * told before them still waits for somebody.
 */
export function mutesStory(matchers: readonly string[], { topicId, storyId }: StoryInTopic): boolean {
  const story = `story="${storyId}"`;
  return matchers.includes(story) && matchers.every((text) => text === story || text === `topic="${topicId}"`);
}

/** Whether the story of a group is muted now, see {@link mutesStory}. @param name of the table in the statement */
export function isMuted(name: string): RawBuilder<boolean> {
  const g = sql.ref(name);
  const story = sql`${g}.story_id::text`;
  // Two sets that are made once for the statement. Groups without a story are never muted.
  const muted = sql`(select ${matchersKey} from silence s where ${holds})`;
  return sql`coalesce(${keyOf(story)} in ${muted} or ${keyOf(story, sql`${g}.topic_id`)} in ${muted}, false)`;
}

/** Ends the silences that mute a story. @returns their ids; none when it is not muted */
export async function unmuteStory(
  db: Kysely<Database>,
  { topicId, storyId }: StoryInTopic,
  by: string,
): Promise<readonly Id[]> {
  const story = sql`${storyId}::text`;
  const { rows } = await sql<{ id: Id }>`
    update silence s set expired_at = now(), expired_by = ${storable(by)}
    where ${holds} and ${matchersKey} in (${keyOf(story)}, ${keyOf(story, sql`${topicId}::text`)}) returning s.id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

const holds: RawBuilder<boolean> = sql`s.ends_at > now() and s.starts_at <= now() and s.expired_at is null`;

/** The matchers of a silence `s`, each once and in order, e.g. `story="3" topic="acme"`. */
const matchersKey: RawBuilder<string> = sql`(select string_agg(distinct m.line, ' ' order by m.line) from jsonb_array_elements_text(s.matchers) as m(line))`;

function keyOf(storyId: RawBuilder<unknown>, topicId?: RawBuilder<unknown>): RawBuilder<string> {
  const story = sql<string>`'story="' || ${storyId} || '"'`;
  return topicId === undefined ? story : sql<string>`${story} || ' topic="' || ${topicId} || '"'`;
}
