import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { signWebhook } from "@wirewatch/alerting";
import { readSubscriptions, sql } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { articlePage, seededRandom } from "../support/articles.ts";
import { startHubSite } from "../support/hub.ts";
import type { HubSite } from "../support/hub.ts";
import { freePort } from "../support/redis.ts";
import { startTestStore } from "../support/store.ts";
import type { TestStore } from "../support/store.ts";
import { pipelineServices, runCommand, startProcess, writeConfig } from "../support/system.ts";
import type { TestProcess } from "../support/system.ts";
import { until } from "../support/until.ts";
import { startWebhookSink } from "../support/webhook-sink.ts";
import type { SinkMessage, WebhookSink } from "../support/webhook-sink.ts";

/*
 * What comes in without being fetched first: pushes of a hub and articles that are handed in; and what goes out about
 * sources themselves. All services in one process, the publisher, its hub and the receiver in this one.
 */

let store: TestStore;
let site: HubSite;
/** Another host, for what is in trouble: hosts are asked one after the other. */
let trouble: HubSite;
let sink: WebhookSink;
let system: TestProcess | undefined;
let folder: string;
let consoleUrl: string;

/** `PUSHES=24` for the figures in test/results/push.json. */
const pushes = Number(process.env["PUSHES"] ?? 6);
const broken = 30;
const random = seededRandom(11);
const token = randomBytes(24).toString("hex");
const signing = `whsec_${randomBytes(32).toString("base64")}`;

function sources(): string {
  const brokenOnes = Array.from(
    { length: broken },
    (_, index) =>
      `  - { id: broken-${index}, name: Broken ${index}, kind: feed, url: "${trouble.url}/broken/${index}", every: 3s, per_host: { concurrency: 4, min_interval: 0s }, health: { failing_after: 1 } }`,
  );
  return `version: 1
network: { allow_private: ["${site.host}", "${trouble.host}", "${sink.host}"] }
defaults: { first_run: alert, max_age: none }
sources:
  - { id: pushed, name: Pushed, kind: feed, url: "${site.feedUrl}", push: websub, private_pages: ["${site.host}"], poll: { target: 2s, min: 2s, max: 20s } }
  - { id: desk, name: Desk, kind: push, private_pages: ["${site.host}"], ingest: { token: "\${env:INGEST_TOKEN}", secret: "\${env:INGEST_SECRET}" } }
  - { id: lone, name: Lone, kind: feed, url: "${trouble.url}/lone", every: 1s, per_host: { concurrency: 4, min_interval: 0s }, health: { failing_after: 2 } }
${brokenOnes.join("\n")}
`;
}

function alerts(): string {
  return `version: 1
public_url: ${consoleUrl}
route:
  receiver: desk
  group_wait: 0s
  routes:
    - { name: health, matchers: ['topic="wirewatch.source"'], receiver: ops, group_wait: 6s }
receivers:
  - { name: desk, webhook: [{ url: "${sink.url}/desk", secret: "\${env:SINK_SECRET}" }] }
  - { name: ops, webhook: [{ url: "${sink.url}/ops", secret: "\${env:SINK_SECRET}" }] }
`;
}

beforeAll(async () => {
  const [startedStore, startedSite, startedTrouble, startedSink, port] = await Promise.all([
    startTestStore(),
    startHubSite(600),
    startHubSite(600),
    startWebhookSink(),
    freePort(),
  ]);
  [store, site, trouble, sink] = [startedStore, startedSite, startedTrouble, startedSink];
  consoleUrl = `http://127.0.0.1:${port}`;
  folder = mkdtempSync(join(tmpdir(), "wirewatch push "));
  const topics = "version: 1\ntopics: [{ id: harbour, name: Harbourmaster, any: [harbourmaster] }]\n";
  writeConfig(folder, { sources: sources(), topics, alerts: alerts() });
  const env = {
    DATABASE_URL: store.url,
    WIREWATCH_CONFIG: folder,
    PORT: String(port),
    SINK_SECRET: sink.secret,
    INGEST_TOKEN: token,
    INGEST_SECRET: signing,
    LOG_LEVEL: "warn",
  };
  const check = await runCommand(["check"], env);
  expect(check.code, check.output).toBe(0);
  system = startProcess(["run", ...pipelineServices, "console"], env);
  await until(() => site.subscribers.size === 1, 60_000, "the subscription");
});

afterAll(async () => {
  system?.child.kill("SIGTERM");
  const code = await system?.ended;
  await Promise.all([site.close(), trouble.close(), sink.close(), store.stop()]);
  rmSync(folder, { recursive: true, force: true });
  expect(code).toBe(0);
});

const alertOf = (url: string): SinkMessage | undefined =>
  sink.messages.find(({ path, body }) => path === "/desk" && body.data.article.url === url);
const subscription = async () => (await readSubscriptions(store.db))[0];

interface HealthBody {
  readonly type: string;
  readonly data: {
    readonly source: string | null;
    readonly count: number;
    readonly text: string;
    readonly notices: readonly { readonly source: string }[];
  };
}
const health = (type: string): HealthBody["data"][] =>
  sink.messages
    .filter(({ path }) => path === "/ops")
    .map(({ body }) => body as unknown as HealthBody)
    .filter((body) => body.type === type)
    .map(({ data }) => data);

async function ingest(body: object | string, headers: Readonly<Record<string, string>>) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(`${consoleUrl}/ingest`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: text,
  });
  return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
}

describe("a feed with a hub", () => {
  it("is subscribed to at once, with a lease, and shows it", async () => {
    expect(site.requests[0]).toMatchObject({ mode: "subscribe", topic: site.feedUrl, leaseSeconds: "864000" });
    await until(async () => (await subscription())?.state === "active", 10_000, "the active subscription");
    const { leaseEndsAt, reason } = (await subscription()) ?? {};
    expect(reason).toBeNull();
    expect(((leaseEndsAt?.getTime() ?? 0) - Date.now()) / 1000).toBeGreaterThan(500);
  });

  it(`tells of ${pushes} pushes soon`, async () => {
    const tookMs: number[] = [];
    for (let index = 0; index < pushes; index += 1) {
      const page = articlePage(index, random);
      const startedMs = performance.now();
      await site.publish(page, "push");
      await until(() => alertOf(`${site.url}${page.path}`) !== undefined, 20_000, `the alert for push ${index}`, 5);
      tookMs.push((alertOf(`${site.url}${page.path}`)?.atMs ?? Infinity) - startedMs);
      // A page of one host every two seconds, as usual: what is measured is one push, not a queue of them.
      await pause(2_500 + Math.round(random() * 500));
    }
    expect(new Set(site.answers)).toEqual(new Set([202]));
    const sorted = tookMs.toSorted((a, b) => a - b);
    const at = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? Infinity);
    const results = fileURLToPath(new URL("../results", import.meta.url));
    mkdirSync(results, { recursive: true });
    writeFileSync(
      join(results, "push.json"),
      `${JSON.stringify({ pushes, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) })}\n`,
    );
    // Speed is read off the results; here it only must not be a matter of polls.
    expect(at(0.95)).toBeLessThanOrEqual(15_000);
  });

  it("was told of nothing that its hub did not sign", async () => {
    const page = articlePage(900, random);
    const before = await subscription();
    await site.publish(page, "forged");
    expect(site.answers.at(-1)).toBe(202);
    // The feed has it as well; the subscription says that no push brought it.
    expect((await subscription())?.lastPushAt).toEqual(before?.lastPushAt);
    expect((await subscription())?.reason).toContain("not signed with our secret");
  });

  it("has its lease renewed, and stays active meanwhile", async () => {
    const { leaseEndsAt: before } = (await subscription()) ?? {};
    const asked = site.requests.length;
    // As if two thirds of the lease were over.
    await sql`update websub set due_at = now() where claim is null`.execute(store.db);
    await until(() => site.requests.length > asked, 20_000, "the renewal");
    expect((await subscription())?.state).toBe("active");
    await until(
      async () => ((await subscription())?.leaseEndsAt?.getTime() ?? 0) > (before?.getTime() ?? Infinity),
      10_000,
      "the new lease",
    );
    expect(await subscription()).toMatchObject({ state: "active", reason: null });
  });

  it("is polled again when pushes are missed, and loses nothing", async () => {
    const isOff = async (): Promise<boolean> => (await subscription())?.state === "off";
    for (let index = 901; index < 908 && !(await isOff()); index += 1) {
      const page = articlePage(index, random);
      await site.publish(page, "feedOnly");
      await until(() => alertOf(`${site.url}${page.path}`) !== undefined, 60_000, `the polled article ${page.path}`);
    }
    expect(await isOff()).toBe(true);
    expect((await subscription())?.reason).not.toBeNull();
  });
});

describe("an article that is handed in", () => {
  const text =
    "The harbourmaster closed the harbour on Monday, the port authority said in the evening.\n\nShips wait outside.";

  it("as text becomes an alert, by token", async () => {
    const url = "https://desk.example/handed-in";
    const article = { url, title: "Harbour closes for a week", text, language: "en" };
    expect(await ingest(article, { authorization: `Bearer ${token}` })).toMatchObject({
      status: 202,
      body: { status: "accepted" },
    });
    await until(() => alertOf(url) !== undefined, 20_000, "the alert");
    expect(alertOf(url)?.body).toMatchObject({
      type: "alert.opened",
      data: { article: { title: article.title, source: "desk" } },
    });
    expect(await ingest(article, { authorization: `Bearer ${token}` })).toMatchObject({
      status: 200,
      body: { status: "known" },
    });
  });

  it("as an address becomes an alert when its page was fetched", async () => {
    const page = articlePage(950, random, { path: "/only-here" });
    await site.publish(page, "feedOnly");
    await until(
      async () =>
        (await ingest({ url: `${site.url}/only-here?from=desk` }, { authorization: `Bearer ${token}` })).status === 202,
      5_000,
    );
    await until(
      () =>
        sink.messages.some(
          ({ body }) => body.type === "alert.opened" && body.data.article.url.startsWith(`${site.url}/only-here`),
        ),
      30_000,
      "the alert",
    );
  });

  it("is refused without the token, and with fields that cannot be used", async () => {
    expect((await ingest({ url: "https://desk.example/x" }, {})).status).toBe(401);
    expect(
      (await ingest({ url: "https://desk.example/x" }, { authorization: "Bearer not-this-token-at-all" })).status,
    ).toBe(401);
    expect(await ingest({ url: "nowhere" }, { authorization: `Bearer ${token}` })).toMatchObject({
      status: 422,
      body: { errors: [{ field: "url" }] },
    });
  });

  it("is taken when it is signed instead", async () => {
    const url = "https://desk.example/signed";
    const body = JSON.stringify({ url, title: "Harbour opens again", text: text.replace("closed", "opened") });
    const seconds = Math.floor(Date.now() / 1000);
    const headers = { "webhook-id": "msg_1", "webhook-timestamp": String(seconds) };
    const signature = signWebhook([signing], "msg_1", seconds, body);
    expect((await ingest(`${body} `, { ...headers, "webhook-signature": signature })).status).toBe(401);
    expect(await ingest(body, { ...headers, "webhook-signature": signature })).toMatchObject({ status: 202 });
    const known = () =>
      store.db.selectFrom("source_item").select("article_id").where("url", "=", url).executeTakeFirst();
    expect(await known()).toMatchObject({ article_id: expect.any(String) });
  });
});

describe("a source in trouble", () => {
  it("is one message when it fails, and one when it works again", async () => {
    trouble.answer(/^\/lone$/, 500);
    await until(() => health("source.problem").length > 0, 60_000, "the message about the source");
    expect(health("source.problem")).toMatchObject([
      { source: "lone", count: 1, text: expect.stringContaining("500") },
    ]);
    trouble.answer(/^\/lone$/, null);
    await until(() => health("source.recovered").length > 0, 60_000, "the message about its recovery");
    expect(health("source.recovered")).toMatchObject([{ source: "lone", count: 1 }]);
    expect(health("source.problem")).toHaveLength(1);
  });

  it(`is told together with others: ${broken} at once are a few messages, and none is left out`, async () => {
    const before = health("source.problem").length;
    const told = (): Set<string> =>
      new Set(
        health("source.problem")
          .slice(before)
          .flatMap(({ notices }) => notices.map(({ source }) => source)),
      );
    trouble.answer(/^\/broken\//, 500);
    await until(() => told().size === broken, 120_000, "messages about all sources");
    const messages = health("source.problem").slice(before);
    expect(messages.length).toBeLessThanOrEqual(3);
    expect(messages.reduce((sum, { count }) => sum + count, 0)).toBe(broken);
    expect(await store.db.selectFrom("notice").select("reason").where("outcome", "=", "suppressed").execute()).toEqual(
      [],
    );
  });
});
