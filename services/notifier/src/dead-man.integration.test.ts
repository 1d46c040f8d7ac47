import type { Config } from "@wirewatch/config";
import { createHttpClient } from "@wirewatch/runtime";
import type { HttpClient } from "@wirewatch/runtime";
import { openStore, readAlarm, sql } from "@wirewatch/store";
import type { ConfigReader, Database, Kysely } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { addGroup, addRevision } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { until } from "../../../test/support/until.ts";
import { startWebhookSink } from "../../../test/support/webhook-sink.ts";
import type { WebhookSink } from "../../../test/support/webhook-sink.ts";
import { startDeadMan } from "./dead-man.ts";
import type { DeadMan } from "./dead-man.ts";

const minute = 60_000;
let store: TestStore;
let http: HttpClient;
let sink: WebhookSink;
let config: Config;
const watching: DeadMan[] = [];

beforeAll(async () => {
  store = await startTestStore({ ownServer: true });
  http = createHttpClient({ userAgent: "test" });
});
beforeEach(async () => {
  sink = await startWebhookSink();
  config = await configFrom({
    sources: {
      network: { allow_private: [sink.host] },
      sources: [{ id: "site", name: "The Site", url: "https://site.example/rss" }],
    },
    topics: [{ id: "harbour", name: "Harbour", any: ["harbourmaster"] }],
    alerts: {
      route: { receiver: "desk" },
      receivers: [{ name: "desk", webhook: [{ url: `${sink.url}/desk`, secret: "${env:SINK_SECRET}" }] }],
      dead_man: { receiver: "desk", after: "10m" },
    },
  });
});
afterEach(async () => {
  await Promise.all(watching.splice(0).map((one) => one.close()));
  await sink.close();
  await sql`truncate control, alert_group, article_revision, article, trail cascade`.execute(store.db);
});
afterAll(async () => {
  await http.close();
  await store.stop();
});

/** A watchman whose clock the test moves; it looks only when it is told to. */
function watchman(db: Kysely<Database> = store.db, reader: ConfigReader<Config> = readerOf(config)) {
  let passedMs = 0;
  const deadMan = startDeadMan({
    db,
    config: reader,
    http,
    resolveSecrets: (text) => Promise.resolve(text.replace("${env:SINK_SECRET}", sink.secret)),
    now: () => new Date(),
    random: () => 0.5,
    terminal: { write: () => undefined, color: false, width: 80 },
    monotonicMs: () => passedMs,
    onError: () => undefined,
    everyMs: 1e9,
  });
  watching.push(deadMan);
  return {
    async look(afterMs = 0) {
      passedMs += afterMs;
      // The first look is under way already.
      await deadMan.look();
      await deadMan.look();
    },
  };
}

const told = (): string[] => sink.messages.map((message) => message.body.type);
const ago = (ms: number): Date => new Date(Date.now() - ms);

describe("work that nobody takes", () => {
  test("is told once, and once more when it goes on; the next time is an alarm of its own", async () => {
    const one = watchman();
    await addRevision(store.db, { stage: "classify", due_at: ago(9 * minute) });
    await one.look();
    expect(told()).toEqual([]);

    await sql`update article_revision set due_at = ${ago(11 * minute)}`.execute(store.db);
    for (let index = 0; index < 3; index++) await one.look();
    expect(told()).toEqual(["system.stalled"]);
    expect(sink.messages[0]?.body.data).toMatchObject({
      lines: [
        expect.stringMatching(/^Stage classify: nobody has taken 1 piece of work for 11 minutes/u),
        expect.any(String),
      ],
    });

    await sql`update article_revision set stage = 'done'`.execute(store.db);
    for (let index = 0; index < 3; index++) await one.look();
    expect(told()).toEqual(["system.stalled", "system.resumed"]);

    await addGroup(store.db, { due_at: ago(20 * minute) });
    await one.look();
    expect(told()).toEqual(["system.stalled", "system.resumed", "system.stalled"]);
    expect(new Set(sink.messages.map(({ id }) => id)).size).toBe(3);
  });

  test("is no standstill while its stage finishes other work", async () => {
    const row = await addRevision(store.db, { stage: "classify", due_at: ago(60 * minute) });
    await sql`insert into trail (article_id, revision, at, stage, result) values (${row.article_id}, 1, ${ago(minute)}, 'classify', 'notify')`.execute(
      store.db,
    );
    await watchman().look();
    expect(told()).toEqual([]);
  });

  test("is told by one of several processes, and goes on being told by none after a restart", async () => {
    await addGroup(store.db, { due_at: ago(20 * minute) });
    await Promise.all([watchman(), watchman(), watchman()].map((one) => one.look()));
    await watchman().look();
    expect(told()).toEqual(["system.stalled"]);
  });

  test("is told again when the receiver did not take it, under the same id", async () => {
    await addGroup(store.db, { due_at: ago(20 * minute) });
    const one = watchman();
    sink.failWith(500);
    await one.look();
    expect(await readAlarm(store.db)).toMatchObject({ isOn: false });
    sink.failWith(null);
    await one.look();
    await one.look();
    expect(told()).toEqual(["system.stalled"]);
  });

  test("is nobody's business where nobody asked for it", async () => {
    config = { ...config, alerts: { ...config.alerts, deadMan: null } };
    await addGroup(store.db, { due_at: ago(20 * minute) });
    await watchman().look();
    expect(told()).toEqual([]);
  });
});

describe("a database that is away", () => {
  test("is told by each process at most once an hour, under one id, and once when it is back", async () => {
    const own = openStore({ url: store.url, connections: 2 });
    const both = [watchman(own), watchman(own)];
    for (const one of both) await one.look();
    await store.server?.stop();
    try {
      for (const one of both) await one.look(9 * minute);
      expect(told()).toEqual([]);
      for (const minutes of [2, 30, 20]) for (const one of both) await one.look(minutes * minute);
      expect(told()).toEqual(["system.stalled", "system.stalled"]);
      for (const one of both) await one.look(20 * minute);
      expect(told()).toHaveLength(4);
      expect(sink.ids("/desk").size).toBe(1);
      expect(sink.messages[0]?.body.data).toMatchObject({
        lines: [expect.stringContaining("The database has not answered for 11 minutes"), expect.any(String)],
      });
    } finally {
      await store.server?.revive();
    }
    await until(
      async () => (await sql`select 1`.execute(own).catch(() => null)) !== null,
      30_000,
      "the database's return",
    );
    for (const one of both) await one.look();
    for (const one of both) await one.look();
    expect(told().filter((type) => type === "system.resumed")).toHaveLength(1);
    expect(await readAlarm(own)).toMatchObject({ number: 1, isOn: false });
    await own.destroy();
  });
});
