import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ListEvent, ProbedStage, SourceProbe } from "@wirewatch/console";
import type { ProbeRequest } from "./request.ts";

/** Most memory of the process, megabytes: lists and documents come from outside. */
const maxMegabytes = 512;
/** Characters of its complaints that are kept. */
const maxComplaint = 2000;

/**
 * Tries sources out in processes of their own, which are ended when nobody waits any more: what a document or list does to its reader,
 * it does to them.
 *
 * @param address where the console is reached
 */
export function openSourceProbe(address: string): SourceProbe {
  return {
    test: ({ source, network, topics, publicUrl }, signal) =>
      ask<ProbedStage>({ kind: "test", source, config: { network, topics }, address: publicUrl ?? address }, signal),
    judge: (request, signal) => ask<ListEvent>({ kind: "list", ...request }, signal),
  };
}

async function* ask<Answer>(request: ProbeRequest, signal: AbortSignal): AsyncGenerator<Answer> {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const child = spawn(process.execPath, [`--max-old-space-size=${maxMegabytes}`, main, "probe"], {
    stdio: ["pipe", "pipe", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-maxComplaint);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  // It may fail before anybody waits for it.
  ended.catch(() => undefined);
  child.stdin.on("error", () => undefined).end(JSON.stringify(request));
  try {
    for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as Answer;
    const code = await ended;
    if (code !== 0)
      throw new Error(`the process that tries sources ended with ${code ?? "a signal"}: ${complaint.trim()}`);
  } finally {
    child.kill("SIGKILL");
  }
}
