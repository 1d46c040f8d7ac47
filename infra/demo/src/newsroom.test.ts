import Parser from "rss-parser";
import { afterEach, expect, test } from "vitest";
import { startNewsroom } from "./newsroom.ts";
import type { Newsroom, NewsroomOptions } from "./newsroom.ts";
import { outlets } from "./outlet.ts";
import { archiveSteps } from "./programme.ts";

const now = (): Date => new Date("2031-11-21T19:57:00Z");
const open: Newsroom[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((newsroom) => newsroom.close()));
});

async function newsroomWith(pages: number, options: Partial<NewsroomOptions> = {}): Promise<Newsroom> {
  const newsroom = await startNewsroom({ host: "127.0.0.1", port: 0, now, ...options });
  open.push(newsroom);
  for (let page = 0; page < pages; page += 1) newsroom.publishNext();
  return newsroom;
}

/** Decodes as the Content-Type says. */
async function textOf(response: Response): Promise<string> {
  const charset = /charset=(\S+)/.exec(response.headers.get("content-type") ?? "")?.[1] ?? "utf-8";
  return new TextDecoder(charset, { fatal: true }).decode(await response.arrayBuffer());
}

test.each(outlets.filter(({ id }) => id !== "tideline"))(
  "the feed of $name is well-formed and lists its pages",
  async (outlet) => {
    const newsroom = await newsroomWith(20);
    const text = await textOf(await fetch(newsroom.url + outlet.feedPath));
    const feed = await new Parser().parseString(text);
    const pages = newsroom.pages.filter((page) => page.outlet === outlet.id && page.correctionOf === null);
    expect(feed.title).toBe(outlet.name);
    expect(feed.items.map((item) => item.link)).toEqual(pages.map((page) => page.url).toReversed());
    for (const item of feed.items) expect(Date.parse(item.isoDate ?? "")).not.toBeNaN();
  },
);

test("the blog's JSON Feed carries whole texts", async () => {
  const newsroom = await newsroomWith(7);
  const feed: unknown = await (await fetch(`${newsroom.url}/tideline/feed.json`)).json();
  expect(feed).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
    items: [
      {
        title: "The Amber Lark has sailed",
        content_html: expect.stringContaining("extended by itself"),
      },
      {},
    ],
  });
});

test("the embassy writes windows-1251, in its feed and on its pages", async () => {
  const newsroom = await newsroomWith(18);
  const russian = newsroom.pages.find((page) => page.id === "embassy-zerno");
  const page = await fetch(russian?.url ?? "");
  expect(page.headers.get("content-type")).toBe("text/html; charset=windows-1251");
  expect(await textOf(page)).toContain("экспорт зерна из Валдории");
  const feed = await fetch(`${newsroom.url}/embassy/news.rss`);
  expect(await textOf(feed)).toContain('encoding="windows-1251"');
});

test("every page is there, names its outlet and carries its headline", async () => {
  const newsroom = await newsroomWith(36);
  expect(new Set(newsroom.pages.map((page) => page.outlet)).size).toBe(outlets.length);
  for (const page of newsroom.pages.filter((each) => each.id !== "grain-first-ship")) {
    const html = await textOf(await fetch(page.url));
    expect(html).toContain(`>${page.title.replaceAll("'", "&#39;")}</h1>`);
  }
});

test("the embassy lists other headlines that are on topic below a text that is not", async () => {
  const newsroom = await newsroomWith(3);
  const choir = newsroom.pages.at(-1);
  const html = await textOf(await fetch(choir?.url ?? ""));
  const [article = "", below = ""] = html.split('<div class="other-news">');
  expect(choir?.topics).toEqual([]);
  expect(article).not.toMatch(/grain|sanction/);
  expect(below).toMatch(/20\.11\.2031 - .*sanctions/);
});

test("a correction shows in the page and in the feed, under the same identifier", async () => {
  const newsroom = await newsroomWith(8);
  const feedUrl = `${newsroom.url}/halyard/rss.xml`;
  const before = await new Parser().parseString(await textOf(await fetch(feedUrl)));
  newsroom.publishNext();
  const after = await new Parser().parseString(await textOf(await fetch(feedUrl)));
  const corrected = newsroom.pages.at(-1);
  const find = (feed: typeof before) => feed.items.find((item) => item.link === corrected?.url);
  expect(corrected?.correctionOf).toBe("grain-first-ship");
  expect(find(after)?.guid).toBe(find(before)?.guid);
  expect(find(after)?.title).toBe(`Corrected: ${find(before)?.title}`);
  expect(await textOf(await fetch(corrected?.url ?? ""))).toContain("42,600 tonnes");
});

test("answers 304 until something changes, by ETag and by date", async () => {
  const newsroom = await newsroomWith(1);
  const url = `${newsroom.url}/halyard/rss.xml`;
  const first = await fetch(url);
  const etag = first.headers.get("etag") ?? "";
  const modified = first.headers.get("last-modified") ?? "";
  expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
  expect((await fetch(url, { headers: { "if-modified-since": modified } })).status).toBe(304);
  newsroom.publish({
    id: "own",
    outlet: "halyard",
    headline: "Own text",
    paragraphs: ["One.", "Two."],
    topics: [],
  });
  const next = await fetch(url, {
    headers: { "if-none-match": etag, "if-modified-since": modified },
  });
  expect(next.status).toBe(200);
  expect(await next.text()).toContain("Own text");
});

test("has robots.txt, a start page, and no other pages or methods", async () => {
  const { url } = await newsroomWith(0);
  expect(await (await fetch(`${url}/robots.txt`)).text()).toContain("User-agent: *");
  expect(await (await fetch(url)).text()).toContain("Harbour Courier");
  expect((await fetch(`${url}/courier/none`)).status).toBe(404);
  expect((await fetch(`${url}/halyard/rss.xml`, { method: "POST" })).status).toBe(405);
});

test("publishes by itself only after all feeds were read once", async () => {
  const pace = { firstMs: 20, everyMs: 20, patienceMs: 60_000, pages: 1, laterMs: 60_000 };
  const { promise, resolve } = Promise.withResolvers<string>();
  const onPublish: NewsroomOptions["onPublish"] = (page) => {
    if (!page.inArchive) resolve(page.id);
  };
  const newsroom = await newsroomWith(0, { pace, onPublish });
  newsroom.start();
  const feeds = outlets.map(({ feedPath }) => newsroom.url + feedPath);
  for (const feed of feeds.slice(1)) await fetch(feed);
  await new Promise((done) => setTimeout(done, 60));
  expect(newsroom.pages).toHaveLength(archiveSteps);
  await fetch(feeds[0] ?? "");
  expect(await promise).toBe("grain-first-ship");
});

test("goes on after a restart where it was, with the same pages", async () => {
  const before = await newsroomWith(12);
  const port = Number(new URL(before.url).port);
  await before.close();
  const after = await newsroomWith(0, {
    port,
    now: () => new Date("2031-11-22T08:00:00Z"),
    history: before.pages.map((page) => page.at),
  });
  expect(after.pages).toEqual(before.pages);
  expect(after.publishNext()).toMatchObject({
    id: "lowmere-water",
    at: "2031-11-22T08:00:00.000Z",
  });
});
