import type { Config, SourceConfig } from "@wirewatch/config";
import type { Runs } from "./runs.ts";
import type { ProbedStage, SourceProbe } from "./source-probe.ts";

/** How far a test of sources is. */
export interface TestState {
  readonly sources: readonly TestedSource[];
}

export interface TestedSource {
  readonly id: string;
  readonly name: string;
  readonly progress: "waiting" | "running" | "done";
  readonly stages: readonly ProbedStage[];
  /** Why it ended early; null when it did not. */
  readonly problem: string | null;
}

/** Sources that are tested with one click. */
export const mostTested = 10;
/** Longest test of one source, milliseconds. */
const limitMs = 90_000;
/** Stages that are shown of one source. */
const mostStages = 40;

/** Tests sources one after the other. @returns id of the run; null when too many are under way */
export function startTest(
  runs: Runs<TestState>,
  probe: SourceProbe,
  sources: readonly SourceConfig[],
  config: Config,
  by: string,
): string | null {
  const first: TestState = {
    sources: sources.map(({ id, name }) => ({ id, name, progress: "waiting", stages: [], problem: null })),
  };
  return runs.start(by, first, async (update, signal) => {
    const change = (id: string, changed: (source: TestedSource) => TestedSource): void =>
      update((state) => ({ sources: state.sources.map((one) => (one.id === id ? changed(one) : one)) }));
    for (const source of sources) {
      signal.throwIfAborted();
      change(source.id, (one) => ({ ...one, progress: "running" }));
      const problem = await testOne(probe, source, config, signal, (stage) =>
        change(source.id, (one) => ({ ...one, stages: [...one.stages, stage].slice(0, mostStages) })),
      );
      change(source.id, (one) => ({ ...one, progress: "done", problem }));
    }
  });
}

/** @returns why it ended early */
async function testOne(
  probe: SourceProbe,
  source: SourceConfig,
  { network, topics, alerts }: Config,
  signal: AbortSignal,
  tell: (stage: ProbedStage) => void,
): Promise<string | null> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    const request = { source, network, topics, publicUrl: alerts.publicUrl };
    for await (const stage of probe.test(request, AbortSignal.any([signal, limit]))) tell(stage);
    return null;
  } catch (error) {
    if (limit.aborted) return `it took longer than ${limitMs / 1000} seconds and was ended`;
    return error instanceof Error ? error.message : String(error);
  }
}
