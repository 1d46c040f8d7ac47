import type { Config } from "@wirewatch/config";
import type { HttpClient } from "@wirewatch/runtime";
import type { ConfigReader, Database, Kysely } from "@wirewatch/store";
import type { TerminalOutput } from "./channels/index.ts";

/** What the notifier's stages work with. */
export interface NotifierDeps {
  readonly db: Kysely<Database>;
  readonly config: ConfigReader<Config>;
  readonly http: HttpClient;
  /** Replaces references such as `${env:NAME}` by their secrets. */
  readonly resolveSecrets: (text: string) => Promise<string>;
  readonly now: () => Date;
  /** Milliseconds on a steady clock; `performance.now` when absent. */
  readonly monotonicMs?: () => number;
  readonly random: () => number;
  /** Where the terminal channel writes. */
  readonly terminal: TerminalOutput;
}
