import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../deps.ts";

/** `GET /metrics`. */
export async function metricsRoutes(_app: FastifyInstance, _deps: ConsoleDeps): Promise<void> {}
