import { describe, expect, it } from "vitest";
import { sourceText } from "./console-sources.ts";
import type { ConsoleSource } from "./console-sources.ts";
import { fakeFiles } from "./fake-files.ts";
import { loadConfig } from "./load-config.ts";

const files = {
  "sources.yaml":
    "version: 1\ndefaults:\n  timeout: 30s\n  tags: [national]\nsources:\n  - id: times\n    url: https://times.example/rss\n",
  "topics.yaml": "version: 1\ntopics:\n  - id: acme\n    any: [acme]\n    where: { sources: [herald] }\n",
};

const load = (consoleSources: readonly ConsoleSource[], given: Readonly<Record<string, string>> = files) =>
  loadConfig("", { env: {}, checkSecrets: false, readFile: fakeFiles(given), consoleSources });

const herald = {
  id: "herald",
  content: sourceText({ id: "herald", name: "Herald", url: "https://herald.example/rss" }),
};

describe("sources of the console", () => {
  it("stand behind those of the file, with its defaults, and topics may name them", async () => {
    const loaded = await load([herald]);
    expect(loaded.ok && loaded.config.sources).toMatchObject([
      { id: "times", timeoutMs: 30_000 },
      { id: "herald", name: "Herald", timeoutMs: 30_000, tags: ["national"], feeds: ["https://herald.example/rss"] },
    ]);
    expect((await load([])).ok).toBe(false);
  });

  it("give way to a source of the file with their id", async () => {
    const loaded = await load([herald, { id: "times", content: "url: https://elsewhere.example/rss" }]);
    expect(loaded.ok && loaded.config.sources.map(({ id, url }) => `${id} ${url}`)).toEqual([
      "times https://times.example/rss",
      "herald https://herald.example/rss",
    ]);
  });

  it.each([
    ["no mapping", "- a\n- b"],
    ["no YAML", "a: [}"],
    ["a private address", "url: http://127.0.0.1/rss"],
    ["a key that is none", "url: https://x.example/rss\nurls: []"],
    ["aliases that grow", "url: &a https://x.example/rss\nfeeds: [*a, *a]"],
    ["another id inside, and a mistake", "id: other\nkind: nothing"],
  ])("with mistakes are named, and nothing else: %s", async (_, content) => {
    const loaded = await load([herald, { id: "broken", content }]);
    expect(!loaded.ok && loaded.problems.map(({ file }) => file)).toEqual(["console: source broken"]);
  });

  it("may be thousands", async () => {
    const many = Array.from({ length: 1200 }, (_, n) => ({
      id: `s${n}`,
      content: sourceText({ id: `s${n}`, url: `https://s${n}.example/rss` }),
    }));
    const loaded = await load([herald, ...many]);
    expect(loaded.ok && loaded.config.sources).toHaveLength(1202);
  });
});
