import { describe, expect, it } from "vitest";
import { configSchema } from "./config.ts";
import { configOf, problemsOf, warningsOf } from "./fake-files.ts";

/** One source with more settings, as YAML lines without indentation. */
function source(...settings: readonly string[]): string {
  const lines = ["id: wire", "url: https://wire.example.net/feed", ...settings];
  return `sources:\n  - ${lines.join("\n    ")}\n`;
}

async function sourceOf(sources: string) {
  return (await configOf({ sources })).sources[0];
}

describe("sources.yaml", () => {
  it("fills in everything for a source of two lines", async () => {
    expect(await sourceOf(source())).toEqual({
      id: "wire",
      name: "wire",
      kind: "auto",
      url: "https://wire.example.net/feed",
      feeds: ["https://wire.example.net/feed"],
      sitemap: { newsOnly: false, maxAgeMs: 172_800_000 },
      listing: null,
      page: null,
      websub: false,
      ingest: null,
      enabled: true,
      language: null,
      country: null,
      tags: [],
      poll: { targetMs: 600_000, minMs: 120_000, maxMs: 21_600_000 },
      silentAfter: 3,
      recheckMs: [3_600_000, 21_600_000, 86_400_000],
      timeoutMs: 20_000,
      maxBodyBytes: 5_000_000,
      perHost: { concurrency: 1, minIntervalMs: null },
      robots: "obey",
      robotsReason: null,
      userAgent: null,
      proxy: null,
      firstRun: "baseline",
      maxAgeMs: 172_800_000,
      fullText: "auto",
      failingAfter: 3,
      headers: {},
      cookies: {},
      privatePages: [],
      extract: null,
      include: [],
      exclude: [],
      maxItems: 500,
    });
  });

  it("reads every setting", async () => {
    const settings = [
      "note: Paused until the licence is renewed",
      "name: Regional Wire",
      "feeds: [https://wire.example.net/a, https://wire.example.net/b]",
      "enabled: false",
      "language: pt-BR",
      "country: NO",
      "tags: [tier-1]",
      "every: 5s",
      "timeout: 3s",
      "max_body: 500kB",
      "per_host: { concurrency: 2, min_interval: 0s }",
      "robots: ignore",
      "robots_reason: licence of 2026-03-02",
      "user_agent: Desk/1.0 (+https://example.org/bot)",
      "first_run: alert",
      "max_age: none",
      "full_text: feed",
      "health: { failing_after: 5, silent_after: 2.5x }",
      "recheck: [30m, 1d]",
      'proxy: "http://desk:${env:PARTNER_WEBHOOK}@proxy.example.org:3128"',
      'cookies: { session: "${env:PARTNER_WEBHOOK}" }',
      'fetch: { headers: { Accept-Language: no, Authorization: "Bearer ${env:PARTNER_WEBHOOK}" } }',
      "private_pages: [127.0.0.1:8080, 10.0.0.0/8]",
      "extract: { body: main .content, remove: [.share] }",
      'include: ["https://wire.example.net/news/*"]',
      'exclude: ["*/sport/*"]',
      "max_items: 20",
    ];
    expect(await sourceOf(source(...settings))).toMatchObject({
      name: "Regional Wire",
      feeds: ["https://wire.example.net/a", "https://wire.example.net/b"],
      enabled: false,
      language: "pt-BR",
      country: "NO",
      poll: { targetMs: 5_000, minMs: 5_000, maxMs: 5_000 },
      timeoutMs: 3_000,
      maxBodyBytes: 500_000,
      perHost: { concurrency: 2, minIntervalMs: 0 },
      robots: "ignore",
      robotsReason: "licence of 2026-03-02",
      userAgent: "Desk/1.0 (+https://example.org/bot)",
      firstRun: "alert",
      maxAgeMs: null,
      fullText: "feed",
      failingAfter: 5,
      silentAfter: 2.5,
      recheckMs: [1_800_000, 86_400_000],
      proxy: "http://desk:${env:PARTNER_WEBHOOK}@proxy.example.org:3128",
      cookies: { session: "${env:PARTNER_WEBHOOK}" },
      headers: { "Accept-Language": "no", Authorization: "Bearer ${env:PARTNER_WEBHOOK}" },
      privatePages: ["127.0.0.1:8080", "10.0.0.0/8"],
      extract: { body: "main .content", title: null, date: null, remove: [".share"] },
      include: ["https://wire.example.net/news/*"],
      exclude: ["*/sport/*"],
      maxItems: 20,
    });
  });

  it.each([
    [
      "poll: { target: 10m, min: 1m }",
      "poll: { target: 30m }",
      { targetMs: 1_800_000, minMs: 60_000, maxMs: 21_600_000 },
    ],
    ["poll: { target: 10m }", "every: 1m", { targetMs: 60_000, minMs: 60_000, maxMs: 60_000 }],
    ["every: 1m", "tags: [a]", { targetMs: 60_000, minMs: 60_000, maxMs: 60_000 }],
    ["every: 1m", "poll: { target: 5m }", { targetMs: 300_000, minMs: 120_000, maxMs: 21_600_000 }],
    ["every: 1m", "every: adaptive", { targetMs: 600_000, minMs: 120_000, maxMs: 21_600_000 }],
    ["every: adaptive, poll: { min: 5m }", "tags: [a]", { targetMs: 600_000, minMs: 300_000, maxMs: 21_600_000 }],
  ])("inherits polling: defaults %j, source %j", async (defaults, setting, poll) => {
    expect(await sourceOf(`defaults: { ${defaults} }\n${source(setting)}`)).toMatchObject({ poll });
  });

  it("lets a source override what it inherits, key by key", async () => {
    const defaults =
      "defaults: { max_age: 7d, per_host: { concurrency: 3, min_interval: 5s }, robots: always, tags: [a] }\n";
    const overridden = source("max_age: none", "per_host: { min_interval: 1s }", "tags: []");
    expect(await sourceOf(defaults + overridden)).toMatchObject({
      maxAgeMs: null,
      perHost: { concurrency: 3, minIntervalMs: 1_000 },
      robots: "always",
      tags: [],
    });
    expect(await sourceOf(defaults + source())).toMatchObject({ maxAgeMs: 604_800_000, tags: ["a"] });
  });

  it.each([
    [
      source("timeout: 20"),
      "sources.yaml:4:14 timeout: found 20, expected a duration such as 30s, 5m, 2h or 7d. Did you mean 20s?",
    ],
    [source("timeout: 9h"), 'sources.yaml:4:14 timeout: found "9h", expected 100ms to 5m.'],
    [source("max_age: null"), "sources.yaml:4:14 max_age: found null, expected a duration such as 48h or 7d, or none."],
    [
      source("max_body: 5M"),
      'sources.yaml:4:15 max_body: found "5M", expected a size such as 500kB or 5MB. Did you mean 5MB?',
    ],
    [
      source("per_host: { concurrency: 1.5 }"),
      "sources.yaml:4:30 per_host.concurrency: found 1.5, expected a whole number from 1 to 100.",
    ],
    [
      source("robots: obay"),
      'sources.yaml:4:13 robots: found "obay", expected one of obey, always, ignore. Did you mean obey?',
    ],
    [
      source("robots: ignore"),
      "sources.yaml:4:13 `robots: ignore` needs `robots_reason`: say in a sentence why this publisher's robots.txt may be ignored.",
    ],
    [source("enabled: yes"), 'sources.yaml:4:14 enabled: found "yes", expected true or false.'],
    [source("tags: national"), 'sources.yaml:4:11 tags: found "national", expected a list. Did you mean ["national"]?'],
    [
      source("country: gb"),
      'sources.yaml:4:14 country: found "gb", expected a country code of two capital letters such as GB. Did you mean GB?',
    ],
    [source("feeds: []"), "sources.yaml:4:12 feeds: found an empty list, expected at least one feed."],
    [
      source("fetch: { render: always }"),
      "sources.yaml:4:14 `render` is not supported yet: the page is read as the server sends it; leave the key out.",
    ],
    [source("hours: 8-20"), "sources.yaml:4:5 `hours` is not supported yet: set `every` or `poll`."],
    [
      `${source()}include: [sources.d/*.yaml]\n`,
      "sources.yaml:4:1 `include` is not supported yet: write the sources into this file.",
    ],
    [
      source("every: 5m", "poll: { target: 5m }"),
      "sources.yaml:4:5 `every` and `poll` exclude each other: `every` is a fixed interval, `poll` a target with limits. Remove one.",
    ],
    [
      source("poll: { target: 30s }"),
      "sources.yaml:4:21 poll: found min 2m, target 30s, max 6h (what is not written here is inherited), expected min ≤ target ≤ max. For a fixed interval write `every: 30s`.",
    ],
    [
      source("headers: { X: y }", "fetch: { headers: { X: y } }"),
      "sources.yaml:5:14 `headers` and `fetch.headers` are the same thing: write one of them.",
    ],
    [
      source("headers: { Host: example.org }"),
      "sources.yaml:4:16 found the name `Host`, expected a header name other than Host, Connection, Content-Length, Transfer-Encoding and the like.",
    ],
    [
      source('headers: { X-Key: "${env:A B}" }'),
      'sources.yaml:4:23 headers.X-Key: found "${env:A B}", expected references spelled "${env:NAME}" or "${file:/path}".',
    ],
    [
      "sources:\n  - id: wire\n",
      "sources.yaml:2:5 url is missing: expected an address that begins with http:// or https://.",
    ],
    [
      "sources:\n  - id: wire\n    url:\n",
      "sources.yaml:3:5 url is missing: expected an address that begins with http:// or https://.",
    ],
    [
      "sources:\n  - id: wire\n    ulr: https://wire.example.net/feed\n",
      "sources.yaml:3:5 unknown key `ulr` in sources[0]. Did you mean url?",
    ],
    ["version: 2\n", "sources.yaml:1:10 version: found 2, expected 1, the only version there is."],
    ["- id: wire\n", "sources.yaml:1:1 the file: found a list, expected a mapping of keys to values."],
    [
      source().replace("id: wire", "id: The Wire"),
      'sources.yaml:2:9 id: found "The Wire", expected lower-case letters, digits, - and _ (at most 64), beginning with a letter or digit. Did you mean the-wire?',
    ],
    [
      source().replace("wire.example.net", "u:hunter2@wire.example.net"),
      'sources.yaml:3:10 "https://…@wire.example.net/feed" cannot be fetched: the address contains a user name or password: put them into a header of the configuration instead.',
    ],
    [
      source().replace("wire.example.net", "127.0.0.1"),
      'sources.yaml:3:10 "https://127.0.0.1/feed" cannot be fetched: 127.0.0.1 is not a public address (loopback); if it is meant to be reached, add it to network.allow_private.',
    ],
  ])("refuses %j", async (sources, problem) => {
    expect(await problemsOf({ sources })).toEqual([problem]);
  });

  it("refuses a credential that is not a reference, and does not show it", async () => {
    const sources = source("headers: { Authorization: Bearer hunter2 }");
    const [problem = "", ...others] = await problemsOf({ sources });
    expect(problem).toMatch(
      /^sources\.yaml:4:31 headers\.Authorization: found a literal value, expected a reference, never the secret/,
    );
    expect(problem).toContain('"${env:NAME}"');
    expect(problem).not.toContain("hunter2");
    expect(others).toEqual([]);
  });

  it("reports what is wrong with defaults once, not for every source", async () => {
    const sources = `defaults: { poll: { target: 1s }, robots: ignore }\n${source()}  - { id: b, url: https://b.example }\n`;
    expect(await problemsOf({ sources })).toHaveLength(2);
  });

  it("reports several problems together, from top to bottom", async () => {
    const problems = await problemsOf({ sources: source("timeout: x", "color: red", "max_items: 0") });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "sources.yaml:4:14",
      "sources.yaml:5:5",
      "sources.yaml:6:16",
    ]);
  });

  it("opens private hosts that either file lists", async () => {
    const sources = `network: { allow_private: [10.0.0.0/8] }\n${source().replace("wire.example.net", "10.1.2.3")}`;
    const { network } = await configOf({
      sources,
      alerts:
        "network: { allow_private: [localhost, 10.0.0.0/8] }\nroute: { receiver: t }\nreceivers: [{ name: t, terminal: true }]\n",
    });
    expect(network).toEqual({ allowPrivate: ["10.0.0.0/8", "localhost"] });
  });

  it("warns when nothing is polled", async () => {
    expect(await warningsOf({ sources: "sources:\n" })).toContain(
      "sources.yaml:1:1 there is no source: nothing is polled.",
    );
    expect(await warningsOf({ sources: source("enabled: false") })).toContain(
      "sources.yaml:1:1 no source is enabled: nothing is polled.",
    );
  });
});

describe("how long articles are kept", () => {
  const dayMs = 86_400_000;

  it.each([
    ["", { pagesMs: 30 * dayMs, textsMs: null }],
    ["keep: {}", { pagesMs: 30 * dayMs, textsMs: null }],
    ["keep: { pages: 7d, texts: 400d }", { pagesMs: 7 * dayMs, textsMs: 400 * dayMs }],
    ["keep: { pages: none }", { pagesMs: null, textsMs: null }],
  ])("of %j", async (written, wanted) => {
    expect((await configOf({ sources: `${written}\n${source()}` })).keep).toEqual(wanted);
  });

  it("is not shorter than what still reads them", async () => {
    expect(await problemsOf({ sources: `keep: { pages: 2h, texts: 3d, raw: 1d }\n${source()}` })).toEqual([
      'sources.yaml:1:16 keep.pages: found "2h", expected 1d to 3650d.',
      'sources.yaml:1:27 keep.texts: found "3d", expected 30d to 36500d.',
      "sources.yaml:1:31 unknown key `raw` in keep: expected one of pages, texts.",
    ]);
  });

  it("of a configuration that an older version stored, is as usual", async () => {
    const { keep: _keep, ...older } = await configOf({ sources: source() });
    expect(configSchema.parse(older).keep).toEqual({ pagesMs: 30 * dayMs, textsMs: null });
  });
});

describe("private hosts that are opened", () => {
  const privateSources = "sources:\n  - { id: a, url: http://10.1.1.1/a }\n  - { id: b, url: http://10.1.1.1/b }\n";

  it.each([
    [
      "{ allow_privat: [10.0.0.0/8] }",
      "sources.yaml:1:12 unknown key `allow_privat` in network. Did you mean allow_private?",
    ],
    ["[10.0.0.0/8]", "sources.yaml:1:10 network: found a list, expected a mapping of keys to values."],
    [
      "{ allow_private: [10.0.0.0/99] }",
      'sources.yaml:1:28 network.allow_private[0]: found "10.0.0.0/99", expected 0 to 32 bits behind an IPv4 address, 0 to 128 behind an IPv6 one.',
    ],
  ])("written wrong, as %s, are said once, and not at each source that needs them", async (network, problem) => {
    expect(await problemsOf({ sources: `network: ${network}\n${privateSources}` })).toEqual([problem]);
  });

  it.each(["10.0.0.0/8", "fd00::/8", "::1", "[::1]:8080", "intranet.example.org:8080", "10.1.1.1/32"])(
    "may be %s",
    async (host) => {
      expect(await problemsOf({ sources: `network: { allow_private: ["${host}"] }\n${source()}` })).toEqual([]);
    },
  );

  it.each(["example.org/8", "fd00::/129", "10.0.0/8"])("is not %s", async (host) => {
    expect(await problemsOf({ sources: `network: { allow_private: ["${host}"] }\n${source()}` })).toHaveLength(1);
  });
});
