import { signLink } from "@wirewatch/alerting";
import type { LinkAction } from "@wirewatch/alerting";
import { openQueues } from "@wirewatch/pipeline";
import { linkKey, sql } from "@wirewatch/store";
import { configFrom, readerOf } from "../../../../test/support/config.ts";
import { addGroup, addMatch, addRevision, addStory } from "../../../../test/support/rows.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { startConsole } from "../main.ts";
import type { Console, ConsoleOptions } from "../main.ts";

/** An alert with hostile texts, and consoles that serve links to it. */
export interface LinkScene {
  readonly db: TestStore["db"];
  readonly key: Uint8Array;
  /** Of the alert as it was made last. */
  readonly alertId: () => string;
  readonly storyId: () => string;
  /** Removes everything and makes the alert anew. */
  reset(): Promise<void>;
  /** @returns the address of a new console */
  start(given?: Partial<ConsoleOptions>): Promise<string>;
  token(action: LinkAction, given?: { alert?: string; receiver?: string; expiresAt?: Date }): string;
  /** The columns that an acknowledgement writes. */
  acknowledged(): Promise<{ acknowledged_at: Date | null; acknowledged_by: string | null }>;
  /** Stops the consoles of one test. */
  endTest(): Promise<void>;
  stop(): Promise<void>;
}

/** What a page answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function ask(url: string, method = "GET", init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { method, redirect: "manual", ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(2)> & 'quoted' \u202Etxt.exe\u0007`;

export async function startLinkScene(): Promise<LinkScene> {
  const store = await startTestStore();
  const { db } = store;
  const queues = openQueues({ databaseUrl: store.url, onError: () => undefined });
  const key = await linkKey(db);
  const running: Console[] = [];
  let alertId = "";
  let storyId = "";

  async function reset(): Promise<void> {
    await sql`truncate silence, delivery_attempt, delivery, alert, alert_group, topic_match, article_revision, article, story cascade`.execute(
      db,
    );
    storyId = await addStory(db);
    await db.updateTable("story").set({ title: hostile }).where("id", "=", storyId).execute();
    const row = await addRevision(db, {
      story_id: storyId,
      title: hostile,
      page_url: "https://site.example/news/quay?a=1&b=%22",
      published_at: new Date("2026-03-02T09:00:00Z"),
    });
    const match = await addMatch(db, row, { passage: `The harbourmaster </blockquote><script>x()</script> spoke.` });
    await db
      .updateTable("topic_match")
      .set({ matched_at: new Date("2026-03-02T09:03:59Z") })
      .execute();
    const group = await addGroup(db, { story_id: storyId, revision: 1, flushed_at: new Date("2026-03-02T09:04:00Z") });
    alertId = `al_${group.id}`;
    await db
      .insertInto("alert")
      .values({ group_id: group.id, match_id: match.id, article_id: row.article_id, state: "sent", group_revision: 1 })
      .execute();
    await db
      .insertInto("delivery")
      .values({
        id: "dl_1",
        group_id: group.id,
        receiver: "desk",
        channel: "slack-0",
        channel_kind: "slack",
        event: "alert.opened",
        revision: 1,
        repeat: "at-least-once",
        message: "{}",
        state: "sent",
        status: 200,
        stage: "closed",
        sent_at: new Date("2026-03-02T09:05:00Z"),
      })
      .execute();
  }

  async function start(given: Partial<ConsoleOptions> = {}): Promise<string> {
    const config = await configFrom({
      sources: { sources: [{ id: "site", url: "https://site.example/rss" }] },
      alerts: {
        public_url: "https://desk.example/ww",
        time_zone: "Europe/London",
        route: { receiver: "desk" },
        receivers: [
          { name: "desk", terminal: true },
          { name: "delhi", terminal: true, time_zone: "Asia/Kolkata" },
        ],
      },
    });
    const served = await startConsole({
      db,
      queues,
      config: readerOf(config),
      environment: null,
      resolveSecrets: (text) => Promise.resolve(text),
      now: () => new Date(),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      host: "127.0.0.1",
      port: 0,
      ...given,
    });
    running.push(served);
    return served.url;
  }

  function token(action: LinkAction, given: Parameters<LinkScene["token"]>[1] = {}): string {
    const { alert = alertId, receiver = "desk", expiresAt = new Date(Date.now() + 3_600_000) } = given;
    return signLink(key, { action, alertId: alert, receiver, expiresAt });
  }

  return {
    db,
    key,
    alertId: () => alertId,
    storyId: () => storyId,
    reset,
    start,
    token,
    acknowledged: () =>
      db
        .selectFrom("alert_group")
        .select(["acknowledged_at", "acknowledged_by"])
        .where("id", "=", alertId.replace("al_", ""))
        .executeTakeFirstOrThrow(),
    async endTest() {
      await Promise.all(running.splice(0).map((served) => served.close()));
    },
    async stop() {
      await queues.close();
      await store.stop();
    },
  };
}
