import { faultsFrom, isStageName, runAdopted, stages } from "@wirewatch/pipeline";
import type { Environment } from "@wirewatch/runtime";
import { openContext } from "../context.ts";
import { killThisProcess, notTheRowsFault } from "../run-services.ts";
import { buildService } from "../services.ts";

/**
 * Works on one claimed row and exits: how a row that crashed its process several times is kept from innocent ones.
 * The process ends with the one that started it.
 *
 * @returns the exit code: 0 when the row came to an end of its stage, also by an error of its own
 */
export async function runAlone(
  env: Environment,
  databaseUrl: string,
  [stage = "", json = "", token = ""]: readonly string[],
): Promise<number> {
  process.stdin.resume().once("end", () => process.exit(notTheRowsFault));
  const context = openContext(env, databaseUrl, "alone");
  try {
    if (!isStageName(stage)) throw new RangeError(`there is no stage "${stage}"`);
    const message = stages[stage].message.parse(JSON.parse(json));
    const service = await buildService(stages[stage].service, context);
    const defined = service.stages.find((candidate) => candidate.name === stage);
    if (defined === undefined) throw new RangeError(`service ${stages[stage].service} has no stage ${stage}`);
    await runAdopted(defined, message, token, {
      db: context.db,
      log: context.log,
      workerId: `alone-${process.pid}`,
      token: () => token,
      monotonicMs: () => performance.now(),
      ring: (bell, generation) => context.queues.ring(bell, generation),
      afterGap: () => undefined,
      inFlight: new Map(),
      fault: env.faults === undefined ? () => undefined : faultsFrom(env.faults, killThisProcess),
    });
    process.exit(0);
  } catch (error) {
    context.log.error({ err: error, stage, message: json }, "a row could not be worked on alone");
    process.exit(notTheRowsFault);
  }
}
