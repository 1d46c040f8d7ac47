import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { extractCommand } from "./extract.ts";

const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs. ";
const html = `<html lang="en"><title>Quay opens</title><article>${`<p>${sentence.repeat(3)}</p>`.repeat(5)}</article></html>`;
const url = "https://courier.example/news/quay";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "extract-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...records: object[]): Promise<Record<string, unknown>[]> {
  const output = new PassThrough();
  const answers = text(output);
  expect(await extractCommand(Readable.from(records.map((record) => `${JSON.stringify(record)}\n`)), output)).toBe(0);
  output.end();
  return (await answers)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("answers each page with the fields of the article, in order", async () => {
  const path = join(folder, "page.html.gz");
  writeFileSync(path, gzipSync(html));
  const answers = await run({ id: 1, url, html }, { id: 2, url, path, contentType: "text/html; charset=utf-8" });
  expect(answers.map(({ id }) => id)).toEqual([1, 2]);
  expect(Object.keys(answers[0] ?? {})).toEqual([
    "id",
    "url",
    "canonicalUrl",
    "title",
    "standfirst",
    "authors",
    "publishedAt",
    "modifiedAt",
    "language",
    "siteName",
    "leadImage",
    "tags",
    "isPaywalled",
    "isLive",
    "alternates",
    "text",
    "sections",
    "captions",
    "cut",
    "method",
    "agreement",
    "ms",
  ]);
  expect(answers[1]).toMatchObject({ title: "Quay opens", canonicalUrl: url, language: "en", authors: [] });
  expect(answers[1]?.["text"]).toBe(answers[0]?.["text"]);
});

test("goes on after a record that fails", async () => {
  const broken = join(folder, "broken.gz");
  writeFileSync(broken, "no gzip");
  const answers = await run(
    { id: "a", url, html: "<p>Log in</p>" },
    { id: "b", url, path: join(folder, "gone.html") },
    { id: "c", url, path: broken },
    { id: "d", url },
    { id: "e", url: "quay", html },
    { id: "f", url, html },
  );
  const codes = answers.map(({ error }) =>
    typeof error === "object" && error !== null && "code" in error ? error.code : null,
  );
  expect(codes).toEqual(["notArticle", "unreadable", "unreadable", "badRecord", "badRecord", null]);
});

test("refuses options it does not have", async () => {
  const output = new PassThrough();
  await expect(extractCommand(Readable.from([]), output, ["--fast"])).rejects.toThrow("no option --fast");
});
