import { describe, expect, it } from "vitest";
import { fakeFolder, goodSecret, goodTopics } from "./fake-files.ts";
import { configFingerprint } from "./fingerprint.ts";
import { loadConfig } from "./load-config.ts";
import { loadTopics } from "./load-topics.ts";
import type { ConsoleTopic } from "./open-entry.ts";

const harbour: ConsoleTopic = { id: "harbour", content: "# ours\nid: harbour\nany: [harbourmaster]\n" };

function load(consoleTopics: readonly ConsoleTopic[], topics = goodTopics) {
  const readFile = fakeFolder({ topics });
  return loadConfig("config", { readFile, env: { PARTNER_WEBHOOK: goodSecret }, checkSecrets: true, consoleTopics });
}

async function problems(consoleTopics: readonly ConsoleTopic[]): Promise<readonly string[]> {
  const loaded = await load(consoleTopics);
  const found = loaded.ok ? loaded.refused.flatMap((one) => one.problems) : loaded.problems;
  return found.map((one) => `${one.file}:${one.line}:${one.column} ${one.message}`);
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
  ])("that are %s are left out, and nothing else is", async (_what, content, message) => {
    const broken = { id: "harbour", content };
    expect((await problems([broken])).join("\n")).toMatch(message);
    const loaded = await load([{ id: "quay", content: "{ id: quay, all: [quay] }" }, broken]);
    expect(loaded.ok && loaded.config.topics.map(({ id }) => id)).toEqual(["acme", "quay"]);
    expect(loaded.ok && loaded.config.refused).toEqual([
      {
        kind: "topic",
        id: "harbour",
        reason: expect.stringMatching(/\w/u),
        remedy: expect.stringContaining("Edit it"),
      },
    ]);
  });

  it("with an id that the file has give way to the file, and say where it stands", async () => {
    const content = "id: acme\nany: [other]\n";
    const loaded = await load([harbour, { id: "acme", content }]);
    expect(loaded.ok && loaded.config.topics.map(({ id, any }) => [id, any.length])).toEqual([
      ["acme", 2],
      ["harbour", 1],
    ]);
    expect(loaded.ok && loaded.config.refused).toEqual([
      {
        kind: "topic",
        id: "acme",
        reason: "the topic `acme` stands in topics.yaml:3 as well, and what stands there is used.",
        remedy: "Delete the one made in the console, or take the other out of the file.",
      },
    ]);
  });

  it("are named beside the problems of files", async () => {
    const loaded = await load([{ id: "quay", content: "id: quay\n" }], goodTopics.replace("any:", "anny:"));
    expect(!loaded.ok && loaded.problems.map(({ file }) => file)).toEqual([
      "config/topics.yaml",
      "console: topic quay",
    ]);
  });

  it("and those of the file say where they stand", async () => {
    const loaded = await load([harbour]);
    expect(loaded.ok && [...loaded.origins.topics]).toEqual([
      ["acme", { kind: "file", file: "config/topics.yaml", line: 3 }],
      ["harbour", { kind: "console" }],
    ]);
  });

  it("are read beside a topics file alone, whatever sources there are", async () => {
    const readFile = fakeFolder({});
    const content = "id: quay\nany: [quay, 'pier or quay']\nwhere: { sources: [nowhere] }\n";
    const loaded = await loadTopics("config/topics.yaml", {
      readFile,
      consoleTopics: [harbour, { id: "quay", content }],
    });
    if (!loaded.ok) throw new Error("it cannot be read");
    expect(loaded.topics.map(({ id }) => id)).toEqual(["acme", "harbour", "quay"]);
    expect(loaded.origins.get("quay")).toEqual({ kind: "console" });
    const finding = { found: "", expected: "", message: "" };
    const place = loaded.place(finding, { topicId: "quay", clause: "any[1]", at: 5 });
    expect([place.file, place.line, place.column]).toEqual(["console: topic quay", 2, 19]);
    expect(loaded.place(finding, { topicId: "acme", clause: "any[0]", at: 0 }).file).toBe("config/topics.yaml");
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
