import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../deps.ts";

/** The REST API under `/api/v1`. */
export async function apiRoutes(_app: FastifyInstance, _deps: ConsoleDeps): Promise<void> {}
