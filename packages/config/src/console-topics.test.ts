import { describe, expect, it } from "vitest";
import { fakeFolder, goodSecret, goodTopics } from "./fake-files.ts";
import { configFingerprint } from "./fingerprint.ts";
import { loadConfig } from "./load-config.ts";
import type { ConsoleTopic } from "./open-entry.ts";

const harbour: ConsoleTopic = { id: "harbour", content: "# ours\nid: harbour\nany: [harbourmaster]\n" };

function load(consoleTopics: readonly ConsoleTopic[], topics = goodTopics) {
  const readFile = fakeFolder({ topics });
  return loadConfig("config", { readFile, env: { PARTNER_WEBHOOK: goodSecret }, checkSecrets: true, consoleTopics });
}

async function problems(consoleTopics: readonly ConsoleTopic[]): Promise<readonly string[]> {
  const loaded = await load(consoleTopics);
  return loaded.ok ? [] : loaded.problems.map((one) => `${one.file}:${one.line}:${one.column} ${one.message}`);
}

describe("topics of the console", () => {
  it("count as those of the file do", async () => {
    const loaded = await load([harbour, { id: "quay", content: "{ id: quay, all: [quay], severity: high }" }]);
    expect(loaded.ok && loaded.config.topics.map(({ id, severity }) => [id, severity])).toEqual([
      ["acme", "normal"],
      ["harbour", "normal"],
      ["quay", "high"],
    ]);
  });

  it("are complained about at the line of their own text", async () => {
    expect(await problems([{ id: "harbour", content: "id: harbour\nany:\n  - quay\n  - 'quay AND (pier'\n" }])).toEqual(
      [expect.stringMatching(/^console: topic harbour:4:15 the query cannot be read \(E_UNBALANCED_PAREN\)/u)],
    );
  });

  it.each([
    ["no YAML", "id: [", /:1:\d+ /u],
    ["a list", "- id: harbour", /a mapping of keys to values/u],
    ["an unknown key", "id: harbour\nanny: [a]\n", /:2:1 unknown key `anny`/u],
    ["nothing to look for", "id: harbour\n", /has nothing to look for/u],
    ["nothing at all", "", /id/u],
    ["a source that is not there", "id: harbour\nany: [a]\nwhere: { sources: [exampel-times] }", /example-times/u],
    ["another id", "id: quay\nany: [a]", /keeps the id it was made with/u],
    ["an alias", "id: &a harbour\nany: [*a]\n", /alias/u],
  ])("that are %s make the whole configuration one that is not loaded", async (_what, content, message) => {
    expect((await problems([{ id: "harbour", content }])).join("\n")).toMatch(message);
  });

  it("with an id that the file has are an error that names both", async () => {
    const content = "id: acme\nany: [other]\n";
    expect(await problems([harbour, { id: "acme", content }])).toEqual([
      "console: topic acme:1:1 the topic `acme` is in config/topics.yaml:3 and was made in the console: rename one, or delete one (the console keeps versions).",
    ]);
  });

  it("give warnings and labels like those of the file", async () => {
    const content = "id: harbour\nany: ['quay or pier']\nwhere: { tags: [nowhere] }\nlabels: { desk: sea }\n";
    const loaded = await load([{ id: "harbour", content }]);
    expect(loaded.ok && loaded.warnings.map(({ file, line }) => `${file}:${line}`)).toEqual([
      "console: topic harbour:2",
      "console: topic harbour:3",
    ]);
  });
});

describe("the fingerprint", () => {
  it("is that of the files without topics of the console, and another one with them", async () => {
    const readFile = fakeFolder({});
    const plain = await configFingerprint("config", { readFile });
    expect(await configFingerprint("config", { readFile, consoleObjects: "" })).toBe(plain);
    const first = await configFingerprint("config", { readFile, consoleObjects: "a" });
    expect(new Set([plain, first, await configFingerprint("config", { readFile, consoleObjects: "b" })]).size).toBe(3);
  });
});
