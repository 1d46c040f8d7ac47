import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@wirewatch/runtime";
import { saveConsoleObject } from "@wirewatch/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { runCheck } from "./check.ts";
import { lookAtConsole } from "../console-look.ts";
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
  await save("topic", "quay", "# for the port\nid: quay\nany: [quay]\n");
  await save("source", "herald", "id: herald\nurl: https://herald.example/rss\n");
});

async function save(kind: "topic" | "source", id: string, content: string): Promise<void> {
  await store.db.transaction().execute((tx) => saveConsoleObject(tx, { kind, id, content, basedOn: null, by: "ana" }));
}
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
    `--- # sources.yaml\nversion: 1\nsources:\n  - { id: site, url: https://site.example/rss }\n  - id: herald\n    url: https://herald.example/rss\n--- # topics.yaml\n${topics}  # for the port\n  - id: quay\n    any: [quay]\n`,
  );
});

test("a folder gets the same as files, which can be used", async () => {
  const output = join(folder, "out");
  expect(await run("export", "--output", output)).toContain("1 topic and 1 source of the console among them");
  expect(readdirSync(output).toSorted()).toEqual(["sources.yaml", "topics.yaml"]);
  expect(readFileSync(join(output, "topics.yaml"), "utf8")).toContain("- id: quay");
});

test.each([[[]], [["import"]], [["export", "all"]]])("other words are refused: %j", async (words) => {
  await expect(configCommand(words, env(), () => undefined)).rejects.toThrow(
    /wirewatch config export \[--output folder\]/u,
  );
});

async function check(url: string | undefined): Promise<{ code: number; text: string; note: string | null }> {
  const report: string[] = [];
  const made = await lookAtConsole(env(url));
  const readFile = async (path: string): Promise<Uint8Array> => readFileSync(path);
  const code = await runCheck({ folder, env: {}, readFile, made, write: (text) => report.push(text) });
  return { code, text: report.join(""), note: made.note };
}

test("check counts what was made in the console, and goes on without a store that does not answer", async () => {
  expect(await check(store.url)).toEqual({
    code: 0,
    text: expect.stringMatching(/^ok: 2 sources, 2 topics/mu),
    note: null,
  });
  const without = await check("postgres://nobody@127.0.0.1:1/none");
  expect(without.text).toMatch(/^ok: 1 source, 1 topic,/mu);
  expect(without.note).toMatch(
    /^What was made in the console is left out \(the store does not answer: .*ECONNREFUSED/u,
  );
});

test("what cannot be used is an error of check that says what to do, and is left out of an export", async () => {
  await save("topic", "harbour", "id: harbour\nany: [pier]\n");
  const { code, text } = await check(store.url);
  expect(code).toBe(1);
  expect(text).toContain(
    "console: topic harbour:1:1  not in use: the topic `harbour` stands in topics.yaml:3 as well, and what stands there is used.",
  );
  expect(text).toContain("Delete the one made in the console, or take the other out of the file.");
  expect(text).toMatch(/the files can be used: 2 sources, 2 topics.*; not in use: 1 object of the console\n$/u);
  const told: string[] = [];
  await configCommand(
    ["export"],
    env(),
    () => undefined,
    (line) => told.push(line),
  );
  expect(told).toEqual([expect.stringMatching(/^The topic harbour of the console is not in use: /u)]);
});
