import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { topics } from "./topics.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wirewatch topics "));
  const acme = {
    id: "acme",
    any: ['"Acme Corp"'],
    tests: { match: ["Acme Corp closes a factory"], no_match: ["The acme of style"] },
  };
  const floods = {
    id: "floods",
    any: ["flood"],
    tests: { match: ["Dry days ahead"], no_match: ["Flood in the valley"] },
  };
  const quiet = { id: "quiet", any: ["whisper"] };
  writeFileSync(join(folder, "topics.yaml"), JSON.stringify({ version: 1, topics: [acme, floods, quiet] }, null, 2));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...words: string[]): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await topics(words, environmentOf(undefined, folder), write);
  return { code, text: text() };
}

test("shows each failing example with what happened, and counts", async () => {
  const { code, text } = await run("test");
  expect(code).toBe(1);
  expect(text).toContain("acme: 2 tests passed");
  expect(text).toContain("floods: 2 of 2 tests failed");
  expect(text).toContain("expected a match: “Dry days ahead”\n    Not matched");
  expect(text).toContain("expected no match: “Flood in the valley”\n    Matched by any[0] flood.");
  expect(text).toContain("quiet: has no tests");
  expect(text).toContain("4 tests of 3 topics: 2 failed");
});

test("runs the tests of one topic", async () => {
  expect(await run("test", "acme")).toEqual({
    code: 0,
    text: "acme: 2 tests passed\n2 tests of 1 topic: all passed\n",
  });
});

test("refuses wrong words, unknown topics and a folder without topics", async () => {
  await expect(run("check")).rejects.toThrow("write: wirewatch topics test [id]");
  await expect(run("test", "acne")).rejects.toThrow(
    'there is no topic "acne" in topics.yaml; topics are acme, floods, quiet',
  );
  await expect(topics(["test"], environmentOf(undefined, join(folder, "none")), () => undefined)).rejects.toThrow(
    "cannot be used",
  );
});
