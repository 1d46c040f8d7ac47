import { describe, expect, it } from "vitest";
import { configOf, fakeFolder, goodAlerts, goodSecret, problemsOf } from "./fake-files.ts";
import { loadConfig } from "./load-config.ts";

/** One source of these lines, as YAML without indentation. */
function source(...settings: readonly string[]): string {
  return `sources:\n  - ${["id: wire", ...settings].join("\n    ")}\n`;
}

const url = "url: https://wire.example.net/news";
const alertsWithUrl = `public_url: https://desk.example.org\n${goodAlerts}`;

async function sourceOf(sources: string, alerts = goodAlerts) {
  return (await configOf({ sources, alerts })).sources[0];
}

describe("kinds of sources", () => {
  it("reads a sitemap", async () => {
    expect(await sourceOf(source("kind: sitemap", url, "sitemap: { news_only: true, max_age: none }"))).toMatchObject({
      kind: "sitemap",
      sitemap: { newsOnly: true, maxAgeMs: null },
    });
    expect(await sourceOf(source(url, "sitemap: { max_age: 7d }"))).toMatchObject({
      kind: "auto",
      sitemap: { newsOnly: false, maxAgeMs: 604_800_000 },
    });
  });

  it("reads a listing, its patterns added to the source's", async () => {
    const rules = [
      "listing:",
      "  item: article.teaser",
      "  link: h2 a",
      "  title: h2",
      "  date: { selector: time, attr: datetime }",
      "  next: a[rel=next]",
      '  include: ["*/news/*"]',
      '  exclude: ["*/sport/*"]',
      'include: ["*/politics/*"]',
    ];
    expect(await sourceOf(source("kind: listing", url, ...rules))).toMatchObject({
      listing: {
        item: "article.teaser",
        link: "h2 a",
        title: "h2",
        date: { selector: "time", attr: "datetime", format: null },
        next: "a[rel=next]",
        maxPages: 3,
      },
      include: ["*/politics/*", "*/news/*"],
      exclude: ["*/sport/*"],
    });
  });

  it("fills in what a short listing leaves out", async () => {
    expect(await sourceOf(source("kind: listing", url, "listing: { item: article, date: time }"))).toMatchObject({
      listing: {
        item: "article",
        link: null,
        title: null,
        date: { selector: "time", attr: null, format: null },
        next: null,
        maxPages: 3,
      },
    });
  });

  it("reads a watched page", async () => {
    const page = "page: { select: main, ignore: [.counter, time], min_change: 100 }";
    expect(await sourceOf(source("kind: page", url, page))).toMatchObject({
      page: { select: "main", ignore: [".counter", "time"], minChange: 100 },
    });
    expect(await sourceOf(source("kind: page", url, "page: {}"))).toMatchObject({
      page: { select: null, ignore: [], minChange: 40 },
    });
  });

  it("reads a source that is handed its articles: no address, nothing to poll", async () => {
    const ingest = 'ingest: { token: "${env:PARTNER_WEBHOOK}", secret: "${env:PARTNER_WEBHOOK}" }';
    expect(await sourceOf(source("kind: push", ingest))).toMatchObject({
      kind: "push",
      url: null,
      feeds: [],
      ingest: { token: "${env:PARTNER_WEBHOOK}", secrets: ["${env:PARTNER_WEBHOOK}"] },
    });
    const rotation = 'ingest: { secrets: ["${env:PARTNER_WEBHOOK}", "${file:/run/secrets/x}"] }';
    expect(await problemsOf({ sources: source("kind: push", rotation) })).toEqual([
      "sources.yaml:4:52 ${file:/run/secrets/x} cannot be resolved: the file /run/secrets/x cannot be read (ENOENT).",
    ]);
  });

  it("takes WebSub for feeds, from defaults too, and not for what has no hub", async () => {
    expect(await sourceOf(source(url, "push: websub"), alertsWithUrl)).toMatchObject({ websub: true });
    const defaults = "defaults: { push: websub }\n";
    expect(await sourceOf(defaults + source(url), alertsWithUrl)).toMatchObject({ websub: true });
    expect(await sourceOf(defaults + source(url, "push: none"), alertsWithUrl)).toMatchObject({ websub: false });
    expect(await sourceOf(defaults + source(url, "kind: sitemap"), alertsWithUrl)).toMatchObject({ websub: false });
  });

  it.each([
    [
      source("kind: listing", url),
      "sources.yaml:3:5 `kind: listing` needs `listing`: say with a CSS selector which elements of the page are its articles, e.g. `listing: { item: article }`.",
    ],
    [
      source("kind: page", url),
      "sources.yaml:3:5 `kind: page` needs `page`: say with a CSS selector which part of the page counts, e.g. `page: { select: main }`.",
    ],
    [
      source("kind: push"),
      'sources.yaml:3:5 `kind: push` needs `ingest`: say who may hand articles in, e.g. `ingest: { token: "${env:DESK_INGEST_TOKEN}" }`.',
    ],
    [
      source(url, "listing: { item: article }"),
      "sources.yaml:4:5 `listing` is read only with `kind: listing`: add `kind: listing`.",
    ],
    [
      source(url, "page: { select: main }"),
      "sources.yaml:4:5 `page` is read only with `kind: page`: add `kind: page`.",
    ],
    [
      source(url, 'ingest: { token: "${env:PARTNER_WEBHOOK}" }'),
      "sources.yaml:4:5 `ingest` is read only with `kind: push`: add `kind: push`.",
    ],
    [
      source(url, "kind: feed", "sitemap: { news_only: true }"),
      "sources.yaml:5:5 `sitemap` is read only with `kind: sitemap` or without `kind`: remove the one or change the other.",
    ],
    [
      source(url, "kind: page", "page: { select: main }", "listing: { item: article }"),
      "sources.yaml:6:5 `listing` is read only with `kind: listing`: remove the one or change the other.",
    ],
    [
      source(url, "push: websub"),
      "sources.yaml:4:11 `push: websub` needs `public_url` in alerts.yaml: the feed's hub hands new items in there, so it must be an address that hub can reach.",
    ],
    [
      source("kind: push", 'ingest: { token: "${env:PARTNER_WEBHOOK}" }', "every: 5m"),
      "sources.yaml:5:5 `kind: push` is never polled, so `every` says nothing: remove it.",
    ],
    [
      source("kind: push", "ingest: {}"),
      'sources.yaml:4:5 `ingest` needs `token: "${env:NAME}"`, or `secret` (whsec_…) for callers that sign by the Standard Webhooks rules.',
    ],
    [
      source("kind: push", 'ingest: { secret: "${env:PARTNER_WEBHOOK}", secrets: ["${env:PARTNER_WEBHOOK}"] }'),
      "sources.yaml:4:49 `secret` and `secrets` are the same thing: write one of them.",
    ],
    [
      source("kind: listing", url, "listing: { item: article, max_pages: 5 }"),
      "sources.yaml:5:31 `max_pages` says nothing without `next`, the selector of the link to the next page.",
    ],
    [
      source("kind: listing", url, "listing: { link: a }"),
      "sources.yaml:5:14 listing.item is missing: expected a CSS selector, at most 1000 characters.",
    ],
    [
      source("kind: listing", url, "listing: { item: article, date: [time] }"),
      "sources.yaml:5:37 listing.date: found a list, expected a CSS selector, or { selector, attr, format }.",
    ],
    [
      source("kind: listing", url, "lsting: { item: article }"),
      "sources.yaml:5:5 unknown key `lsting` in sources[0]. Did you mean listing?",
    ],
    [
      source("kind: page", url, "select: main"),
      "sources.yaml:5:5 `select` does not stand in sources[0]. Write `page: { select: … }`.",
    ],
    [
      source("kind: push", "ingest: { token: hunter2 }"),
      'sources.yaml:4:22 ingest.token: found a literal value, expected a reference, never the secret itself: write "${env:NAME}" for an environment variable or "${file:/run/secrets/name}" for a file.',
    ],
    [
      source("kind: lsting", url),
      'sources.yaml:3:11 kind: found "lsting", expected one of auto, feed, sitemap, listing, page, push. Did you mean listing?',
    ],
  ])("refuses %j", async (sources, problem) => {
    expect(await problemsOf({ sources })).toEqual([problem]);
  });

  it.each([
    ["token", "hunter2", "the token behind this reference can be guessed or not be sent"],
    ["token", "a sentence with spaces", "the token behind this reference can be guessed or not be sent"],
    ["secret", "whsec_short", "the secret behind this reference cannot sign"],
  ])("refuses an ingest %s of %j without showing it", async (key, value, message) => {
    const sources = source("kind: push", `ingest: { ${key}: "\${env:DESK}" }`);
    const env = { DESK: value, PARTNER_WEBHOOK: goodSecret };
    const loaded = await loadConfig("config", { readFile: fakeFolder({ sources }), env, checkSecrets: true });
    const problems = loaded.ok ? [] : loaded.problems;
    expect(problems).toMatchObject([{ line: 4, message: expect.stringContaining(message) }]);
    expect(JSON.stringify(problems)).not.toContain(value);
  });

  it("refuses every key of polling for a source that is handed its articles", async () => {
    const problems = await problemsOf({
      sources: source("kind: push", url, "poll: { target: 5m }", 'ingest: { token: "${env:PARTNER_WEBHOOK}" }'),
    });
    expect(problems.map((problem) => /`(\w+)` says nothing/.exec(problem)?.[1])).toEqual(["url", "poll"]);
  });
});
