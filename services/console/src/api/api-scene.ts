import { exampleMessage } from "@wirewatch/alerting";
import { addApiToken, saveText, sql } from "@wirewatch/store";
import type { Database, Delivery, Kysely, Scope } from "@wirewatch/store";
import type { ConsoleScene } from "../../../../test/support/console-scene.ts";
import { addFeed, addGroup, addMatch, addRevision, addStory } from "../../../../test/support/rows.ts";

/** Ids of what `fill` made. */
export interface Filled {
  readonly articleId: string;
  readonly storyId: string;
  readonly alertId: string;
  readonly silenceId: string;
}

/** What an answer of the API was. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined when it was no JSON. */
  readonly json: unknown;
}

const tokens = new WeakMap<object, Map<string, string>>();

/** A token with these scopes. */
export async function tokenOf(scene: ConsoleScene, ...scopes: readonly Scope[]): Promise<string> {
  const known = tokens.get(scene) ?? new Map<string, string>();
  tokens.set(scene, known);
  const name = scopes.join(" ") || "nothing";
  const found = known.get(name);
  if (found !== undefined) return found;
  await scene.cookieOf("admin");
  const { id } = await scene.db
    .selectFrom("person")
    .select("id")
    .where("login", "=", "admin")
    .executeTakeFirstOrThrow();
  const { token } = await addApiToken(scene.db, { name, scopes: [...scopes], createdBy: id, days: null });
  known.set(name, token);
  return token;
}

/** Sends a request to the API with a token. @param body sent as JSON, unless it is a text already */
export async function callApi(
  scene: ConsoleScene,
  [method, path]: readonly [method: string, path: string],
  more: {
    readonly token?: string | null;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<ApiAnswer> {
  const { token = await tokenOf(scene, "read", "topics:write", "ops"), body, headers = {} } = more;
  const response = await fetch(new URL(path, scene.url), {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** A delivery of a group; `dl_…` is its id. */
export async function addDelivery(
  db: Kysely<Database>,
  id: string,
  given: Partial<Omit<Delivery, "message">> = {},
): Promise<void> {
  const links = { open: "https://wirewatch.example/l/secret-link", ack: "https://wirewatch.example/l/secret-ack" };
  const open = (given.state ?? "failed") === "pending";
  await db
    .insertInto("delivery")
    .values({
      id,
      receiver: "desk",
      channel: "webhook-0",
      channel_kind: "webhook",
      event: "alert.opened",
      revision: 1,
      repeat: "at-least-once",
      message: JSON.stringify({ ...exampleMessage(), id, links }),
      state: "failed",
      stage: open ? "deliver" : "closed",
      due_at: sql<Date>`'infinity'`,
      ...given,
    })
    .execute();
}

/** One of everything, as the services write it. */
export async function fill(scene: ConsoleScene): Promise<Filled> {
  const { db } = scene;
  await addFeed(db, { source_id: "site", url: "https://someone:pass@site.example/rss" });
  const storyId = await addStory(db);
  const row = await addRevision(db, {
    story_id: storyId,
    title: "Quay reopens",
    language: "pt-BR",
    stage: "done",
    outcome: "matched",
    outcome_at: new Date("2026-03-02T09:12:05.123Z"),
    page_url: "https://site.example/news/quay",
  });
  await saveText(db, row.article_id, 1, {
    text: "The quay is open.",
    sections: [{ heading: null, text: "The quay is open.", role: "main" }],
  });
  const match = await addMatch(db, row);
  const group = await addGroup(db, { story_id: storyId, flushed_at: new Date("2026-03-02T09:14:00Z"), revision: 1 });
  const alert = { group_id: group.id, match_id: match.id, article_id: row.article_id, state: "sent" as const };
  await db
    .insertInto("alert")
    .values({ ...alert, group_revision: 1 })
    .execute();
  await addDelivery(db, "dl_failed", {
    group_id: group.id,
    reason: "given up after 3 attempts: no answer within 20 s",
    status: 500,
  });
  const attempt = {
    delivery_id: "dl_failed",
    attempt: 1,
    result: "dead",
    status: 500,
    latency_ms: 31,
    excerpt: "<b>no</b>",
  };
  await db.insertInto("delivery_attempt").values(attempt).execute();
  await addDelivery(db, "dl_sent", { group_id: group.id, state: "sent", sent_at: new Date(), revision: 2 });
  const failed = await addRevision(db, {
    stage: "done",
    outcome: "failed",
    outcome_at: new Date(),
    reason: "it crashed",
  });
  await db
    .insertInto("trail")
    .values({ article_id: failed.article_id, revision: 1, stage: "strip", result: "failed" })
    .execute();
  const { id: silenceId } = await db
    .insertInto("silence")
    .values({
      matchers: JSON.stringify(['topic="harbour"']),
      starts_at: new Date(),
      ends_at: new Date(Date.now() + 3_600_000),
      author: "ada",
      comment: "known",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { articleId: row.article_id, storyId, alertId: `al_${group.id}`, silenceId };
}
