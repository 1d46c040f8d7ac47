import type { Environment } from "@wirewatch/runtime";
import { readHome } from "../home.ts";
import { withStore } from "../with-store.ts";

/** A document that is polled for a source, whether it is listed or another one led to it. */
export interface PolledFeed {
  readonly sourceId: string;
  readonly url: string;
}

/** The documents that a running system polls; none when nothing runs, and null when its store does not answer. */
export async function polledFeeds(env: Environment): Promise<readonly PolledFeed[] | null> {
  if (env.databaseUrl === undefined && readHome(env.home) === null) return [];
  try {
    return await withStore(env, ({ db }) =>
      db.selectFrom("feed").select(["source_id as sourceId", "url"]).where("stage", "=", "poll").execute(),
    );
  } catch {
    return null;
  }
}
