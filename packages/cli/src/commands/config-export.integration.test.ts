import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@wirewatch/runtime";
import { saveConsoleObject } from "@wirewatch/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { runCheck } from "./check.ts";
import { topicsOfConsole } from "../console-topics.ts";
import { configCommand } from "./config.ts";

let store: TestStore;
let folder: string;

const topics = "version: 1\ntopics:\n  - id: harbour # ours\n    any: [harbourmaster]\n";

beforeAll(async () => {
  store = await startTestStore();
  folder = mkdtempSync(join(tmpdir(), "wirewatch export "));
  writeFileSync(
    join(folder, "sources.yaml"),
    "version: 1\nsources:\n  - { id: site, url: https://site.example/rss }\n",
  );
  writeFileSync(join(folder, "topics.yaml"), topics);
  const content = "# for the port\nid: quay\nany: [quay]\n";
  await store.db
    .transaction()
    .execute((tx) => saveConsoleObject(tx, { kind: "topic", id: "quay", content, basedOn: null, by: "ana" }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store.stop();
});

const env = (url: string | undefined = store.url) =>
  readEnvironment({ WIREWATCH_CONFIG: folder, WIREWATCH_HOME: join(folder, "home"), DATABASE_URL: url }, folder);

async function run(...words: string[]): Promise<string> {
  const written: string[] = [];
  expect(await configCommand(words, env(), (text) => written.push(text))).toBe(0);
  return written.join("");
}

test("all files come as one stream, with the console's topics among those of the file", async () => {
  expect(await run("export")).toBe(
    `--- # sources.yaml\nversion: 1\nsources:\n  - { id: site, url: https://site.example/rss }\n--- # topics.yaml\n${topics}  # for the port\n  - id: quay\n    any: [quay]\n`,
  );
});

test("a folder gets the same as files, which can be used", async () => {
  const output = join(folder, "out");
  expect(await run("export", "--output", output)).toContain("1 topic of the console among them");
  expect(readdirSync(output).toSorted()).toEqual(["sources.yaml", "topics.yaml"]);
  expect(readFileSync(join(output, "topics.yaml"), "utf8")).toContain("- id: quay");
});

test.each([[[]], [["import"]], [["export", "all"]]])("other words are refused: %j", async (words) => {
  await expect(configCommand(words, env(), () => undefined)).rejects.toThrow(
    /wirewatch config export \[--output folder\]/u,
  );
});

test("check counts the console's topics, and goes on without a store that does not answer", async () => {
  const notes: string[] = [];
  const check = async (url: string | undefined): Promise<string> => {
    const report: string[] = [];
    const consoleTopics = await topicsOfConsole(env(url), (note) => notes.push(note));
    await runCheck({
      folder,
      env: {},
      readFile: async (path) => readFileSync(path),
      consoleTopics,
      write: (text) => report.push(text),
    });
    return report.at(-1) ?? "";
  };
  expect(await check(store.url)).toMatch(/^ok: 1 source, 2 topics/u);
  expect(notes).toEqual([]);
  expect(await check("postgres://nobody@127.0.0.1:1/none")).toMatch(/^ok: 1 source, 1 topic,/u);
  expect(notes.join("")).toContain("topics of the console were left out");
});
