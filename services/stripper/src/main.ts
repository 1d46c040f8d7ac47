import type { DefinedStage } from "@wirewatch/pipeline";
import { stripStage } from "./strip.ts";
import type { StripperDeps } from "./strip.ts";

/** The stripper's one stage. */
export function stripperStages(deps: StripperDeps): DefinedStage[] {
  return [stripStage(deps)];
}
