import type { DefinedStage } from "@wirewatch/pipeline";
import type { Database, Kysely } from "@wirewatch/store";
import { deduplicateStage } from "./deduplicate.ts";

/** The deduplicator's one stage. */
export function deduplicatorStages(deps: { readonly db: Kysely<Database> }): DefinedStage[] {
  return [deduplicateStage(deps)];
}
