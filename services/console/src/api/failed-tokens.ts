import type { FastifyInstance, FastifyRequest } from "fastify";
import { createFailedAttempts } from "../failed-attempts.ts";
import { Problem } from "../problem.ts";

/**
 * Turns an address away that sends many wrong tokens, right ones included: else it would learn which one was right. Others are not
 * disturbed, nor people who are logged in.
 */
export function limitFailedTokens(app: FastifyInstance): void {
  const failures = createFailedAttempts(() => performance.now());
  const tooMany = ({ ip }: FastifyRequest): Problem | null => {
    const waitMs = failures.waitMs(ip);
    if (waitMs === 0) return null;
    const headers = { "retry-after": String(Math.ceil(waitMs / 1000)) };
    return new Problem(429, "too many attempts with wrong tokens came from your address", { headers });
  };
  app.addHook("onRequest", async (request) => {
    const problem = request.program === null ? null : tooMany(request);
    if (problem !== null) throw problem;
  });
  // The guard has looked at the token before any hook of ours. An error that is thrown here goes on to the next handler.
  app.setErrorHandler((error, request) => {
    const isWrong = error instanceof Problem && error.status === 401 && request.headers.authorization !== undefined;
    if (!isWrong) throw error;
    const problem = tooMany(request);
    failures.count(request.ip);
    throw problem ?? error;
  });
}
