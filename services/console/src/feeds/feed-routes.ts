import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../deps.ts";

/** Feeds out. */
export async function feedRoutes(_app: FastifyInstance, _deps: ConsoleDeps): Promise<void> {}
