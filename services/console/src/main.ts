import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { isMigrated, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import type { StageQueues } from "@wirewatch/pipeline";

export interface ConsoleOptions {
  readonly db: Kysely<Database>;
  readonly queues: StageQueues;
  readonly host: string;
  readonly port: number;
}

/** The HTTP service; for now it answers whether the system lives and is ready. */
export interface Console {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  close(): Promise<void>;
}

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * Starts listening.
 *
 * @throws {Error} in plain words when the port is taken or the address would open it to others without authentication
 */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  if (!loopback.has(options.host)) {
    throw new Error(
      `HOST is ${options.host}: the console has no log-in yet, so it listens on 127.0.0.1 only; put a proxy with authentication in front of it`,
    );
  }
  const server = createServer((request, response) => {
    answer(request, options).then(
      ({ status, body }) => send(response, status, body),
      () => send(response, 500, { status: "error" }),
    );
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 20_000;
  await listen(server, options);
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : options.port;
  return {
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function answer(request: IncomingMessage, options: ConsoleOptions): Promise<Answer> {
  if (!isOwnHost(request.headers.host))
    return { status: 421, body: { error: "this address serves only its own host name" } };
  const path = (request.url ?? "/").split("?")[0];
  if (request.method !== "GET" && request.method !== "HEAD") return { status: 405, body: { error: "only GET" } };
  if (path === "/health/live") return { status: 200, body: { status: "live" } };
  if (path === "/health/ready") return readiness(options);
  return { status: 404, body: { error: "not found; try /health/live or /health/ready" } };
}

/** Against DNS rebinding: a page elsewhere may make a browser call this port under another name. */
function isOwnHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return loopback.has(name);
}

/** Ready when both stores answer and the schema is this program's; otherwise says which one does not. */
async function readiness({ db, queues }: ConsoleOptions): Promise<Answer> {
  const store = await check(async () => {
    await sql`select 1`.execute(db);
    if (!(await isMigrated(db))) throw new Error("the schema is not this version's; run wirewatch migrate");
  });
  const queue = await check(() => queues.counts());
  const isReady = store === "ok" && queue === "ok";
  return {
    status: isReady ? 200 : 503,
    body: { status: isReady ? "ready" : "not ready", store, queues: queue, backend: queues.backend },
  };
}

async function check(work: () => Promise<unknown>): Promise<string> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error("no answer within 3 s")), 3000).unref();
  });
  try {
    await Promise.race([work(), late]);
    return "ok";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  });
  response.end(`${JSON.stringify(body)}\n`);
}

function listen(server: Server, { host, port }: ConsoleOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`port ${port} is taken by another program; set PORT to a free one (PORT=0 takes any)`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen(port, host, () => resolve());
  });
}
