import { contestants, parseOnly } from "./extraction-contestants.ts";
import { readPages } from "./page-folder.ts";

/* One contestant in a process of its own: `extraction-child.ts <name> <folder…>`; each message of the parent is a round. */

/** One round, over all pages once or more. */
export interface RoundFigures {
  /** Pages of the folders. */
  readonly corpusPages: number;
  /** Pages read. */
  readonly pages: number;
  /** User and system time of the process with all its threads, in milliseconds. */
  readonly cpuMs: number;
  /** The most memory the process ever had, the pages' bytes and Node included. */
  readonly peakRssMb: number;
  readonly secondOpinions: number;
  readonly failedSecondOpinions: number;
}

/** The page that takes longest, and the one that takes longest for its size. */
export interface SlowestPages {
  readonly slowest: PageTimes;
  readonly steepest: PageTimes;
}

export interface PageTimes {
  readonly name: string;
  /** Fastest of some readings, in milliseconds. */
  readonly ms: number;
  /** The same for htmlparser2's tree of the page. */
  readonly parseMs: number;
}

const [, , name = "", ...folders] = process.argv;
const pages = readPages(folders);
const contestant = await contestants[name]?.();
if (contestant === undefined) throw new Error(`there is no contestant ${name}`);
const { read, secondOpinions = () => ({ asked: 0, failed: 0 }), close = () => Promise.resolve() } = contestant;

process.on("message", (order: "warmUp" | "round" | "slowest" | "end") => {
  if (order === "warmUp" || order === "round")
    void playRound(order === "round" ? 2_000 : 10_000).then((figures) => process.send?.(figures));
  else if (order === "slowest") void findSlowest().then((found) => process.send?.(found));
  else void close().then(() => process.disconnect());
});

/** All pages as often as fit into the time, once at least: code and caches are cold when the others have had their turn. */
async function playRound(leastMs: number): Promise<RoundFigures> {
  const before = secondOpinions();
  const startedAt = process.cpuUsage();
  const endsAt = performance.now() + leastMs;
  let count = 0;
  do {
    for (const page of pages) {
      const reading = read(page);
      // Waiting for what is no promise would cost a turn of the event loop.
      if (reading instanceof Promise) await reading;
    }
    count += pages.length;
  } while (performance.now() < endsAt);
  const { user, system } = process.cpuUsage(startedAt);
  return {
    corpusPages: pages.length,
    pages: count,
    cpuMs: (user + system) / 1_000,
    peakRssMb: process.resourceUsage().maxRSS / 1_024,
    secondOpinions: secondOpinions().asked - before.asked,
    failedSecondOpinions: secondOpinions().failed - before.failed,
  };
}

/** Times every page against its own parsing; both take turns, and the fastest of seven counts. */
async function findSlowest(): Promise<SlowestPages> {
  const parse = await parseOnly();
  const times = pages.map((page): PageTimes => {
    let ms = Infinity;
    let parseMs = Infinity;
    for (let round = 0; round < 7; round++) {
      parseMs = Math.min(
        parseMs,
        timed(() => parse(page)),
      );
      ms = Math.min(
        ms,
        timed(() => read(page)),
      );
    }
    return { name: page.name, ms, parseMs };
  });
  const most = (size: (page: PageTimes) => number): PageTimes =>
    times.reduce((worst, page) => (size(page) > size(worst) ? page : worst));
  return { slowest: most(({ ms }) => ms), steepest: most(({ ms, parseMs }) => ms / parseMs) };
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
