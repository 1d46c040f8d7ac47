import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { articlePage } from "../support/articles.ts";
import { startNewsSite } from "../support/news-site.ts";
import type { NewsSite } from "../support/news-site.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { startTestStore } from "../support/store.ts";
import type { TestStore } from "../support/store.ts";
import { runCommand, startProcess, writeConfig } from "../support/system.ts";
import type { TestProcess } from "../support/system.ts";
import { until } from "../support/until.ts";

/* Files are read again while the system runs: a new source is polled, a bad file changes nothing. */

let store: TestStore;
let first: NewsSite;
let second: NewsSite;
let folder: string;
let fetcher: TestProcess;

const topics = `version: 1
topics:
  - { id: harbour, name: Harbourmaster, any: [harbourmaster] }
`;

function sources(...sites: NewsSite[]): string {
  const hosts = sites.map((site) => `"${site.host}"`).join(", ");
  const entries = sites.map(
    (site, index) =>
      `  - { id: site-${index}, name: Site ${index}, kind: feed, url: "${site.feedUrl}", private_pages: [${hosts}] }`,
  );
  return `version: 1
network: { allow_private: [${hosts}] }
defaults: { poll: { target: 1s, min: 1s, max: 1s }, per_host: { min_interval: 0s }, first_run: alert, max_age: none }
sources:
${entries.join("\n")}
`;
}

beforeAll(async () => {
  [store, first, second] = await Promise.all([startTestStore(), startNewsSite(), startNewsSite()]);
  const random = seededRandom(5);
  first.publish([articlePage(1, random)]);
  second.publish([articlePage(2, random)]);
  folder = mkdtempSync(join(tmpdir(), "wirewatch config "));
  writeConfig(folder, {
    sources: sources(first),
    topics,
    alerts: "version: 1\nroute: { receiver: terminal }\nreceivers: [{ name: terminal, terminal: true }]\n",
  });
  fetcher = startProcess(["run", "fetcher"], { DATABASE_URL: store.url, WIREWATCH_CONFIG: folder });
});

afterAll(async () => {
  fetcher.child.kill("SIGTERM");
  expect(await fetcher.ended).toBe(0);
  await Promise.all([first.close(), second.close(), store.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const itemCount = async (): Promise<number> => (await store.db.selectFrom("source_item").select("id").execute()).length;
const polls = (site: NewsSite): number => site.requests.filter((request) => request.path === "/feed.xml").length;

describe("a running fetcher", () => {
  it("polls a source that was added to the file, without a restart", async () => {
    await until(async () => (await itemCount()) === 1, 30_000, "the first source's item");
    writeFileSync(join(folder, "sources.yaml"), sources(first, second));
    await until(async () => (await itemCount()) === 2, 15_000, "the added source's item");
  });

  it("keeps the last good configuration when the file is broken, and says where", async () => {
    writeFileSync(join(folder, "sources.yaml"), sources(first, second).replace("kind: feed", "kindd: feed"));
    await until(() => fetcher.output().includes("sources.yaml:5:"), 15_000, "the complaint");
    const before = polls(second);
    await until(() => polls(second) > before + 1, 15_000, "further polls");
    const check = await runCommand(["check"], { WIREWATCH_CONFIG: folder });
    expect(check.code).toBe(1);
    expect(check.output).toMatch(/sources\.yaml:5:\d+ .*kindd/);
  });

  it("stops a source that was removed, and keeps its history", async () => {
    writeFileSync(join(folder, "sources.yaml"), sources(first));
    await until(
      async () =>
        (await store.db.selectFrom("feed").select("stage").where("source_id", "=", "site-1").executeTakeFirst())
          ?.stage === "stopped",
      15_000,
    );
    const before = polls(second);
    const firstBefore = polls(first);
    await until(() => polls(first) > firstBefore + 2, 15_000, "polls of the source that stays");
    expect(polls(second)).toBe(before);
    expect(await itemCount()).toBe(2);
  });
});
