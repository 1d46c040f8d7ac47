import { text } from "node:stream/consumers";
import type { ProbeRequest } from "../source-probe/request.ts";
import { runProbe } from "../source-probe/run-probe.ts";

/**
 * Tries what the console asks on standard input (`ProbeRequest`, one JSON document), in a process of its own that the console may
 * end at any time; answers one line of JSON each.
 *
 * @returns exit code 0
 */
export async function probe(write: (text: string) => void): Promise<number> {
  const request = JSON.parse(await text(process.stdin)) as ProbeRequest;
  for await (const answer of runProbe(request)) write(`${JSON.stringify(answer)}\n`);
  return 0;
}
