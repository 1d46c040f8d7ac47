import { expect, test } from "vitest";
import { parseFeed } from "./parse-feed.ts";

test.each([
  ["Ann Lee", "Ann Lee"],
  ["ann@news.example (Ann Lee)", "Ann Lee"],
  ["ann@news.example (Ann L. (Lee))", "Ann L. (Lee)"],
  ["mailto:ann@news.example (Ann Lee)", "Ann Lee"],
  ["Ann Lee &lt;ann@news.example&gt;", "Ann Lee"],
  ['"Ann Lee" &lt;ann@news.example&gt;', "Ann Lee"],
  ["Ann Lee (ann@news.example)", "Ann Lee"],
  ["Ann Lee, ann@news.example", "Ann Lee"],
  ["ann@news.example", "ann@news.example"],
  ["Ann (Berlin)", "Ann (Berlin)"],
  ["@annlee", "@annlee"],
  ["<![CDATA[<a href='/ann'>Ann Lee</a>]]>", "Ann Lee"],
  ["<name>Ann Lee</name><email>ann@news.example</email>", "Ann Lee"],
  ["<name/><email>ann@news.example</email>", "ann@news.example"],
])("the author %s is called %s", async (author, name) => {
  expect(await authorsIn(`<author>${author}</author>`)).toEqual([name]);
});

test.each([
  ["several", "<dc:creator>Ann</dc:creator><dc:creator>Ben</dc:creator>", ["Ann", "Ben"]],
  ["each once", "<author>Ann</author><dc:creator>Ann</dc:creator>", ["Ann"]],
  ["names before addresses", "<author>desk@news.example</author><dc:creator>Ann</dc:creator>", ["Ann"]],
  ["the podcast's when there is no other", "<itunes:author>Ann</itunes:author>", ["Ann"]],
  ["not the podcast's when there is", "<itunes:author>Desk</itunes:author><author>Ann</author>", ["Ann"]],
  ["none", "<author> </author>", []],
])("authors: %s", async (_, xml, names) => {
  expect(await authorsIn(xml)).toEqual(names);
});

test("an Atom entry without author has its source's, else its feed's", async () => {
  const entries =
    "<entry><title>A</title></entry><entry><source><author><name>Source</name></author></source></entry><entry><author><name>Ann</name></author></entry>";
  const document = `<feed xmlns="http://www.w3.org/2005/Atom"><author><name>Desk</name></author>${entries}</feed>`;
  const { items } = await parseFeed(new TextEncoder().encode(document), {});
  expect(items.map(({ authors }) => authors)).toEqual([[{ name: "Desk" }], [{ name: "Source" }], [{ name: "Ann" }]]);
});

async function authorsIn(xml: string): Promise<string[]> {
  const document = `<rss version="2.0"><channel><item>${xml}</item></channel></rss>`;
  const { items } = await parseFeed(new TextEncoder().encode(document), {});
  return items.flatMap(({ authors }) => authors.map(({ name }) => name));
}
