import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { createPageThreads, type PageThreads, type PageThreadsOptions } from "./page-threads.ts";

const url = "https://courier.example/quay";
let threads: PageThreads | undefined;
afterEach(() => threads?.close());

/** Threads that do what the page says, see `page-threads-test-worker.ts`. */
function start(options: Partial<PageThreadsOptions> = {}): PageThreads {
  threads = createPageThreads({
    filename: fileURLToPath(new URL("page-threads-test-worker.ts", import.meta.url)),
    name: "readOddly",
    work: "reading",
    idleThreads: 0,
    threads: 1,
    timeoutMs: 10_000,
    maxHeapMb: 64,
    ...options,
  });
  return threads;
}

async function threadOf(reading: PageThreads): Promise<string | undefined> {
  const read = await reading.read({ url, body: "page" });
  return read.kind === "read" ? read.result.notes[0] : read.reason;
}

test("gives the result and the time, and leaves the caller its bytes", async () => {
  // A part of a larger buffer, as buffers from a pool are.
  const body = Buffer.from("before page after").subarray(7, 11);
  const read = await start().read({ url, body });
  expect(read).toMatchObject({ kind: "read", ms: expect.any(Number), result: { notes: [expect.any(String), "page"] } });
  expect(body.toString()).toBe("page");
});

describe("a page over the limits", () => {
  test("is stopped when it takes too long, and the next one read", async () => {
    const reading = start({ timeoutMs: 300 });
    const failed = await reading.read({ url, body: "endless" });
    expect(failed).toMatchObject({ kind: "failed", reason: "reading took longer than 0.3 s" });
    expect(failed.ms).toBeGreaterThanOrEqual(290);
    expect(await reading.read({ url, body: "page" })).toMatchObject({ kind: "read" });
  });

  test("is stopped when it needs too much memory, and the next one read", async () => {
    const reading = start();
    const reason = "reading needed more than 64 MB of memory";
    expect(await reading.read({ url, body: "hungry" })).toMatchObject({ kind: "failed", reason });
    expect(await reading.read({ url, body: "page" })).toMatchObject({ kind: "read" });
  });

  test("has neither the loading of the code nor the waiting for a thread counted", async () => {
    const reading = start({ timeoutMs: 500 });
    const reads = await Promise.all(Array.from({ length: 5 }, () => reading.read({ url, body: "page" })));
    expect(reads.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => "read"));
  });
});

test("throws the reason when the caller gives up, and reads on", async () => {
  const reading = start();
  const giveUp = new AbortController();
  const read = reading.read({ url, body: "endless" }, giveUp.signal);
  giveUp.abort(new Error("shutting down"));
  await expect(read).rejects.toThrow("shutting down");
  await expect(reading.read({ url, body: "page" }, giveUp.signal)).rejects.toThrow("shutting down");
  expect(await reading.read({ url, body: "page" })).toMatchObject({ kind: "read" });
});

test("throws what the thread's code throws, with the page's address", async () => {
  await expect(start().read({ url, body: "broken" })).rejects.toThrow(`reading of ${url} stopped`);
});

test("replaces the threads when they have read their share", async () => {
  const reading = start({ pagesUntilReplaced: 2 });
  const used: (string | undefined)[] = [];
  for (let page = 0; page < 5; page++) used.push(await threadOf(reading));
  const [first, , second, , third] = used;
  expect(used).toEqual([first, first, second, second, third]);
  expect(new Set(used).size).toBe(3);
});
