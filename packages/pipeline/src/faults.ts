import { z } from "zod";
import type { FaultPoint } from "./run-stage.ts";
import type { StageName } from "./stages.ts";

const faultSchema = z.array(
  z.object({
    point: z.enum(["claimed", "gathered", "committing", "committed", "rung"]),
    stage: z.string().exactOptional(),
    /** Text that the row's JSON holds, e.g. a URL. */
    row: z.string().exactOptional(),
  }),
);

/**
 * Kill switches for tests: `WIREWATCH_FAULTS='[{"point":"gathered","stage":"strip","row":"/poison"}]'` kills the process
 * when a row that holds the text comes to that point.
 *
 * @throws {Error} when the JSON does not have this form
 */
export function faultsFrom(
  json: string,
  kill: () => void,
): (point: FaultPoint, stage: StageName, row: unknown) => void {
  const faults = faultSchema.parse(JSON.parse(json));
  return (point, stage, row) => {
    const text = JSON.stringify(row);
    const hit = faults.some(
      (fault) => fault.point === point && (fault.stage ?? stage) === stage && text.includes(fault.row ?? ""),
    );
    if (hit) kill();
  };
}
