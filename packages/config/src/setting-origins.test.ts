import { describe, expect, it } from "vitest";
import { fakeFiles } from "./fake-files.ts";
import { loadConfig } from "./load-config.ts";
import { sourceSettings } from "./setting-origins.ts";
import type { SourceSetting } from "./setting-origins.ts";

async function settingsOf(source: object, defaults?: object): Promise<Map<string, SourceSetting>> {
  const file = { version: 1, ...(defaults === undefined ? {} : { defaults }), sources: [{ id: "times", ...source }] };
  const loaded = await loadConfig("", {
    env: {},
    checkSecrets: false,
    readFile: fakeFiles({ "sources.yaml": JSON.stringify(file), "topics.yaml": "version: 1\ntopics: []\n" }),
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join());
  const [first] = loaded.config.sources;
  if (first === undefined) throw new Error("there is no source");
  const settings = sourceSettings(first, loaded.config.sourceDefaults ?? null);
  return new Map(settings.map((setting) => [setting.key, setting]));
}

const url = "https://times.example/rss";

describe("where a setting comes from", () => {
  it.each([
    ["nobody wrote it", {}, undefined, "timeout", { value: "20s", origin: "builtIn" }],
    ["the defaults of the file", {}, { timeout: "30s" }, "timeout", { value: "30s", origin: "defaults" }],
    ["the source", { timeout: "40s" }, { timeout: "30s" }, "timeout", { value: "40s", origin: "source" }],
    [
      "the source, back to what is built in",
      { timeout: "20s" },
      { timeout: "30s" },
      "timeout",
      { value: "20s", origin: "source" },
    ],
    [
      "a part of the defaults",
      {},
      { per_host: { min_interval: "5s" } },
      "per_host.concurrency",
      { value: "1", origin: "builtIn" },
    ],
    [
      "the other part",
      {},
      { per_host: { min_interval: "5s" } },
      "per_host.min_interval",
      { value: "5s", origin: "defaults" },
    ],
    ["a fixed interval", { every: "5m" }, undefined, "poll", { value: "every 5m", origin: "source" }],
    ["tags of the file", {}, { tags: ["national"] }, "tags", { value: "national", origin: "defaults" }],
    [
      "no silence",
      { health: { silent_after: "none" } },
      undefined,
      "health.silent_after",
      { value: "none", origin: "source" },
    ],
    [
      "rules",
      { extract: { body: "main", remove: [".a", ".b"] } },
      undefined,
      "extract",
      { value: "body: main; remove: .a, .b", origin: "source" },
    ],
  ] as const)("%s", async (_, source, defaults, key, expected) => {
    expect((await settingsOf({ url, ...source }, defaults)).get(key)).toEqual({ key, ...expected });
  });

  it("is never said with a secret", async () => {
    const settings = await settingsOf({
      url,
      headers: { Authorization: "${env:TOKEN}", "X-Desk": "plain" },
      cookies: { session: "${env:COOKIE}" },
      proxy: "http://desk:${env:PASSWORD}@proxy.example.org:3128",
    });
    expect(settings.get("headers")).toMatchObject({ value: "Authorization, X-Desk", origin: "source" });
    expect(settings.get("cookies")?.value).toBe("session");
    expect(settings.get("proxy")?.value).toBe("http://…@proxy.example.org:3128");
  });

  it("leaves out what says nothing about the kind of the source", async () => {
    const pushed = await settingsOf({ kind: "push", ingest: { token: "${env:TOKEN}" } });
    expect(["poll", "timeout", "listing", "page", "sitemap", "push"].filter((key) => pushed.has(key))).toEqual([]);
    const polled = await settingsOf({ url });
    expect(["poll", "sitemap", "push", "tags"].filter((key) => !polled.has(key))).toEqual([]);
  });
});
