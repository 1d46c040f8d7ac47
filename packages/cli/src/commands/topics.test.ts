import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { lintTopics } from "./topics-lint.ts";
import { topics } from "./topics.ts";

const file = `version: 1
topics:
  - id: acme
    severity: high
    any: ['"Acme Corp"', 'Acme NEAR/3 factory']
    none: [cartoon]
    where: { languages: [en, de], tags: [press] }
    raise: [{ when: title:recall, to: critical }]
    tests: { match: [Acme Corp closes a factory], no_match: [The acme of style, An Acme Corp cartoon] }
  - id: floods
    any:
      - flood
      - |
        flood OR storm
        OR "storm surge"
    scope: document
    tests: { match: [Dry days ahead], no_match: [{ title: News, text: Flood in the valley }] }
  - id: quiet
    any: [whisper]
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wirewatch topics "));
  writeFileSync(join(folder, "topics.yaml"), file);
});
afterAll(() => rmSync(folder, { recursive: true }));

const noStore =
  "What was made in the console is left out (no Wirewatch runs here); to have it as well, start it, or set DATABASE_URL.";

async function run(...words: string[]): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await topics(words, environmentOf(undefined, folder), write, (line) => expect(line).toBe(noStore));
  return { code, text: text() };
}

describe("topics test", () => {
  test("shows each example with what matched or what stopped the topic, and counts", async () => {
    const { code, text } = await run("test");
    expect(code).toBe(1);
    expect(text).toBe(`acme (topics.yaml:3): 3 tests passed
  ok, a match: “Acme Corp closes a factory”
    any[0] \`"Acme Corp"\`: "Acme Corp" in the title
    any[1] \`Acme NEAR/3 factory\`: "Acme" … "factory" in the title
  ok, no match: “The acme of style”
    any[0] \`"Acme Corp"\`: \`corp\` of \`"acme corp"\` is not there
    any[1] \`Acme NEAR/3 factory\`: \`factory\` is not there
  ok, no match: “An Acme Corp cartoon”
    none[0] \`cartoon\` is true and rejects it: "cartoon" in the title
floods (topics.yaml:10): 2 of 2 tests failed
  FAILED, expected a match: “Dry days ahead”
    any[0] \`flood\`: \`flood\` is not there
    any[1] \`flood OR storm OR "storm surge"\`: none of 3 sides of \`flood OR storm OR "storm surge"\` is there
  FAILED, expected no match: “News — Flood in the valley”
    any[0] \`flood\`: "Flood" in the text
    any[1] \`flood OR storm OR "storm surge"\`: "Flood" in the text
quiet (topics.yaml:18): has no tests; add examples under tests: match and no_match
5 tests of 3 topics: 2 failed
`);
  });

  test("runs the tests of the named topics, and shows only what failed when asked to", async () => {
    expect(await run("test", "acme", "quiet", "--failed")).toEqual({
      code: 0,
      text: "acme (topics.yaml:3): 3 tests passed\nquiet (topics.yaml:18): has no tests; add examples under tests: match and no_match\n3 tests of 2 topics: all passed\n",
    });
    expect((await run("test", "--failed")).text).toMatch(
      /acme \(topics.yaml:3\): 3 tests passed\nfloods \(topics.yaml:10\): 2 of 2 tests failed\n {2}FAILED/,
    );
  });
});

describe("topics lint", () => {
  test("shows what is doubtful at its line and column", async () => {
    const { code, text } = await run("lint");
    expect(code).toBe(0);
    expect(text).toContain(
      `topics.yaml:13:9  floods any[0] (L_DEAD_BRANCH): Whatever this finds, any[1] finds too: leave it out.
  13 |       - flood
     |         ^`.replaceAll("13", "12"),
    );
    expect(text).toContain(`topics.yaml:15:12  floods any[1] (L_DEAD_BRANCH): This side of OR adds nothing`);
    expect(text).toMatch(/\n2 findings in 1 of 3 topics\n$/);
  });

  test("fails on a finding only with --strict", async () => {
    expect((await run("lint", "--strict")).code).toBe(1);
    expect(await run("lint", "--strict", "quiet", "acme")).toEqual({
      code: 0,
      text: "ok: nothing to say about 2 topics\n",
    });
  });

  test("goes by counts of words when it is given them", async () => {
    const { write, text } = collector();
    const frequency = (word: string): number | null => (word === "whisper" ? 0.9 : null);
    await lintTopics(["quiet"], environmentOf(undefined, folder), write, { frequency, tell: () => undefined });
    expect(text()).toContain("quiet any[0] (L_TOO_BROAD)");
  });
});

describe("topics list", () => {
  test("shows queries, limits, tests and warnings", async () => {
    const rows = (await run("list")).text.split("\n").map((line) => line.split(/ {2,}/u));
    expect(rows).toEqual([
      ["topic", "severity", "queries", "where", "tests", "warnings", "from"],
      ["acme", "high", "2 any, 1 none, 1 raise", "en de, press", "3", "0", "topics.yaml:3"],
      ["floods", "normal", "2 any; document", "everywhere", "2", "2", "topics.yaml:10"],
      ["quiet", "normal", "1 any", "everywhere", "0", "0", "topics.yaml:18"],
      [""],
    ]);
    expect(JSON.parse((await run("list", "quiet", "--json")).text)).toMatchObject({
      topics: [{ id: "quiet", any: ["whisper"], origin: "topics.yaml:18", warnings: 0 }],
    });
  });
});

test("refuses wrong words, unknown topics and a folder without topics", async () => {
  await expect(run("check")).rejects.toThrow(
    'say what to do with the topics, found "check"; write: wirewatch topics list, test [id…], lint [id…], backtest <id>, rematch <id…> or usage',
  );
  await expect(run()).rejects.toThrow("say what to do with the topics; write");
  await expect(run("test", "acne")).rejects.toThrow(
    'there is no topic "acne" in topics.yaml; did you mean acme? topics are acme, floods, quiet',
  );
  await expect(
    topics(
      ["test"],
      environmentOf(undefined, join(folder, "none")),
      () => undefined,
      () => undefined,
    ),
  ).rejects.toThrow("cannot be used");
});
