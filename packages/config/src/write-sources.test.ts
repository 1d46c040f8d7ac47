import { describe, expect, it } from "vitest";
import { configOf, fakeFiles, goodAlerts } from "./fake-files.ts";
import { loadSources } from "./load-sources.ts";
import { sourcesYaml } from "./write-sources.ts";

const sources = `network: { allow_private: [10.0.0.0/8, localhost] }
defaults: { poll: { target: 5m, min: 1m }, tags: [press], robots: always, recheck: [2h], health: { silent_after: none } }
sources:
  - { id: plain, url: https://plain.example.org/feed }
  - { id: named, name: "Named: a feed", url: https://named.example.org/, feeds: [https://named.example.org/a, https://named.example.org/b], every: 30s, tags: [] }
  - { id: map, kind: sitemap, url: https://map.example.org/sitemap.xml, sitemap: { news_only: true, max_age: none }, max_age: none, max_body: 500kB }
  - id: list
    kind: listing
    url: https://list.example.org/
    listing: { item: article, link: a, title: h2, date: { selector: time, attr: datetime }, next: .next, max_pages: 5, exclude: ["*/tag/*"] }
    include: ["*/news/*"]
    extract: { body: main, remove: [.ad] }
  - { id: watched, kind: page, url: https://page.example.org/, page: { select: main, ignore: [.clock], min_change: 10 }, enabled: false }
  - { id: wire, kind: push, ingest: { token: "\${env:PARTNER_WEBHOOK}", secret: "\${env:PARTNER_WEBHOOK}" }, country: GB, language: en-GB }
  - id: keyed
    url: https://keyed.example.org/feed
    push: websub
    headers: { X-Desk: news, Authorization: "Bearer \${env:PARTNER_WEBHOOK}" }
    cookies: { session: "\${env:PARTNER_WEBHOOK}" }
    proxy: http://proxy.example.org:3128
    robots: ignore
    robots_reason: "a licence: 2026"
    per_host: { concurrency: 3, min_interval: 0s }
    timeout: 3s
    user_agent: Desk/1.0
    first_run: alert
    full_text: feed
    health: { failing_after: 9, silent_after: 2.5x }
    recheck: none
    private_pages: [10.0.0.1]
    max_items: 7
`;

describe("sourcesYaml", () => {
  it("writes what loads as the same sources, whatever was inherited", async () => {
    const config = await configOf({ sources, alerts: `public_url: https://desk.example.org\n${goodAlerts}` });
    const yaml = sourcesYaml(config);
    expect(yaml).not.toContain("defaults");
    const loaded = await loadSources("out.yaml", { readFile: fakeFiles({ "out.yaml": yaml }) });
    expect(loaded.ok ? loaded.sources : loaded.problems).toEqual(config.sources);
    expect(loaded).toMatchObject({ network: config.network });
  });

  it("writes only what a plain source needs", async () => {
    const config = await configOf({ sources: "sources: [{ id: wire, url: https://wire.example.net/feed }]\n" });
    expect(sourcesYaml(config)).toBe("version: 1\nsources:\n  - id: wire\n    url: https://wire.example.net/feed\n");
  });
});

describe("loadSources", () => {
  it("reads a file on its own, and says what is wrong with it", async () => {
    const readFile = fakeFiles({
      "good.yaml": "sources: [{ id: a, url: https://a.example.org/, push: websub }]\n",
      "bad.yaml": "sources: [{ id: a, url: https://127.0.0.1/, kind: page }]\n",
    });
    expect(await loadSources("good.yaml", { readFile })).toMatchObject({ ok: true, sources: [{ id: "a" }] });
    expect(await loadSources("bad.yaml", { readFile })).toMatchObject({
      ok: false,
      problems: [
        { message: expect.stringContaining("not a public address") },
        { message: expect.stringContaining("needs `page`") },
      ],
    });
    expect(await loadSources("none.yaml", { readFile })).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining("the file is missing") }],
    });
  });
});
