import { exampleMessage } from "@wirewatch/alerting";
import { newWork } from "@wirewatch/pipeline";
import { saveText, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { addFeed, addGroup, addMatch, addRevision, addStory } from "./rows.ts";

/** A message whose texts are all the one. */
function hostileMessage(text: string, url: string): object {
  const { story, article, why, ...message } = exampleMessage();
  const hostile = { ...article, title: text, url, sourceName: text };
  return {
    ...message,
    topic: { id: "topic-0", name: text },
    story: { ...story, title: text },
    article: hostile,
    alsoIn: [hostile],
    why: why.map((reason) => ({
      ...reason,
      query: text,
      snippet: { text, marks: [], heading: text },
      finds: [{ query: text, words: [text], isInTitle: true }],
    })),
  };
}

/** Text with no NUL and no lone surrogate, as everything that gets into the store. */
function stored(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/**
 * Fills a store so that every text that comes from outside, or from somebody who may write, is one of the given ones: titles, bylines,
 * bodies, addresses, names, reasons, answers of receivers, comments.
 */
export async function addHostileArchive(db: Kysely<Database>, payloads: readonly string[]): Promise<void> {
  await addFeed(db, { source_id: "source-0", url: "https://feeds.example/first" });
  for (const [at, payload] of payloads.entries()) await addHostileArticle(db, stored(payload), at);
}

async function addHostileArticle(db: Kysely<Database>, text: string, at: number): Promise<void> {
  const sourceId = `source-${at}`;
  const topicId = `topic-${at}`;
  const url = `https://news.example/${at}?${text}`;
  const feed = await addFeed(db, {
    source_id: sourceId,
    url: `https://feeds.example/${at}?${text}`,
    status: "failing",
    title: text,
    reason: text,
    problem: "forbidden",
  });
  const storyId = await addStory(db);
  await sql`update story set title = ${text}, language = ${text.slice(0, 10)} where id = ${storyId}`.execute(db);
  const row = await addRevision(db, {
    source_id: sourceId,
    stage: "done",
    outcome: "matched",
    outcome_at: new Date(),
    status: 200,
    fetched_at: new Date(),
    reason: text,
    title: text,
    standfirst: text,
    authors: [text, text],
    site_name: text,
    canonical_url: at % 2 === 0 ? text : url,
    page_url: url,
    language: text.slice(0, 10),
    lead_image: text,
    tags: [text],
    method: "own",
    verdict: "unique",
    relation: "original",
    why: text,
    story_why: text,
    story_id: storyId,
    characters: text.length,
  });
  const { article_id: articleId } = row;
  await sql`insert into source_item (source_id, feed_id, item_key, item_hash, url, title, article_id, outcome, reason)
    values (${sourceId}, ${feed.id}, ${`${at} ${text}`.slice(0, 200)}, 'x', ${url}, ${text}, ${articleId}, 'accepted', ${text})`.execute(
    db,
  );
  const sections = [
    { heading: text, text: `${text}\n\nBefore ${text} and after.`, role: "main" as const },
    { heading: text, text, role: "aside" as const },
  ];
  const cut = [{ text, reason: "related" as const }];
  await saveText(db, articleId, 1, { text: `${text}\n\n${text}`, sections, captions: [text], cut });
  for (const stage of ["fetch", "strip", "deduplicate", "classify"]) {
    await sql`insert into trail (article_id, revision, stage, result, reason, detail, wait_ms, work_ms, worker)
      values (${articleId}, 1, ${stage}, 'done', ${text}, ${JSON.stringify({ note: text })}, 1, 1, ${text})`.execute(
      db,
    );
  }
  const match = await addMatch(db, row, { topic_id: topicId, outcome: "sent", passage: text });
  await db
    .updateTable("topic_match")
    .set({
      topic_name: text,
      reason: at % 3 === 0 ? "silenced" : null,
      detail: text,
      clauses: JSON.stringify([{ clause: "any[0]", query: text, words: [text], isInTitle: true }]),
      snippet: JSON.stringify({ text, marks: [[0, Math.min(3, text.length)]], heading: text }),
      snippets: JSON.stringify([{ text, marks: [], heading: text }]),
      spans: JSON.stringify({ title: [[0, Math.min(2, text.length)]], s0: [[0, 2]] }),
      text_language: text.slice(0, 10),
    })
    .where("id", "=", match.id)
    .execute();
  const group = await addGroup(db, {
    story_id: storyId,
    topic_id: topicId,
    severity: "high",
    revision: 1,
    flushed_at: new Date(),
    acknowledged_by: text,
  });
  await db
    .insertInto("alert")
    .values({
      group_id: group.id,
      match_id: match.id,
      article_id: articleId,
      state: "sent",
      group_revision: 1,
      reason: text,
    })
    .execute();
  const deliveryId = `dl_${at}`;
  await db
    .insertInto("delivery")
    .values({
      id: deliveryId,
      group_id: group.id,
      receiver: "desk",
      channel: "terminal-0",
      channel_kind: "terminal",
      event: "alert.opened",
      revision: 1,
      repeat: "at-least-once",
      message: JSON.stringify(hostileMessage(text, url)),
      state: "failed",
      reason: text,
      status: 500,
      stage: "closed",
      sends: 1,
      remote_id: text,
    })
    .execute();
  await sql`insert into delivery_attempt (delivery_id, attempt, result, status, latency_ms, reason, excerpt)
    values (${deliveryId}, 1, 'failed', 500, 12, ${text}, ${text})`.execute(db);
  await sql`insert into silence (matchers, starts_at, ends_at, author, comment)
    values (${JSON.stringify([`topic="${text.replaceAll(/["\\]/gu, "")}"`])}, now(), now() + interval '1 day', ${text}, ${text})`.execute(
    db,
  );
  await db
    .insertInto("notice")
    .values({ source_id: sourceId, feed_id: feed.id, kind: "failing", text, ...newWork("announce") })
    .execute();
  await sql`insert into audit (actor, actor_kind, action, target_kind, target_id, detail, address)
    values (${text}, 'person', ${text}, ${text}, ${text}, ${JSON.stringify({ text, [text]: text })}, ${text})`.execute(
    db,
  );
  const person = await db
    .insertInto("person")
    .values({ login: `${at} ${text}`, name: text, role: "viewer", time_zone: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  await sql`insert into api_token (name, token_hash, scopes, created_by)
    values (${text}, ${Buffer.from(`hash ${at}`)}, '{read}', ${person.id})`.execute(db);
  await sql`insert into saved_search (name, query, filters, created_by)
    values (${text}, ${text}, ${JSON.stringify({ source: text })}, ${person.id})`.execute(db);
  await sql`insert into console_object (kind, id, content, updated_by)
    values ('topic', ${`made-${at}`}, ${JSON.stringify({ id: `made-${at}`, name: text, any: ["quay"] })}, ${text})`.execute(
    db,
  );
  await sql`insert into worker (id, service, host, pid) values (${`w ${at} ${text}`}, 'fetcher', ${text}, 1)`.execute(
    db,
  );
  await sql`insert into match_feedback (match_id, is_relevant, note, by) values (${match.id}, false, ${text}, ${text})`.execute(
    db,
  );
}
