import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Metric } from "./exposition.ts";
import { createHistogram } from "./histogram.ts";

/** Measures this process while it serves. */
export interface OwnMetrics {
  read(): readonly Metric[];
  stop(): void;
}

/** Parts of the console that are told apart; everything else is a page. */
const parts = ["api", "assets", "events", "feeds", "health", "ingest", "l", "metrics", "websub"];
/** From what a cached page takes to what nobody waits for, seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Watches all requests of a server, and the event loop. */
export function watchServer(server: Server): OwnMetrics {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const durations = createHistogram(bounds);
  const answers = new Map<string, number>();
  let streams = 0;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const startedMs = performance.now();
    const part = partOf(request.url ?? "");
    if (part === "events") streams += 1;
    response.once("close", () => {
      const key = `${part} ${Math.floor(response.statusCode / 100)}xx`;
      answers.set(key, (answers.get(key) ?? 0) + 1);
      // A stream of changes lasts as long as somebody looks.
      if (part === "events") streams -= 1;
      else durations.observe(part, (performance.now() - startedMs) / 1000);
    });
  };
  server.on("request", onRequest);
  return {
    read: () => [
      {
        name: "wirewatch_console_request_duration_seconds",
        help: "How long requests to the console took, by part of it.",
        type: "histogram",
        samples: durations.samples("part"),
      },
      {
        name: "wirewatch_console_requests_total",
        help: "Requests to the console by part of it and class of the answer.",
        type: "counter",
        samples: [...answers].map(([key, value]) => {
          const [part = "", status = ""] = key.split(" ");
          return { labels: { part, status }, value };
        }),
      },
      gauge("wirewatch_console_event_streams", "Pages that are open and told of changes.", streams),
      gauge(
        "wirewatch_console_event_loop_delay_p99_seconds",
        "99 of 100 times the event loop was late by at most this.",
        delay.count === 0 ? 0 : delay.percentile(99) / 1e9,
      ),
      gauge("wirewatch_console_heap_bytes", "Heap in use by the console.", process.memoryUsage().heapUsed),
      gauge("wirewatch_console_resident_memory_bytes", "Memory of the console's process.", process.memoryUsage.rss()),
      gauge(
        "wirewatch_console_start_time_seconds",
        "When the console started, seconds since 1970.",
        Math.round(performance.timeOrigin) / 1000,
      ),
    ],
    stop() {
      delay.disable();
      server.off("request", onRequest);
    },
  };
}

/** One of few names, whatever is asked for. */
function partOf(url: string): string {
  const first = url.split(/[/?]/u, 2)[1] ?? "";
  return parts.includes(first) ? first : "pages";
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: "gauge", samples: [{ value }] };
}
