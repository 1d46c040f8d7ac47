import { describe, expect, test } from "vitest";
import { Problem } from "../problem.ts";
import { announcedItem, readArticleRequest } from "./article-request.ts";

const url = "https://example.com/harbour";

function read(value: unknown): unknown {
  return readArticleRequest(Buffer.from(JSON.stringify(value)));
}

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("nothing was wrong");
}

describe("an article that is handed in", () => {
  test("may be an address alone, or all there is", () => {
    const whole = {
      source: "desk",
      url,
      title: "Harbour closes",
      text: "It closes.",
      publishedAt: "2026-03-02T10:10:00+01:00",
      language: "pt-BR",
      authors: ["Ada Byron"],
    };
    expect(read({ url })).toEqual({ url });
    expect(read(whole)).toEqual(whole);
  });

  test.each<[string, object, string, RegExp]>([
    ["no address", {}, "url", /address of the article/],
    ["an address that is none", { url: "harbour" }, "url", /not an http or https/],
    ["another scheme", { url: "ftp://example.com/x" }, "url", /not an http or https/],
    ["an endless address", { url: `${url}?${"x".repeat(3_000)}` }, "url", /longer than 2048/],
    ["an empty title", { url, title: " " }, "title", /headline/],
    ["a title that is no text", { url, title: 5 }, "title", /headline/],
    ["an endless title", { url, title: "x".repeat(501) }, "title", /500 characters/],
    ["an empty text", { url, text: "\n" }, "text", /empty line between paragraphs/],
    ["text and html", { url, text: "a", html: "<p>a" }, "html", /not both/],
    ["a date without a zone", { url, publishedAt: "2026-03-02T09:10:00" }, "publishedAt", /time and zone/],
    ["a day alone", { url, publishedAt: "2026-03-02" }, "publishedAt", /time and zone/],
    ["a day that is none", { url, publishedAt: "2026-02-30T09:10:00Z" }, "publishedAt", /time and zone/],
    ["a language in words", { url, language: "English" }, "language", /language tag/],
    ["an author without a name", { url, authors: ["Ada", ""] }, "authors.1", /a name/],
    ["many authors", { url, authors: Array.from({ length: 21 }, () => "Ada") }, "authors", /more than 20/],
    ["a key that is not known", { url, body: "text" }, "body", /there are url, title, text, html/],
    [
      "a key that means something to objects",
      JSON.parse(`{"url":"${url}","__proto__":{"a":1}}`) as object,
      "__proto__",
      /not known/,
    ],
  ])("with %s is refused, naming the field", (_, value, field, message) => {
    const problem = problemOf(() => read(value));
    expect(problem.status).toBe(422);
    expect(problem.fields).toContainEqual({ field, message: expect.stringMatching(message) });
    expect(problem.message).toMatch(message);
  });

  test.each([[[]], ["text"], [null], [5]])("that is %j is no article", (value) => {
    expect(problemOf(() => read(value))).toMatchObject({ status: 422, message: "the body is not an article" });
  });

  test.each([
    ["no JSON", Buffer.from("url=https://example.com")],
    ["nothing", Buffer.alloc(0)],
    ["another encoding", Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x7d])],
    ["endless depth", Buffer.from("[".repeat(400_000))],
  ])("that is %s is refused", (_, body) => {
    expect(problemOf(() => readArticleRequest(body))).toMatchObject({ status: 400 });
  });
});

describe("as an item", () => {
  test("an address alone carries nothing", () => {
    expect(announcedItem({ url: `${url}?utm_source=x` })).toMatchObject({
      id: url,
      url: `${url}?utm_source=x`,
      content: null,
      title: null,
      publishedAt: null,
    });
  });

  test("text becomes paragraphs in which nothing is markup, with the authors where the stripper finds them", () => {
    const text = "First & <b>bold</b>\nsecond line\n\n\n  Second paragraph\n";
    const item = announcedItem({ url, text, authors: ["Ada Byron", 'Max "M" <Müller>'] });
    expect(item.content).toBe(
      '<meta name="author" content="Ada Byron, Max &quot;M&quot; &lt;Müller&gt;">' +
        "<p>First &amp; &lt;b&gt;bold&lt;/b&gt;<br>second line</p>\n<p>Second paragraph</p>",
    );
  });

  test("html stays as it is, and a date is told in UTC", () => {
    const item = announcedItem({ url, html: "<p>It <em>closes</em>.</p>", publishedAt: "2026-03-02T10:10:00+01:00" });
    expect(item).toMatchObject({ content: "<p>It <em>closes</em>.</p>", publishedAt: "2026-03-02T09:10:00.000Z" });
  });
});
