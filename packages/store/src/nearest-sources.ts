import { isSameSite } from "@wirewatch/urls";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";
import { readSourceHealth } from "./source-health.ts";
import type { SourceHealth } from "./source-health.ts";

/** A source that might announce a URL. */
export interface NearestSource {
  /** Whether it is from the very host of the URL, or from another host of the same site. */
  readonly relation: "sameHost" | "sameSite";
  readonly source: SourceHealth;
}

/**
 * The sources that cover the host of a URL: by their own address, their feeds, or the pages they have announced so far.
 *
 * @returns those of the very host when there are any, else those of the same site; empty when nothing covers it
 */
export async function nearestSources(db: Kysely<Database>, url: string): Promise<NearestSource[]> {
  const sources = await readSourceHealth(db);
  const announced = await readAnnouncedOrigins(db);
  const addressesOf = (source: SourceHealth): readonly string[] => [
    ...(source.url === null ? [] : [source.url]),
    ...source.feeds.map((feed) => feed.url),
    ...(announced.get(source.id) ?? []),
  ];
  const host = hostOf(url);
  const sameHost = sources.filter((source) => addressesOf(source).some((address) => hostOf(address) === host));
  if (sameHost.length > 0) return sameHost.map((source) => ({ relation: "sameHost", source }));
  return sources
    .filter((source) => addressesOf(source).some((address) => isSameSite(address, url)))
    .map((source) => ({ relation: "sameSite", source }));
}

/** Origins of the pages that each source has announced. */
async function readAnnouncedOrigins(db: Kysely<Database>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ source_id: string; origins: string[] }>`
    select source_id, array_agg(distinct gate) as origins from article_revision group by source_id`.execute(db);
  return new Map(rows.map((row) => [row.source_id, row.origins]));
}

function hostOf(url: string): string | null {
  return URL.parse(url)?.host.replace(/^www\./u, "") ?? null;
}
