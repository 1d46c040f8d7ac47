import { createServer } from "node:net";
import { UsageError } from "../usage-error.ts";

/** Services of a supervisor that was killed end by themselves soon after it. */
const patienceMs = 10_000;
const pauseMs = 250;

/**
 * Ends a start whose console could not be reached: all else would run, and the one line that says why be scrolled away.
 *
 * @param port 0 takes any and is never taken
 * @param waitMs how long it may take to become free
 * @throws {UsageError} when another program listens there
 */
export async function refuseTakenPort(port: number, host: string, waitMs = patienceMs): Promise<void> {
  for (const until = performance.now() + waitMs; await isTaken(port, host);) {
    if (performance.now() >= until)
      throw new UsageError(`port ${port} is taken by another program; set PORT to a free one (PORT=0 takes any)`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // Other errors (a host that is none of this machine's) are told by the console in its own words.
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
