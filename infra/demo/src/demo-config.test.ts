import { loadConfig } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import { runTopicTests } from "@wirewatch/topics";
import { expect, test } from "vitest";
import { demoConfig, demoSecretVariable } from "./demo-config.ts";
import { outlets } from "./outlet.ts";
import { newWebhookSecret } from "./webhook-check.ts";

async function loaded(): Promise<Config> {
  const files = demoConfig({
    newsroomUrl: "http://127.0.0.1:8701",
    inboxUrl: "http://127.0.0.1:8702",
  });
  const contents = new Map<string, string>(Object.entries(files));
  const result = await loadConfig(".", {
    readFile: async (path) => new TextEncoder().encode(contents.get(path)),
    env: { [demoSecretVariable]: newWebhookSecret() },
    checkSecrets: true,
    runTopicTests,
  });
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join("\n"));
  expect(result.warnings).toEqual([]);
  return result.config;
}

test("passes the loader, topic tests included, without a warning", async () => {
  const { sources, topics } = await loaded();
  expect(sources.map(({ id }) => id)).toEqual(outlets.map(({ id }) => id));
  expect(topics.length).toBeGreaterThanOrEqual(4);
  expect(topics.every(({ tests }) => tests.match.length > 0 && tests.noMatch.length > 0)).toBe(true);
});

test("polls every five seconds and may reach the newsroom's and the inbox's ports only", async () => {
  const { sources, network, alerts } = await loaded();
  for (const source of sources) {
    expect(source.poll).toEqual({ targetMs: 5000, minMs: 5000, maxMs: 5000 });
    expect(source).toMatchObject({
      firstRun: "baseline",
      perHost: { concurrency: 2, minIntervalMs: 0 },
    });
    expect(source.privatePages).toEqual(["127.0.0.1:8701"]);
  }
  expect(network.allowPrivate).toEqual(["127.0.0.1:8701", "127.0.0.1:8702"]);
  expect(alerts.route.groupWaitMs).toBe(0);
});

test("tells the inbox, signed by a reference, and the terminal", async () => {
  const [receiver] = (await loaded()).alerts.receivers;
  expect(receiver?.channels).toMatchObject([
    {
      kind: "webhook",
      url: "http://127.0.0.1:8702/webhook",
      secrets: [`\${env:${demoSecretVariable}}`],
    },
    { kind: "terminal" },
  ]);
});
