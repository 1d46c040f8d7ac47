import { afterAll, describe, expect, test } from "vitest";
import { createDocumentReader } from "./document-reader.ts";
import type { DocumentTask } from "./read-document.ts";

const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

function readerWith(options: Parameters<typeof createDocumentReader>[0] = {}): ReturnType<typeof createDocumentReader> {
  const reader = createDocumentReader(options);
  closing.push(reader.close);
  return reader;
}

function task(body: string, kind: "auto" | "feed" | "sitemap" = "auto"): DocumentTask {
  return { bytes: Buffer.from(body), headers: {}, url: "https://site.example/doc", as: { kind } };
}

const feed = (items: number): string =>
  `<rss version="2.0"><channel><title>T</title>${`<item><title>One &amp; two</title><link>https://site.example/1</link></item>`.repeat(items)}</channel></rss>`;
const sitemap = (entries: number): string =>
  `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${Array.from({ length: entries }, (_, n) => `<url><loc>https://site.example/${n}</loc></url>`).join("")}</urlset>`;

describe("a document", () => {
  test("is the same in a thread as on the spot", async () => {
    const inThread = readerWith({ maxBytesOnLoop: 0, maxHtmlBytesOnLoop: 0 });
    const onLoop = readerWith();
    const tasks: DocumentTask[] = [
      task(feed(3)),
      task(feed(3), "feed"),
      task(feed(3), "sitemap"),
      task(sitemap(3), "sitemap"),
      task("<html><head><title>Hi</title></head></html>"),
      task("plain words"),
      {
        ...task("<main><p>Text</p></main>"),
        as: { kind: "page", rules: { select: "main", ignore: [], minChange: 0 } },
      },
      { ...task("<main></main>"), as: { kind: "page", rules: { select: "article", ignore: [], minChange: 0 } } },
    ];
    for (const each of tasks) expect(await inThread.read(each)).toEqual(await onLoop.read(each));
  });

  test.each([
    [task(feed(1), "feed"), { kind: "feed" }],
    [task(sitemap(1), "feed"), { kind: "unreadable", code: "notFeed", message: "this is a sitemap, not a feed" }],
    [task(feed(1), "sitemap"), { kind: "unreadable", message: "this is a feed, not a sitemap" }],
    [task("", "feed"), { kind: "unreadable", code: "empty" }],
    [task("<html><title>A</title></html>", "feed"), { kind: "html", title: "A" }],
  ])("is read as its source wants it", async (given, expected) => {
    expect(await readerWith().read(given)).toMatchObject(expected);
  });

  test("that is large leaves the event loop free", async () => {
    const reader = readerWith();
    await reader.read(task(sitemap(40_000)));
    let longestMs = 0;
    let lastMs = performance.now();
    const timer = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    }, 5);
    const document = await reader.read(task(sitemap(40_000)));
    clearInterval(timer);
    expect(document).toMatchObject({ kind: "sitemap" });
    // On the loop it took 300 ms; what remains is handing over 40,000 entries.
    expect(longestMs).toBeLessThan(200);
  });

  test("that takes too long is stopped, and the reader goes on", async () => {
    const reader = readerWith({ maxBytesOnLoop: 0, timeoutMs: 1 });
    expect(await reader.read(task(sitemap(40_000)))).toMatchObject({
      kind: "unreadable",
      code: "stopped",
      message: "it could not be read within 0.001 s",
    });
    const patient = readerWith({ maxBytesOnLoop: 0 });
    expect(await patient.read(task(feed(1)))).toMatchObject({ kind: "feed" });
  });

  test("that takes too much memory is stopped, and the reader goes on", async () => {
    const reader = readerWith({ maxBytesOnLoop: 1000, maxHeapMb: 48 });
    await reader.read(task(feed(100)));
    expect(await reader.read(task(feed(60_000)))).toMatchObject({
      code: "stopped",
      message: "reading it needs more than 48 MB of memory",
    });
    expect(await reader.read(task(feed(1)))).toMatchObject({ kind: "feed" });
  });

  test("is given up when nobody waits for it any more", async () => {
    const reader = readerWith({ maxBytesOnLoop: 0 });
    const reason = new Error("enough");
    await expect(reader.read(task(feed(1)), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
