import type { Config } from "@wirewatch/config";
import type { HttpClient } from "@wirewatch/runtime";
import type { ConfigReader, Database, Kysely } from "@wirewatch/store";
import type { DocumentReader } from "./document-reader.ts";

/** What the fetcher's stages work with. */
export interface FetcherDeps {
  readonly db: Kysely<Database>;
  readonly config: ConfigReader<Config>;
  readonly http: HttpClient;
  /** Reads the documents of sources, large ones in threads. */
  readonly documents: Pick<DocumentReader, "read">;
  /** Replaces references such as `${env:NAME}` by their secrets. */
  readonly resolveSecrets: (text: string) => Promise<string>;
  readonly now: () => Date;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Name sent as User-Agent unless a source has its own. */
  readonly userAgent: string;
}
