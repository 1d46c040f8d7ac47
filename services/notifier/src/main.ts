import type { DefinedStage } from "@wirewatch/pipeline";
import { announceStage } from "./announce.ts";
import { deliverStage } from "./deliver.ts";
import type { NotifierDeps } from "./deps.ts";
import { flushStage } from "./flush.ts";
import { notifyStage } from "./notify.ts";

/**
 * The notifier's stages: `notify` routes matches, `flush` lets groups speak, `announce` tells about sources, `deliver`
 * hands messages to channels.
 */
export function notifierStages(deps: NotifierDeps): DefinedStage[] {
  return [notifyStage(deps), flushStage(deps), announceStage(deps), deliverStage(deps)];
}
