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

  it("give way to a source of the file with their id, which is said", async () => {
    const loaded = await load([herald, { id: "times", content: "url: https://elsewhere.example/rss" }]);
    expect(loaded.ok && loaded.config.refused).toMatchObject([
      { kind: "source", id: "times", reason: expect.stringContaining("sources.yaml:6") },
    ]);
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
  ])("with mistakes are left out, and nothing else is: %s", async (_, content) => {
    const loaded = await load([herald, { id: "broken", content }]);
    expect(loaded.ok && loaded.config.sources.map(({ id }) => id)).toEqual(["times", "herald"]);
    expect(loaded.ok && loaded.refused.map(({ id, problems }) => [id, problems[0].file])).toEqual([
      ["broken", "console: source broken"],
    ]);
  });

  it("that are left out may still be named by topics: those go on with their other sources", async () => {
    const loaded = await load([{ ...herald, content: "url: nowhere" }]);
    expect(loaded.ok && loaded.config.topics.map(({ id }) => id)).toEqual(["acme"]);
  });

  describe("that need something from elsewhere", () => {
    const token = { id: "desk", content: 'kind: push\ningest: { token: "${env:DESK_TOKEN}" }\n' };
    const pushed = { id: "pushed", content: "url: https://pushed.example/rss\npush: websub\n" };
    const printed = "version: 1\nroute: { receiver: desk }\nreceivers: [{ name: desk, terminal: true }]\n";
    const check = (consoleSources: readonly ConsoleSource[], env: Record<string, string>, alerts = "") =>
      loadConfig("", {
        env,
        checkSecrets: true,
        readFile: fakeFiles({ ...files, "alerts.yaml": `${printed}${alerts}` }),
        consoleSources: [herald, ...consoleSources],
      });

    it("are not used while a secret is missing or can be guessed, and say which", async () => {
      const missing = await check([token, { ...token, id: "again" }], {});
      expect(missing.ok && missing.config.refused).toEqual(
        ["desk", "again"].map((id) => ({
          kind: "source",
          id,
          reason: "${env:DESK_TOKEN} cannot be resolved: the environment variable DESK_TOKEN is not set.",
          remedy: "Give the secret to the process that runs the fetcher and start it again, or edit the source.",
        })),
      );
      const short = await check([token], { DESK_TOKEN: "abc" });
      expect(short.ok && short.config.refused).toMatchObject([{ reason: expect.stringContaining("can be guessed") }]);
      const there = await check([token], { DESK_TOKEN: "0123456789abcdef" });
      expect(there.ok && there.config.refused).toBe(undefined);
      expect(JSON.stringify(short)).not.toContain('abc"');
    });

    it("are not used with WebSub as long as no hub can reach us", async () => {
      const without = await check([pushed], {});
      expect(without.ok && without.config.refused).toMatchObject([
        { id: "pushed", reason: expect.stringContaining("public_url"), remedy: expect.stringContaining("alerts.yaml") },
      ]);
      const reachable = await check([pushed], {}, "public_url: https://watch.example\n");
      expect(reachable.ok && reachable.config.sources.map(({ id }) => id)).toContain("pushed");
    });
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
