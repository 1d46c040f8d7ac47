import { extract } from "@wirewatch/extraction";
import { hostilePages } from "../support/hostile-pages.ts";

/* One hostile page, met by a process of its own so that the memory is its own: `extraction-hostile-child.ts fast|second <number>`. */

/** What became of the page; sent to the parent. */
export interface HostileFigures {
  /** `article`, `notArticle` or what was thrown. */
  readonly outcome: string;
  readonly ms: number;
  /** The most memory the process ever had, less what it had before the page. */
  readonly rssGrowthMb: number;
}

const [, , path = "", number = ""] = process.argv;
const read = path === "second" ? (await import("@wirewatch/extraction/second-opinion")).secondOpinion : extract;
const url = "https://site.example/page";

// Code is compiled, and the heap has its usual size.
const pages = hostilePages();
const plain = pages.find(({ name }) => name === "NUL bytes")?.body ?? "";
for (let round = 0; round < 30; round++) read({ url, body: plain });

const { body = "", contentType = null } = pages[Number(number)] ?? {};
const before = process.memoryUsage.rss();
const startedAt = performance.now();
const outcome = outcomeOf();
const figures: HostileFigures = {
  outcome,
  ms: performance.now() - startedAt,
  rssGrowthMb: Math.max(0, process.resourceUsage().maxRSS / 1_024 - before / (1_024 * 1_024)),
};
process.send?.(figures, () => process.disconnect());

function outcomeOf(): string {
  try {
    return read({ url, body, contentType }).kind;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 11) : "thrown";
  }
}
