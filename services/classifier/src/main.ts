import type { Config } from "@wirewatch/config";
import type { DefinedStage } from "@wirewatch/pipeline";
import type { ConfigReader, Database, Kysely } from "@wirewatch/store";
import { classifyStage } from "./classify.ts";
import { createTopicMatcher } from "./topic-matcher.ts";
import type { TopicMatcher } from "./topic-matcher.ts";
import { startUsageRecorder } from "./usage-recorder.ts";
import type { UsageLog } from "./usage-recorder.ts";

/** What the classifier works with. */
export interface ClassifierDeps {
  readonly db: Kysely<Database>;
  readonly config: ConfigReader<Config>;
  readonly log: UsageLog;
}

/** A classifier in this process. */
export interface Classifier {
  readonly stages: readonly DefinedStage[];
  /** Notes what the topics cost; once the stages are done. */
  close(): Promise<void>;
}

/** Makes the classifier's stage. The topics in force are read before its first article: many of them take seconds. */
export async function startClassifier({ db, config, log }: ClassifierDeps): Promise<Classifier> {
  const matcher = createTopicMatcher();
  await config.current().then(
    (current) => matcher.use(current),
    (error: unknown) => log.debug({ err: error }, "there are no topics yet"),
  );
  const usage = startUsageRecorder({ db, take: () => matcher.takeUsage(), log });
  return { stages: classifierStages({ db, config, matcher }), close: () => usage.close() };
}

/** The classifier's one stage, without notes of what topics cost. */
export function classifierStages({
  db,
  config,
  matcher = createTopicMatcher(),
}: Pick<ClassifierDeps, "db" | "config"> & { readonly matcher?: TopicMatcher }): DefinedStage[] {
  return [classifyStage({ db, config, matcher })];
}
