import type { Config } from "@wirewatch/config";
import type { StageLog, StageQueues } from "@wirewatch/pipeline";
import type { ConfigReader, Database, Kysely } from "@wirewatch/store";

/** What the routes work with. */
export interface ConsoleDeps {
  readonly db: Kysely<Database>;
  readonly queues: StageQueues;
  readonly config: ConfigReader<Config>;
  /** Replaces references such as `${env:NAME}` by their secrets. */
  readonly resolveSecrets: (text: string) => Promise<string>;
  /** Shown beside the name on every page, e.g. `demo` or `staging`; null for none. */
  readonly environment: string | null;
  readonly now: () => Date;
  readonly log: StageLog;
}
