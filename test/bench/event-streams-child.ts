import { openQueues } from "@wirewatch/pipeline";
import { openStore } from "@wirewatch/store";
import { startConsole } from "../../services/console/src/main.ts";
import { configFrom, readerOf } from "../support/config.ts";

/* The console in a process of its own; says where it listens, and on every message how much memory it holds. */

const url = process.argv[2] ?? "";
const db = openStore({ url, connections: 8 });
const queues = openQueues({ databaseUrl: url, onError: () => undefined });
const config = await configFrom({
  sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] },
});
const log = (): void => undefined;
const served = await startConsole({
  db,
  queues,
  config: readerOf(config),
  resolveSecrets: (text) => Promise.resolve(text),
  environment: null,
  now: () => new Date(),
  log: { info: log, warn: log, error: log },
  host: "127.0.0.1",
  port: 0,
});
process.send?.({ url: served.url });
process.on("message", () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heapMb: heapUsed / 1e6, rssMb: rss / 1e6 });
});
process.on("disconnect", () => process.exit(0));
