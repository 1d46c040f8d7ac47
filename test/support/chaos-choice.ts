/**
 * Chaos scenarios wait for deaths and for what comes back after them, half a minute each. `npm run test:chaos` runs all of them on both kinds
 * of queues; in `npm test` each runs once, on one kind, and those whose faults are all in another one do not.
 */
const isEveryScenario = process.env["CHAOS"] === "all";

/**
 * Why a scenario is skipped; null when it runs.
 *
 * @param missing why it cannot run here, e.g. for want of a Redis server
 */
export function skippedScenario(missing: string | null, isInEveryRun: boolean): string | null {
  return missing ?? (isInEveryRun || isEveryScenario ? null : "runs with npm run test:chaos");
}

/** What stands behind the name of a scenario that is skipped. */
export function because(reason: string | null): string {
  return reason === null ? "" : ` (${reason})`;
}
