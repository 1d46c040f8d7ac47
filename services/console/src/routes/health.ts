import type { FastifyInstance } from "fastify";
import { isMigrated, sql } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import { isLoopback } from "../own-host.ts";
import { sendJson } from "../problem.ts";

/** `GET /health/live`: this process answers. `GET /health/ready`: it can work. Both are harmless to show. */
export async function healthRoutes(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const open = { config: { access: { open: true } } } as const;
  app.get("/health/live", open, async (_request, reply) => sendJson(reply, 200, { status: "live" }));
  app.get("/health/ready", open, async (request, reply) => {
    const { isReady, ...health } = await readiness(deps);
    const status = isReady ? "ready" : "not ready";
    // Errors name hosts and ports; who is not on this machine learns no more than that there are some.
    const shown = isLoopback(request.ip) ? health : { store: brief(health.store), queues: brief(health.queues) };
    return sendJson(reply, isReady ? 200 : 503, { status, ...shown });
  });
}

interface Health {
  readonly isReady: boolean;
  /** `ok`, or what is wrong with it. */
  readonly store: string;
  readonly queues: string;
  readonly backend: string;
}

/** Ready when both stores answer and the schema is this program's; otherwise says which one does not. */
async function readiness({ db, queues }: ConsoleDeps): Promise<Health> {
  const store = await check(async () => {
    await sql`select 1`.execute(db);
    if (!(await isMigrated(db))) throw new Error("the schema is not this version's; run wirewatch migrate");
  });
  const queue = await check(() => queues.counts());
  return { isReady: store === "ok" && queue === "ok", store, queues: queue, backend: queues.backend };
}

function brief(state: string): string {
  return state === "ok" ? "ok" : "away";
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
