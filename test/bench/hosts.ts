import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { HostOrders, HostRecord } from "./host-server.ts";

/** Many news hosts in a process of their own. */
export interface NewsHosts {
  /** `http://127.0.0.1:<port>`, one per host. */
  readonly origins: readonly string[];
  /** What was measured so far, all hosts together. */
  report(): Promise<HostRecord>;
  close(): Promise<void>;
}

/** Starts hosts that answer feeds (`/feed/…`, 304 for their validator) and pages (`/page/…`). */
export async function startNewsHosts(orders: HostOrders): Promise<NewsHosts> {
  const child = fork(fileURLToPath(new URL("host-server.ts", import.meta.url)), [JSON.stringify(orders)]);
  const [ports] = (await once(child, "message")) as [readonly number[]];
  return {
    origins: ports.map((port) => `http://127.0.0.1:${port}`),
    async report() {
      child.send("report");
      const [records] = (await once(child, "message")) as [readonly HostRecord[]];
      return records.reduce((sum, record) => ({
        requests: sum.requests + record.requests,
        overlaps: sum.overlaps + record.overlaps,
        shortGaps: sum.shortGaps + record.shortGaps,
        shortestMs:
          sum.shortestMs === null || record.shortestMs === null
            ? (sum.shortestMs ?? record.shortestMs)
            : Math.min(sum.shortestMs, record.shortestMs),
      }));
    },
    async close() {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
