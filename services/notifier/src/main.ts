import type { DefinedStage } from "@wirewatch/pipeline";
import { announceStage } from "./announce.ts";
import { startDeadMan } from "./dead-man.ts";
import { deliverStage } from "./deliver.ts";
import type { NotifierDeps } from "./deps.ts";
import { digestStage } from "./digest.ts";
import { flushStage } from "./flush.ts";
import { notifyStage } from "./notify.ts";
import { startSchedules } from "./schedules.ts";

/** The notifier at work. */
export interface Notifier {
  readonly stages: readonly DefinedStage[];
  close(): Promise<void>;
}

/**
 * The notifier's stages: `notify` routes matches, `flush` lets groups speak, `announce` tells about sources, `digest`
 * sends what was gathered, `deliver` hands messages to channels.
 */
export function notifierStages(deps: NotifierDeps): DefinedStage[] {
  return [notifyStage(deps), flushStage(deps), announceStage(deps), digestStage(deps), deliverStage(deps)];
}

/** The stages, and what goes on beside them: schedules are kept, and somebody watches whether the pipeline runs. */
export function startNotifier(
  deps: NotifierDeps & { readonly onError: (error: unknown, what: string) => void },
): Notifier {
  const { db, config, onError } = deps;
  const schedules = startSchedules({ db, config, onError: (error) => onError(error, "schedules could not be kept") });
  const deadMan = startDeadMan({ ...deps, monotonicMs: () => performance.now() });
  return {
    stages: notifierStages(deps),
    async close() {
      await Promise.all([schedules.close(), deadMan.close()]);
    },
  };
}
