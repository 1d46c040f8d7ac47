import { isSameSite } from "@wirewatch/urls";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";
import { readSourceHealth } from "./source-health.ts";
import type { SourceHealth } from "./source-health.ts";

/** Origins that are looked at, of all sources together: links of one source may lead to any number of hosts. */
const maxOrigins = 20_000;

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

/** Origins of the pages that each source has announced. Looks at one index entry for each, not at all revisions. */
async function readAnnouncedOrigins(db: Kysely<Database>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ source_id: string; origins: string[] }>`
    with recursive known (source_id, gate) as (
      (select source_id, gate from article_revision order by source_id, gate limit 1)
      union all
      select n.source_id, n.gate from known k cross join lateral (
        select r.source_id, r.gate from article_revision r where (r.source_id, r.gate) > (k.source_id, k.gate)
        order by r.source_id, r.gate limit 1) n)
    select source_id, array_agg(gate) as origins from (select * from known limit ${maxOrigins}) k group by source_id`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.source_id, row.origins]));
}

function hostOf(url: string): string | null {
  return URL.parse(url)?.host.replace(/^www\./u, "") ?? null;
}
