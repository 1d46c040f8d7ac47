import { describe, expect, it } from "vitest";
import { workMs } from "../../../test/support/work-time.ts";
import { configSchema, parseStoredConfig } from "./config.ts";
import { configOf, fakeFiles, fakeFolder, goodSources, problemsOf } from "./fake-files.ts";
import { configFingerprint } from "./fingerprint.ts";
import { loadConfig } from "./load-config.ts";

describe("files that are missing", () => {
  it("says one thing about a folder without any", async () => {
    expect(await problemsOf({ sources: null, topics: null, alerts: null })).toEqual([
      "config:1:1 there is no configuration here: expected sources.yaml and topics.yaml. `wirewatch init` writes both to start from.",
    ]);
  });

  it.each(["sources", "topics"] as const)("asks for %s.yaml", async (name) => {
    expect(await problemsOf({ [name]: null })).toEqual([
      `${name}.yaml:1:1 the file is missing. \`wirewatch init\` writes one to start from.`,
    ]);
  });

  it("notices the ending .yml", async () => {
    const readFile = fakeFiles({ "config/sources.yml": goodSources });
    const loaded = await loadConfig("config", { readFile, env: {}, checkSecrets: false });
    expect(loaded.ok ? [] : loaded.problems.map(({ message }) => message)).toEqual([
      "the file is missing, but there is config/sources.yml: rename it.",
      "the file is missing. `wirewatch init` writes one to start from.",
    ]);
  });

  it("says why a file cannot be read", async () => {
    const readFile = async () => {
      throw Object.assign(new Error("no"), { code: "EACCES" });
    };
    const loaded = await loadConfig("config", { readFile, env: {}, checkSecrets: false });
    expect(loaded.ok ? [] : loaded.problems.map(({ message }) => message)).toEqual(
      Array.from({ length: 3 }, () => "the file cannot be read: permission denied."),
    );
  });
});

describe("hostile files", () => {
  it.each([
    ["10 MB", "a: 1\n".repeat(2_000_000), "the file is too large"],
    ["20,000 brackets", "[".repeat(20_000), "nested too deeply"],
    [
      "a mapping of 100,000 unknown keys",
      Array.from({ length: 100_000 }, (_, n) => `k${n}: 1\n`).join(""),
      "unknown key",
    ],
    [
      "one long line of unknown keys",
      `{ ${Array.from({ length: 50_000 }, (_, n) => `k${n}: 1`).join(", ")} }`,
      "unknown key",
    ],
    ["a very long id", `sources: [{ id: ${"A".repeat(900_000)}, url: https://a.example.com }]`, "lower-case letters"],
    ["a very long query", `topics: [{ id: a, any: ["${"( ".repeat(400_000)}"] }]`, "query"],
  ])("are refused in linear time: %s", async (name, text, message) => {
    const startedAt = workMs();
    const problems = await problemsOf(name === "a very long query" ? { topics: text } : { sources: text });
    expect(problems[0]).toContain(message);
    expect(problems[0]?.length).toBeLessThan(500);
    expect(workMs() - startedAt).toBeLessThan(10_000);
  });
});

describe("messages", () => {
  it("hold no control characters of the file", async () => {
    const [problem = ""] = await problemsOf({ sources: '"a\\e[31mb": 1\n' });
    expect(problem).toContain("unknown key `a\uFFFD[31mb`");
  });
});

describe("the loaded configuration", () => {
  it("survives being stored as JSON", async () => {
    const config = await configOf({});
    expect(parseStoredConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(configSchema.parse(config)).toEqual(config);
  });

  it("is completed when the version before sources had kinds stored it", async () => {
    const config = await configOf({});
    const added = ["sitemap", "listing", "page", "websub", "ingest", "silentAfter", "recheckMs", "proxy", "cookies"];
    const old = config.sources.map((source) =>
      Object.fromEntries(Object.entries({ ...source, kind: "feed" }).filter(([key]) => !added.includes(key))),
    );
    const sources = config.sources.map((source) => ({ ...source, kind: "feed" }));
    expect(parseStoredConfig({ ...config, sources: old })).toEqual({ ...config, sources });
  });

  it("is refused when a stored one does not fit", () => {
    expect(() => parseStoredConfig({ sources: [{ id: 1 }] })).toThrow(/does not fit this version \(sources\.0\.id/);
  });

  it("may begin with a byte order mark", async () => {
    expect((await configOf({ sources: `\uFEFF${goodSources}` })).sources).toHaveLength(2);
  });

  it("may have Windows line ends", async () => {
    expect(
      await problemsOf({ sources: goodSources.replaceAll("\n", "\r\n").replace("national]", "national") }),
    ).toHaveLength(1);
    expect(await problemsOf({ sources: goodSources.replaceAll("\n", "\r\n") })).toEqual([]);
  });
});

describe("configFingerprint", () => {
  it("changes exactly with the contents of the three files", async () => {
    const prints = await Promise.all(
      [{}, {}, { topics: "topics: []\n" }, { alerts: null }, { alerts: "" }].map((replaced) =>
        configFingerprint("config", { readFile: fakeFolder(replaced) }),
      ),
    );
    expect(prints[0]).toBe(prints[1]);
    expect(new Set(prints).size).toBe(4);
  });
});
