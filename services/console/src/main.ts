import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "./deps.ts";
import { createServer } from "./server.ts";

export interface ConsoleOptions extends ConsoleDeps {
  /**
   * Address to listen on. Any is allowed: health is harmless to show, `/ingest` and `/websub` ask for credentials of their
   * own. What comes later and shows more has to ask for a log-in on every address but a loopback one.
   */
  readonly host: string;
  readonly port: number;
}

/** The HTTP service: health, articles that are handed in, and pushes of hubs. */
export interface Console {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts listening.
 *
 * @throws {Error} in plain words when the port is taken or the address is not one of this machine
 */
export async function startConsole({ host, port, ...deps }: ConsoleOptions): Promise<Console> {
  const app = createServer(deps);
  await listen(app, host, port);
  const address = app.server.address();
  const boundPort = address !== null && typeof address === "object" ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${boundPort}`,
    close: () => app.close(),
  };
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRINUSE") {
      const message = `port ${port} is taken by another program; set PORT to a free one (PORT=0 takes any)`;
      throw new Error(message, { cause: error });
    }
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      const message = `HOST is ${host}, which is no address of this machine; 127.0.0.1 serves this machine, 0.0.0.0 all networks`;
      throw new Error(message, { cause: error });
    }
    throw error;
  }
}
