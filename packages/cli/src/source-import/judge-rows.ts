import type { SourceConfig } from "@wirewatch/config";
import { canonicalUrl } from "@wirewatch/urls";
import type { SourceVerdict } from "./check-source.ts";
import type { KnownSources } from "./choose-rows.ts";
import type { PlannedRow, SettledRow } from "./import-plan.ts";
import type { RowVerdict } from "./row-verdict.ts";
import { takeTurns } from "./take-turns.ts";

/** Hosts that are asked at the same time. */
const atOnce = 8;
/**
 * A host rests ten times as long as its answer took, at most as long as the fetcher lets it rest: a quick server minds
 * less (Heritrix calls this its delay factor).
 */
const restFactor = 10;
const minRestMs = 50;
const maxRestMs = 1000;

/**
 * Judges the rows of a list; those that would become sources are asked, several hosts at a time, each host one after
 * the other.
 *
 * @param check null: nothing is asked
 * @returns one promise per row, in their order
 */
export function judgeRows(
  plan: readonly (PlannedRow | SettledRow)[],
  known: KnownSources,
  check: ((source: SourceConfig) => Promise<SourceVerdict>) | null,
): Promise<RowVerdict>[] {
  const owners = new Map(known.urls);
  const planned = plan.filter((row) => row.kind === "planned");
  for (const { row, source } of planned) for (const url of row.urls) owners.set(keyOf(url), source.id);
  const asked = takeTurns(
    planned.map(({ source }) => ({
      host: URL.parse(source.feeds[0] ?? "")?.host ?? source.id,
      run: async (): Promise<RowVerdict> =>
        check === null ? { kind: "unchecked" } : orDuplicate(await check(source), source, owners),
      gapMs: (tookMs: number) =>
        check === null
          ? 0
          : (source.perHost.minIntervalMs ?? Math.min(maxRestMs, Math.max(minRestMs, restFactor * tookMs))),
    })),
    atOnce,
  ).values();
  return plan.map((row) =>
    row.kind === "settled"
      ? Promise.resolve(row.verdict)
      : (asked.next().value ?? Promise.reject(new Error("a row was not asked"))),
  );
}

/** A home page of which all that it leads to is there already adds nothing. */
function orDuplicate(verdict: SourceVerdict, source: SourceConfig, owners: ReadonlyMap<string, string>): RowVerdict {
  if (verdict.kind !== "notFeed" || verdict.found.length === 0) return verdict;
  const of = verdict.found.map((url) => owners.get(keyOf(url)));
  const [first] = of;
  const isKnown = first !== undefined && of.every((owner) => owner !== undefined && owner !== source.id);
  return isKnown ? { kind: "duplicate", of: first } : verdict;
}

function keyOf(url: string): string {
  return canonicalUrl(url) ?? url;
}
