import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseFeedFile } from "./parse-feed.ts";

const rss = "<rss version='2.0'><channel><title>N</title><item><link>/1</link><title>A</title></item></channel></rss>";
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parse-feed-"));
  await writeFile(join(folder, "feed.xml"), rss);
  await writeFile(join(folder, "feed.xml.gz"), gzipSync(rss));
  await writeFile(join(folder, "page.html"), "<html><link rel=alternate type=application/rss+xml href=/rss></html>");
});
afterAll(() => rm(folder, { recursive: true }));

test.each(["feed.xml", "feed.xml.gz"])("reads %s with its headers and address", async (name) => {
  const record = { path: join(folder, name), url: "https://n.example/feed", headers: { "Content-Language": "en" } };
  expect(await parseFeedFile(record)).toMatchObject({
    kind: "rss",
    title: "N",
    url: null,
    language: "en",
    items: [{ url: "https://n.example/1", title: "A" }],
  });
});

test.each([
  [
    "a web page",
    () => ({ path: join(folder, "page.html"), url: "https://n.example/" }),
    "html",
    "https://n.example/rss",
  ],
  ["a missing file", () => ({ path: join(folder, "none") }), "unreadable", "none"],
  ["a missing path", () => ({ url: "https://n.example/" }), "badRecord", "path"],
])("answers %s with an error that says so", async (_, record, code, words) => {
  await expect(parseFeedFile(record())).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
});
