import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { signWebhook } from "@wirewatch/alerting";
import { readSubscriptions, sql } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { articlePage } from "../support/articles.ts";
import { freePort } from "../support/free-port.ts";
import { startHubSite } from "../support/hub.ts";
import type { HubSite } from "../support/hub.ts";
import { startProgram } from "../support/program.ts";
import type { TestProgram } from "../support/program.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { pipelineServices } from "../support/system.ts";
import { until } from "../support/until.ts";
import { startWebhookSink } from "../support/webhook-sink.ts";
import type { SinkMessage, WebhookSink } from "../support/webhook-sink.ts";

/*
 * What comes in without being fetched first: pushes of a hub and articles that are handed in. All services in one
 * process, the publisher, its hub and the receiver in this one.
 */

let site: HubSite;
let sink: WebhookSink;
let program: TestProgram;
let consoleUrl: string;

/** `PUSHES=24` for the figures in test/results/push.json. */
const pushes = Number(process.env["PUSHES"] ?? 6);
const random = seededRandom(11);
const token = randomBytes(24).toString("hex");
const signing = `whsec_${randomBytes(32).toString("base64")}`;

const sources = (): string => `version: 1
network: { allow_private: ["${site.host}", "${sink.host}"] }
defaults: { first_run: alert, max_age: none }
sources:
  - { id: pushed, name: Pushed, kind: feed, url: "${site.feedUrl}", push: websub, private_pages: ["${site.host}"], poll: { target: 2s, min: 2s, max: 20s } }
  - { id: desk, name: Desk, kind: push, private_pages: ["${site.host}"], ingest: { token: "\${env:INGEST_TOKEN}", secret: "\${env:INGEST_SECRET}" } }
`;
const topics = "version: 1\ntopics: [{ id: harbour, name: Harbourmaster, any: [harbourmaster] }]\n";
const alerts = (): string => `version: 1
public_url: ${consoleUrl}
route: { receiver: desk, group_wait: 0s }
receivers:
  - { name: desk, webhook: [{ url: "${sink.url}/desk", secret: "\${env:SINK_SECRET}" }] }
`;

beforeAll(async () => {
  const [startedSite, startedSink, port] = await Promise.all([startHubSite(600), startWebhookSink(), freePort()]);
  [site, sink] = [startedSite, startedSink];
  consoleUrl = `http://127.0.0.1:${port}`;
  program = await startProgram(
    [...pipelineServices, "console"],
    { sources: sources(), topics, alerts: alerts() },
    { PORT: String(port), SINK_SECRET: sink.secret, INGEST_TOKEN: token, INGEST_SECRET: signing },
  );
  await until(() => site.subscribers.size === 1, 60_000, "the subscription");
});

afterAll(async () => {
  const code = await program.stop();
  await Promise.all([site.close(), sink.close()]);
  expect(code).toBe(0);
});

const alertOf = (url: string): SinkMessage | undefined =>
  sink.messages.find(({ path, body }) => path === "/desk" && body.data.article.url === url);
const db = () => program.store.db;
const subscription = async () => (await readSubscriptions(db()))[0];

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
    await sql`update websub set due_at = now() where claim is null`.execute(db());
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
    const known = () => db().selectFrom("source_item").select("article_id").where("url", "=", url).executeTakeFirst();
    expect(await known()).toMatchObject({ article_id: expect.any(String) });
  });
});
