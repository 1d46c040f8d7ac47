import { openQueues } from "@wirewatch/pipeline";
import { startFetcher } from "./fetcher-process.ts";
import type { Load } from "./fetcher-load.ts";

/* One of the fetcher processes of `pacing.ts`; works until its parent disconnects. */

export interface PacingOrders {
  readonly storeUrl: string;
  readonly redisUrl: string | undefined;
  readonly load: Load;
}

const { storeUrl, redisUrl, load } = JSON.parse(process.argv[2] ?? "{}") as PacingOrders;
const queues = openQueues({ databaseUrl: storeUrl, redisUrl, onError: () => undefined });
const fetcher = await startFetcher({ stage: "poll", storeUrl, queues, load });
process.on("message", () => process.send?.(fetcher.done()));
process.once("disconnect", () => {
  void fetcher
    .close()
    .then(() => queues.close())
    .then(() => process.exit(0));
});
process.send?.("working");
