import { isStageName, stages } from "@wirewatch/pipeline";
import type { Explanation, WaitingWork } from "@wirewatch/store";
import { fromNow, lengthOfTime, oneLine } from "./plain-words.ts";
import type { Clock, Told } from "./told.ts";

/** Where unfinished work is, since when, and everything that is in its way; pure. */
export function waitingWords(
  waiting: WaitingWork,
  { asOf, services, drainedSince }: Pick<Explanation, "asOf" | "services" | "drainedSince">,
  clock: Clock,
): Told {
  const { stage, since, isRunning, dueAt, hostFreeAt, attempts, starts, lastError } = waiting;
  const service = isStageName(stage) ? stages[stage].service : stage;
  const isGated = isStageName(stage) && stages[stage].gated;
  const what = isRunning ? "is being worked on in" : "waits for";
  return {
    text: `${what} ${stage}, since ${clock(since)} (${lengthOfTime(Math.max(0, asOf.getTime() - since.getTime()))})`,
    notes: [
      ...(drainedSince !== null && isGated
        ? [`intake is stopped since ${clock(drainedSince)}; "wirewatch drain --end" lets it go on`]
        : []),
      ...(services.includes(service) ? [] : [`no ${service} is running; "wirewatch run ${service}" starts one`]),
      ...(hostFreeAt !== null && hostFreeAt > asOf ? [`its host is asked again ${fromNow(hostFreeAt, asOf)}`] : []),
      ...(dueAt > asOf && !isRunning ? [`it is due ${fromNow(dueAt, asOf)}`] : []),
      ...(attempts > 0 ? [`it failed ${attempts === 1 ? "once" : `${attempts} times`} there so far`] : []),
      ...(starts > 1 ? [`it was started ${starts} times without an end: the process may have crashed`] : []),
      ...(lastError === null ? [] : [`last error: ${oneLine(lastError)}`]),
      ...(attempts > 0 && lastError === null ? [`the log of the ${service} says why`] : []),
    ],
  };
}
