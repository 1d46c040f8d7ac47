import { choose, type Page } from "@wirewatch/extraction";
import type { ExtractPool, PoolResult } from "./extract-pool.ts";
import type { PageThreads } from "./page-threads.ts";

/** A pool that reads every page with `fast`, and weak results again with `again`. */
export function readTwice(fast: PageThreads, again: PageThreads): ExtractPool {
  const counts = { pages: 0, secondOpinions: 0, failedSecondOpinions: 0 };

  async function extract(page: Page, signal?: AbortSignal): Promise<PoolResult> {
    const first = await fast.read(page, signal);
    counts.pages++;
    if (first.kind === "failed") return { kind: "failed", reason: first.reason };
    if (!first.result.needsSecondOpinion) return { ...first.result, ms: first.ms };
    const second = await again.read(page, signal);
    counts.secondOpinions++;
    const ms = first.ms + second.ms;
    if (second.kind === "failed") {
      counts.failedSecondOpinions++;
      return { ...first.result, notes: [...first.result.notes, `${second.reason}; the first result stands`], ms };
    }
    return { ...choose(first.result, second.result), ms };
  }

  return {
    extract,
    counts: () => ({ ...counts }),
    async close() {
      await Promise.all([fast.close(), again.close()]);
    },
  };
}
