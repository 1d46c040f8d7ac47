import type { DefinedStage } from "@wirewatch/pipeline";
import { classifyStage } from "./classify.ts";
import type { ClassifierDeps } from "./classify.ts";

/** The classifier's one stage. */
export function classifierStages(deps: ClassifierDeps): DefinedStage[] {
  return [classifyStage(deps)];
}
