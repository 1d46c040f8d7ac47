import { isStageName, faultsFrom, runAdopted, stages } from "@wirewatch/pipeline";
import type { ServiceContext } from "../context.ts";
import { killThisProcess } from "../run-services.ts";
import { buildService } from "../services.ts";

/**
 * Works on one claimed row and exits: how a row that crashed its process several times is kept from innocent ones.
 *
 * @returns the exit code: 0 when the row came to an end of its stage, also by an error
 */
export async function runAlone(
  context: ServiceContext,
  [stage = "", json = "", token = ""]: readonly string[],
): Promise<number> {
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
    fault: context.env.faults === undefined ? () => undefined : faultsFrom(context.env.faults, killThisProcess),
  });
  await service.close();
  return 0;
}
