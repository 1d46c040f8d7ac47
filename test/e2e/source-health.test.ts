import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHubSite } from "../support/hub.ts";
import type { HubSite } from "../support/hub.ts";
import { startProgram } from "../support/program.ts";
import type { TestProgram } from "../support/program.ts";
import { pipelineServices } from "../support/system.ts";
import { until } from "../support/until.ts";
import { startWebhookSink } from "../support/webhook-sink.ts";
import type { WebhookSink } from "../support/webhook-sink.ts";

/*
 * What goes out about sources themselves. All services in one process, the publisher and the receiver in this one.
 */

let trouble: HubSite;
let sink: WebhookSink;
let program: TestProgram;

const broken = 30;

function sources(): string {
  const brokenOnes = Array.from(
    { length: broken },
    (_, index) =>
      `  - { id: broken-${index}, name: Broken ${index}, kind: feed, url: "${trouble.url}/broken/${index}", every: 3s, per_host: { concurrency: 4, min_interval: 0s }, health: { failing_after: 1 } }`,
  );
  return `version: 1
network: { allow_private: ["${trouble.host}", "${sink.host}"] }
sources:
  - { id: lone, name: Lone, kind: feed, url: "${trouble.url}/lone", every: 1s, per_host: { concurrency: 4, min_interval: 0s }, health: { failing_after: 2 } }
${brokenOnes.join("\n")}
`;
}

const alerts = (): string => `version: 1
route:
  receiver: desk
  group_wait: 0s
  routes:
    - { name: health, matchers: ['topic="wirewatch.source"'], receiver: ops, group_wait: 6s }
receivers:
  - { name: desk, webhook: [{ url: "${sink.url}/desk", secret: "\${env:SINK_SECRET}" }] }
  - { name: ops, webhook: [{ url: "${sink.url}/ops", secret: "\${env:SINK_SECRET}" }] }
`;

beforeAll(async () => {
  [trouble, sink] = await Promise.all([startHubSite(600), startWebhookSink()]);
  const files = { sources: sources(), topics: "version: 1\ntopics: []\n", alerts: alerts() };
  program = await startProgram(pipelineServices, files, { SINK_SECRET: sink.secret });
  await until(async () => (await workingFeeds()) === broken + 1, 60_000, "the first polls");
});

afterAll(async () => {
  const code = await program.stop();
  await Promise.all([trouble.close(), sink.close()]);
  expect(code).toBe(0);
});

async function workingFeeds(): Promise<number> {
  const polled = await program.store.db
    .selectFrom("feed")
    .select("id")
    .where("last_success_at", "is not", null)
    .execute();
  return polled.length;
}

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
    expect(
      await program.store.db.selectFrom("notice").select("reason").where("outcome", "=", "suppressed").execute(),
    ).toEqual([]);
  });
});
