import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { extract } from "./extract.ts";
import type { Page } from "./read-article.ts";

const fixtures = new URL("./fixtures/", import.meta.url);
const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs. ";
const paragraphs = Array.from({ length: 6 }, (_, number) => `<p>Paragraph ${number}. ${sentence.repeat(2)}</p>`).join(
  "\n",
);
const page = `<html lang="en"><head><title>Quay opens</title></head><body><article><h1>Quay opens</h1>${paragraphs}</article></body></html>`;
const url = "https://courier.example/news/quay";

function article(input: Partial<Page>) {
  const result = extract({ url, body: page, ...input });
  if (result.kind !== "article") throw new Error(`not an article: ${result.reason}`);
  return result.article;
}

describe("reads the pages in fixtures/", () => {
  test.each(readdirSync(fixtures))("%s", (name) => {
    const body = readFileSync(new URL(`${name}/input.html`, fixtures));
    const expected: unknown = JSON.parse(readFileSync(new URL(`${name}/expected.json`, fixtures), "utf8"));
    const result = extract({ url: `https://courier.example/news/${name}`, body });
    expect(result).toMatchObject(expected as object);
  });
});

test("the text is the main sections' headings and paragraphs, and never the standfirst", () => {
  const body = page.replace(
    "<p>Paragraph 0",
    '<p class="standfirst">A short summary of all that follows below.</p><h2>The port</h2><p>Paragraph 0',
  );
  const read = article({ body });
  expect(read.standfirst).toBe("A short summary of all that follows below.");
  expect(read.text.startsWith("The port\n\nParagraph 0.")).toBe(true);
  expect(read.text).not.toContain("short summary");
  expect(read.sections.map(({ heading }) => heading)).toEqual(["The port"]);
});

test("a description that only repeats the first sentence is no standfirst", () => {
  const body = page.replace(
    "</head>",
    `<meta name="description" content="Paragraph 0. ${sentence.slice(0, 60)}…"></head>`,
  );
  expect(article({ body }).standfirst).toBeNull();
});

test("title and date of the feed are used where the page has none", () => {
  const body = page.replace("<title>Quay opens</title>", "").replace("<h1>Quay opens</h1>", "");
  const read = article({ body, feedTitle: "Second quay", feedPublishedAt: "2025-03-04T09:15:00+02:00" });
  expect(read).toMatchObject({ title: "Second quay", publishedAt: "2025-03-04T07:15:00.000Z" });
  expect(article({ feedTitle: "Second quay" }).title).toBe("Quay opens");
});

test("measures how far the page and its JSON-LD agree", () => {
  const text = paragraphs.replace(/<[^>]+>/g, "");
  const linked = (articleBody: string) =>
    page.replace(
      "</head>",
      `<script type="application/ld+json">${JSON.stringify({ "@type": "NewsArticle", articleBody })}</script></head>`,
    );
  expect(article({}).agreement).toBeNull();
  expect(article({ body: linked(text) }).agreement).toBeGreaterThan(0.95);
  expect(
    article({
      body: linked("Quite another text stands here, about the weather of the coming week and the snow in the hills."),
    }).agreement,
  ).toBe(0);
});

test("takes the text of JSON-LD where the page loads it by script", () => {
  const linked = { "@type": "NewsArticle", headline: "Quay opens", articleBody: sentence.repeat(5) };
  const body = `<html lang="en"><script type="application/ld+json">${JSON.stringify(linked)}</script><div id="app">Loading</div></html>`;
  expect(article({ body })).toMatchObject({ method: "jsonld", text: sentence.repeat(5).trim() });
});

describe("selectors of the source", () => {
  const selectors = { body: ".real", title: ".head", date: ".when", remove: [".ad"] };
  const body = page.replace(
    "</article>",
    `</article><div class="real"><b class="head">Real head</b><p>${sentence}</p><p class="ad">Buy!</p></div><i class="when">2025-03-04T09:15Z</i>`,
  );

  test("override what is found without them", () => {
    const read = article({ body, selectors });
    expect(read).toMatchObject({ title: "Real head", publishedAt: "2025-03-04T09:15:00.000Z", method: "selectors" });
    expect(read.text).toBe(`Real head\n\n${sentence.trim()}`);
  });

  test("fall back with a note when they find nothing", () => {
    const result = extract({ url, body, selectors: { ...selectors, body: ".gone", date: ".head" } });
    expect(result).toMatchObject({
      kind: "article",
      article: { method: "scorer", publishedAt: "2025-03-04T09:15:00.000Z" },
    });
    expect(result.notes).toEqual([
      'extract.body: ".gone" found nothing; the automatic result was used',
      'extract.date: "Real head" is not a date with a time and a zone',
    ]);
  });
});

describe("says why a page is no article", () => {
  const links = Array.from(
    { length: 40 },
    (_, number) => `<li><a href="/${number}">Headline number ${number} about the harbour and its second quay</a></li>`,
  ).join("");
  test.each([
    ["an empty page", "", "the page has no readable text"],
    ["an empty body", "<html><body></body></html>", "the page has no readable text"],
    ["a login form", "<form><p>Please log in to read on.</p><input></form>", "the page has no readable text"],
    ["a script shell", '<div id="app"></div><script>start()</script>', "the page has no readable text"],
    ["a front page", `<h1>Courier</h1><ul>${links}</ul>`, "the page is a list of links"],
    [
      "bytes that are no text",
      Uint8Array.from({ length: 200_000 }, (_, at) => (at * 7_919) % 251),
      "the page is not text",
    ],
    ["100,000 links", links.repeat(2_500), "the page is a list of links"],
  ])("%s", (_, body, reason) => {
    expect(extract({ url, body })).toMatchObject({ kind: "notArticle", reason });
  });
});

describe("hostile and broken pages", () => {
  const text = article({}).text;
  test.each([
    ["1,000 nested elements", "<div>".repeat(1_000) + page],
    ["50,000 nested elements", "<div>".repeat(50_000) + page + "</div>".repeat(50_000)],
    ["5,000 links around blocks", "<a href='/x'><div>".repeat(5_000) + page],
    [
      "50,000 attributes",
      page.replace("<body>", `<body ${Array.from({ length: 50_000 }, (_, number) => `a${number}=1`).join(" ")}>`),
    ],
    ["one huge attribute", page.replace("<body>", `<body class="${"x".repeat(2_000_000)}">`)],
    ["a JSON-LD script of brackets", `<script type="application/ld+json">${"[".repeat(400_000)}</script>${page}`],
    ["NUL bytes", page.replaceAll(" ", " \0")],
    ["an endless comment behind the text", `${page}<!--${"-".repeat(1_000_000)}`],
    ["a wrong charset", Buffer.from(page)],
  ])("reads the article among %s", (_, body) => {
    expect(article({ body, contentType: "text/html; charset=utf-16be-no" }).text).toBe(text);
  });

  test.each([
    ["only less-than signs", "<".repeat(2_000_000)],
    ["one endless attribute", `<a href="${'x="'.repeat(500_000)}`],
    ["only entities", "&lt;".repeat(300_000)],
    ["half a tag", "<htm"],
  ])("finds no article in %s", (_, body) => {
    expect(extract({ url, body })).toMatchObject({ kind: "notArticle", reason: "the page has no readable text" });
  });

  test("reads what is there of a truncated page", () => {
    expect(article({ body: page.slice(0, page.length / 2) }).text.startsWith("Paragraph 0.")).toBe(true);
  });

  test("reads the beginning of a page of 10 MB and says so", () => {
    const result = extract({
      url,
      body: Buffer.from(page.replace("</article>", `<p>${sentence}</p>`.repeat(100_000))),
    });
    expect(result).toMatchObject({ kind: "article", article: { title: "Quay opens" } });
    expect(result.notes).toContain("the page is longer than 3 MB; the rest was left out");
  });
});

describe("a text that its source handed over as the article", () => {
  const whole = (content: string) =>
    extract({
      url,
      isWhole: true,
      body: `<html><head><title>Notice</title></head><body><article><h1>Notice</h1>${content}</article></body></html>`,
    });

  test.each([
    ["one short sentence", "<p>Level 4.</p>", "Level 4."],
    ["bare text", "Closed<br>today", "Closed\ntoday"],
    ["a list of links", '<p><a href="/a">One</a> <a href="/b">Two</a></p>', "One Two"],
    ["an article inside", "<article><p>Inner.</p></article><p>Outer.</p>", "Inner.\n\nOuter."],
  ])("is all of it: %s", (_what, content, text) => {
    expect(whole(content)).toMatchObject({ kind: "article", article: { title: "Notice", text } });
  });

  test("is no article when there is nothing in it", () => {
    expect(whole("<p> </p>")).toMatchObject({ kind: "notArticle" });
  });
});
