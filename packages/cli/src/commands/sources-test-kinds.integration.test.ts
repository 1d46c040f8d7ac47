import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signWebhook } from "@wirewatch/alerting";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { articleOf, rssOf, startSite } from "../operator-scene/site.ts";
import type { Site, SitePages } from "../operator-scene/site.ts";
import { sources } from "./sources.ts";

let site: Site;
let folder: string;

const text = "The harbour board said on Sunday that the first ship had left the port with grain for the south. ".repeat(
  8,
);
const now = new Date();
const recent = now.toISOString();
const old = "2020-01-01T00:00:00Z";
const rfc822 = now.toUTCString();

const pages: SitePages = {
  "/robots.txt": ["text/plain", "User-agent: *\nDisallow: /closed\nSitemap: ORIGIN/news.xml\n"],
  "/story": ["text/html", articleOf("First ship leaves", text)],
  "/second": ["text/html", articleOf("Second ship waits", text.replaceAll("first", "second"))],
  "/news.xml": [
    "application/xml",
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc>ORIGIN/story</loc><news:news><news:title>First ship leaves</news:title><news:publication_date>${recent}</news:publication_date></news:news></url>
      <url><loc>ORIGIN/about</loc><lastmod>${old}</lastmod></url></urlset>`,
  ],
  "/index.xml": [
    "application/xml",
    `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <sitemap><loc>ORIGIN/news.xml</loc><lastmod>${recent}</lastmod></sitemap>
      <sitemap><loc>ORIGIN/archive-2020.xml</loc><lastmod>${old}</lastmod></sitemap></sitemapindex>`,
  ],
  "/list": [
    "text/html",
    `<title>Press</title><ul><li class=item><a href="/story">First ship leaves</a><time datetime="${recent}">today</time></li>
      <li class=item><a href="/sport/match">A match</a><time datetime="${recent}">today</time></li></ul><a rel=next href="/list?page=2">older</a>`,
  ],
  "/notices": [
    "text/html",
    "<title>Notices</title><nav>Home</nav><main><h1>Harbour notices</h1><p>The north quay is closed on Monday.</p><p class=clock>12:01</p></main>",
  ],
  "/home": [
    "text/html",
    `<title>Harbour News</title><link rel=alternate type="application/rss+xml" title="News" href="/feed">
      <link rel=alternate type="application/rss+xml" title="Comments on News" href="/comments/feed">`,
  ],
  "/plain-home": ["text/html", "<title>Harbour News</title><p>No feed here."],
  "/feed": ["application/rss+xml", rssOf("News", ["/story", "First ship leaves", rfc822])],
  "/closed/list": ["text/html", "<p>no"],
  "/list?other": ["text/html", "<p class=item>no"],
  "/notices?lost": ["text/html", "<main><p>no"],
};

beforeAll(async () => {
  site = await startSite(pages);
  const { origin } = site;
  folder = mkdtempSync(join(tmpdir(), "wirewatch config "));
  const common = { per_host: { min_interval: "0s" }, private_pages: [new URL(origin).host] };
  const rules = {
    item: ".item",
    link: "a",
    date: { selector: "time", attr: "datetime" },
    next: "a[rel=next]",
    exclude: ["*/sport/*"],
  };
  const listed = [
    { id: "map", kind: "sitemap", url: `${origin}/news.xml`, sitemap: { max_age: "2d" }, ...common },
    { id: "index", kind: "sitemap", url: `${origin}/index.xml`, ...common },
    { id: "list", kind: "listing", url: `${origin}/list`, listing: rules, ...common },
    { id: "empty-list", kind: "listing", url: `${origin}/list?other`, listing: { item: ".teaser" }, ...common },
    { id: "closed-list", kind: "listing", url: `${origin}/closed/list`, listing: { item: "li" }, ...common },
    { id: "notices", kind: "page", url: `${origin}/notices`, page: { select: "main", ignore: [".clock"] }, ...common },
    { id: "lost-page", kind: "page", url: `${origin}/notices?lost`, page: { select: ".gone" }, ...common },
    { id: "home", url: `${origin}/home`, ...common },
    { id: "plain-home", url: `${origin}/plain-home`, ...common },
    { id: "desk", kind: "push", ingest: { token: "${env:DESK_TOKEN}", secret: "${file:/dev/null}" } },
  ];
  const files = {
    "sources.yaml": { version: 1, network: { allow_private: ["127.0.0.1"] }, sources: listed },
    "topics.yaml": { version: 1, topics: [{ id: "ships", any: ["ship"] }] },
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

async function tested(id: string): Promise<{ code: number; lines: readonly string[] }> {
  const { write, text: written } = collector();
  const code = await sources(["test", id], environmentOf(undefined, folder), write, () => undefined);
  return { code, lines: written().replaceAll(site.origin, "SITE").split("\n") };
}

describe("wirewatch sources test", () => {
  test("shows which entries of a sitemap are taken, and the newest one's article", async () => {
    const { code, lines } = await tested("map");
    expect(lines).toContain("ok     Sitemap SITE/news.xml");
    expect(lines.join("\n")).toMatch(/2 addresses, 2 with a date, the newest of .* UTC, 1 with news data/u);
    expect(lines).toContain("         1 of them is taken (not older than 2 d)");
    expect(lines).toContain("ok     Page SITE/story");
    expect(code).toBe(0);
  });

  test("shows which sitemaps of an index are read", async () => {
    const { lines } = await tested("index");
    expect(lines).toContain("ok     Sitemap index SITE/index.xml");
    expect(lines).toContain("         an index of 2 sitemaps; 1 of them is read, the newest first:");
    expect(lines).toContain("ok     Sitemap SITE/news.xml");
    expect(lines.join("\n")).not.toContain("archive-2020");
  });

  test("shows the items of a list, the next page, and what is not taken", async () => {
    const { code, lines } = await tested("list");
    expect(lines).toContain("ok     List SITE/list");
    expect(lines.join("\n")).toMatch(/2 articles, 2 with a date/u);
    expect(lines.join("\n")).toContain("· First ship leaves: SITE/story (");
    expect(lines).toContain("         next page of the list: SITE/list?page=2");
    expect(lines).toContain("         1 item: its address matches an exclude pattern of the source");
    expect(lines).toContain("ok     Page SITE/story");
    expect(code).toBe(0);
  });

  test("says when nothing fits the selector of a list, or robots.txt forbids it", async () => {
    expect((await tested("empty-list")).lines.join("\n")).toContain('".teaser" finds no article in SITE/list?other');
    const { code, lines } = await tested("closed-list");
    expect(lines.join("\n")).toContain("robots.txt of 127.0.0.1");
    expect(lines.join("\n")).toContain("ask the site for leave, or set `robots: ignore` with a reason");
    expect(code).toBe(1);
  });

  test("shows the watched parts of a page, without what is ignored", async () => {
    const { code, lines } = await tested("notices");
    expect(lines).toContain("ok     Watched page SITE/notices");
    expect(lines.join("\n")).toMatch(
      /\d+ characters in 2 blocks are watched; 40 characters of new text count as a change/u,
    );
    expect(lines).toContain("         · The north quay is closed on Monday.");
    expect(lines.join("\n")).not.toMatch(/12:01|Home/u);
    expect(code).toBe(0);
  });

  test("says when the part to watch is not there", async () => {
    const { code, lines } = await tested("lost-page");
    expect(lines.join("\n")).toContain("correct the selectors of the source");
    expect(code).toBe(1);
  });

  test("shows what a home page leads to, and which of it is read", async () => {
    const { code, lines } = await tested("home");
    expect(lines).toContain("ok     Home page SITE/home");
    expect(lines).toContain("         it announces 2 feeds; 1 of them is read:");
    expect(lines).toContain("         · SITE/comments/feed “Comments on News” (not read)");
    expect(lines).toContain("ok     Feed SITE/feed");
    expect(code).toBe(0);
  });

  test("finds the sitemaps of a home page without feeds in robots.txt", async () => {
    const { code, lines } = await tested("plain-home");
    expect(lines).toContain("         no feed is announced in it; its robots.txt names 1 sitemap; 1 of them is read:");
    expect(lines).toContain("ok     Sitemap SITE/news.xml");
    expect(code).toBe(0);
  });
});

describe("a source that is handed its articles", () => {
  test("says which secret is missing", async () => {
    const { code, lines } = await tested("desk");
    expect(lines.join("\n")).toContain("the environment variable DESK_TOKEN is not set");
    expect(code).toBe(1);
  });

  const hasTools = ["curl", "openssl", "base64", "od"].every(
    (tool) => spawnSync(tool, ["--version"]).error === undefined,
  );

  test.skipIf(!hasTools)("gets commands that a shell can run as they are", async () => {
    const secret = `whsec_${Buffer.from("a secret of thirty-two bytes ...").toString("base64")}`;
    const { id, directory } = { id: "desk", directory: mkdtempSync(join(tmpdir(), "wirewatch push ")) };
    const source = { id, kind: "push", ingest: { token: "${env:DESK_TOKEN}", secret: `\${file:${directory}/secret}` } };
    writeFileSync(join(directory, "secret"), `${secret}\n`);
    writeFileSync(join(directory, "sources.yaml"), JSON.stringify({ sources: [source] }));
    writeFileSync(join(directory, "topics.yaml"), "topics: []\n");
    const route = { public_url: site.origin, route: { receiver: "t" }, receivers: [{ name: "t", terminal: true }] };
    writeFileSync(join(directory, "alerts.yaml"), JSON.stringify(route));
    process.env["DESK_TOKEN"] = "a-token-of-the-desk";
    try {
      const { write, text: written } = collector();
      expect(await sources(["test", id], environmentOf(undefined, directory), write, () => undefined)).toBe(0);
      const [, byToken = "", signed = ""] = /(curl[^]*?)\n\n[^]*?(secret=[^]*?)\n\n/u.exec(written()) ?? [];
      const before = site.requests.length;
      await shell(byToken);
      await shell(signed);
      const [first, second] = site.requests.slice(before);
      expect(first).toMatchObject({
        method: "POST",
        path: "/ingest",
        headers: { authorization: "Bearer a-token-of-the-desk" },
      });
      expect(JSON.parse(first?.body ?? "")).toMatchObject({
        source: "desk",
        url: "https://news.example.com/first-article",
      });
      const stamp = Number(second?.headers["webhook-timestamp"]);
      const signature = signWebhook([secret], String(second?.headers["webhook-id"]), stamp, second?.body ?? "");
      expect(second?.headers["webhook-signature"]).toBe(signature);
    } finally {
      delete process.env["DESK_TOKEN"];
      rmSync(directory, { recursive: true });
    }
  });
});

function shell(command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", command], { stdio: "ignore" });
    child.once("error", reject);
    child.once("close", () => resolve());
  });
}
