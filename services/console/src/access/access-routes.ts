import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../deps.ts";

/** Log-in, log-out and the account. */
export async function accessRoutes(_app: FastifyInstance, _deps: ConsoleDeps): Promise<void> {}
