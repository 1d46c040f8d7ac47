import { createHttpClient } from "@wirewatch/runtime";

/* One hostile answer, met by a process of its own so that the memory is its own: `http-bomb.ts <url> <timeout in ms>`. */

/** What became of the request; sent to the parent. */
export interface BombFigures {
  readonly outcome: string;
  readonly ms: number;
  /** The most memory the process ever had, less what it had before the request. */
  readonly rssGrowthBytes: number;
}

const [, , url = "", timeoutMs = ""] = process.argv;
/** Design: fetching.md section 3. */
const caps = { maxWireBytes: 8 * 1024 * 1024, maxBodyBytes: 16 * 1024 * 1024 };
const client = createHttpClient({ userAgent: "Wirewatch/bench" });
const get = (path: string, limitMs: number) => {
  const target = new URL(path, url).href;
  return client.request({ url: target, surface: "source", allowPrivate: ["127.0.0.1"], timeoutMs: limitMs, ...caps });
};

// Code is compiled, and the heap has its usual size.
for (let round = 0; round < 20; round += 1) await get("/page-gzip", 5000);

const rssBefore = process.memoryUsage.rss();
const startedAt = performance.now();
const result = await get(url, Number(timeoutMs));
const figures: BombFigures = {
  outcome: result.kind === "failed" ? result.reason : result.kind,
  ms: performance.now() - startedAt,
  rssGrowthBytes: Math.max(0, process.resourceUsage().maxRSS * 1024 - rssBefore),
};
await client.close();
process.send?.(figures, () => process.disconnect());
