import { describe, expect, it } from "vitest";
import { configOf, problemsOf } from "./fake-files.ts";

/** One source with more settings, as YAML lines without indentation. */
function source(...settings: readonly string[]): string {
  const lines = ["id: wire", "url: https://wire.example.net/feed", ...settings];
  return `sources:\n  - ${lines.join("\n    ")}\n`;
}

describe("rhythm, proxy and cookies of a source", () => {
  it.each([
    [
      source("every: auto"),
      'sources.yaml:4:12 every: found "auto", expected a duration such as 30s, 5m, 2h or 7d, or adaptive. Did you mean adaptive?',
    ],
    [
      source("health: { silent_after: 3 }"),
      "sources.yaml:4:29 health.silent_after: found 3, expected a number of times such as 3x, or none. Did you mean 3x?",
    ],
    [source("health: { silent_after: 0x }"), 'sources.yaml:4:29 health.silent_after: found "0x", expected 1x to 100x.'],
    [
      source("silent_after: 3x"),
      "sources.yaml:4:5 `silent_after` does not stand in sources[0]. Write `health: { silent_after: … }`.",
    ],
    [
      source("recheck: never"),
      'sources.yaml:4:14 recheck: found "never", expected a list of ages such as [1h, 6h, 24h], or none.',
    ],
    [
      source("recheck: [1h, 6 hours]"),
      'sources.yaml:4:19 recheck[1]: found "6 hours", expected a duration such as 30s, 5m, 2h or 7d. Did you mean 6h?',
    ],
    [
      source("recheck: [6h, 1h]"),
      "sources.yaml:4:19 recheck: found 1h behind 6h, expected each age to be longer than the one before.",
    ],
    [
      source("proxy: proxy.example.org:3128"),
      'sources.yaml:4:12 proxy: found "proxy.example.org:3128", expected the address of a proxy such as http://proxy.example.org:3128. Did you mean http://proxy.example.org:3128?',
    ],
    [
      source("proxy: http://10.0.0.1:3128"),
      'sources.yaml:4:12 the proxy "http://10.0.0.1:3128" cannot be used: 10.0.0.1 is not a public address (private); if it is meant to be reached, add it to network.allow_private.',
    ],
    [
      source('cookies: { session: "${env:PARTNER_WEBHOOK}" }', 'headers: { Cookie: "a=${env:PARTNER_WEBHOOK}" }'),
      "sources.yaml:5:16 `cookies` and the header Cookie are the same thing: write one of them.",
    ],
  ])("refuses %j", async (sources, problem) => {
    expect(await problemsOf({ sources })).toEqual([problem]);
  });

  it("may be switched off", async () => {
    const off = source("recheck: none", "health: { silent_after: none }");
    expect((await configOf({ sources: off })).sources[0]).toMatchObject({ recheckMs: [], silentAfter: null });
    const inherited = `defaults: { recheck: none, health: { silent_after: none } }\n${source("recheck: [1h]", "health: { silent_after: 5x }")}`;
    expect((await configOf({ sources: inherited })).sources[0]).toMatchObject({
      recheckMs: [3_600_000],
      silentAfter: 5,
    });
  });

  it.each([
    ["proxy: http://desk:hunter2@proxy.example.org:3128", /^sources\.yaml:4:12 proxy: found "http:\/\/…@proxy/],
    [
      "cookies: { session: hunter2 }",
      /^sources\.yaml:4:25 cookies\.session: found a literal value, expected a reference/,
    ],
  ])("refuses the password in %j, and does not show it", async (setting, message) => {
    const [problem = "", ...others] = await problemsOf({ sources: source(setting) });
    expect(problem).toMatch(message);
    expect(problem).not.toContain("hunter2");
    expect(others).toEqual([]);
  });

  it.each([
    "${env:PARTNER_WEBHOOK}",
    "https://proxy.example.org/",
    "http://desk:${env:PARTNER_WEBHOOK}@proxy.example.org:3128",
  ])("takes the proxy %s", async (proxy) => {
    expect((await configOf({ sources: source(`proxy: "${proxy}"`) })).sources[0]).toMatchObject({ proxy });
  });
});
