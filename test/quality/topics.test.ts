import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import { createTopicEngine } from "@wirewatch/topics";
import type { ReadOptions, Scope } from "@wirewatch/topics";
import floors from "./topics.floors.json" with { type: "json" };

const casesFile = fileURLToPath(new URL("../../../shared/corpus/topics/query-cases.dev.jsonl", import.meta.url));

/** One hand-written case of the query language. @see WQL 1, section 11 */
interface QueryCase {
  readonly id: string;
  readonly tier: 1 | 2 | 3;
  readonly query: string;
  readonly opts?: ReadOptions & { readonly scope?: Scope };
  readonly doc?: TopicDocument | string;
  readonly match?: boolean;
  readonly units?: readonly (number | null)[];
  readonly spans?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly error?: string;
  readonly errorAt?: number;
  readonly warnings?: readonly string[];
}

/** `unsupported`: refused with a message that says so; anything else than these two words is what went wrong. */
function outcomeOf(one: QueryCase): string {
  const engine = createTopicEngine();
  const parsed = engine.parse(one.query, one.opts);
  if (!parsed.ok) {
    const { code, at, message } = parsed.error;
    const isWanted = code === one.error && (one.errorAt === undefined || one.errorAt === at) && message !== "";
    if (isWanted) return "passed";
    return code === "E_UNSUPPORTED" && message.includes("not supported yet") ? "unsupported" : `${code} at ${at}`;
  }
  if (one.error !== undefined) return `accepted, wanted ${one.error}`;
  const warnings = [...new Set(parsed.warnings.map(({ code }) => code))];
  if (one.warnings !== undefined && !sameSet(warnings, one.warnings)) return `warnings ${warnings.join()}`;
  engine.add([{ id: one.id, query: one.query, ...(one.opts === undefined ? {} : { opts: one.opts }) }]);
  const [hit] = engine.match(one.doc ?? "");
  if ((hit !== undefined) !== one.match) return hit === undefined ? "no match" : "matched";
  if (one.spans !== undefined && !sameSpans(hit?.spans ?? {}, one.spans)) return `spans ${JSON.stringify(hit?.spans)}`;
  if (one.units !== undefined && JSON.stringify(hit?.units) !== JSON.stringify(one.units)) {
    return `units ${JSON.stringify(hit?.units)}`;
  }
  return "passed";
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.toSorted().join() === right.toSorted().join();
}

function sameSpans(left: NonNullable<QueryCase["spans"]>, right: NonNullable<QueryCase["spans"]>): boolean {
  const canonical = (spans: typeof left): string =>
    JSON.stringify(Object.entries(spans).toSorted(([one], [other]) => one.localeCompare(other)));
  return canonical(left) === canonical(right);
}

describe.skipIf(!existsSync(casesFile))("query language cases (skipped without ../shared/corpus/topics)", () => {
  const cases = existsSync(casesFile)
    ? readFileSync(casesFile, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line): QueryCase => JSON.parse(line))
    : [];
  const results = cases.map((one) => ({ ...one, outcome: outcomeOf(one) }));

  it("every case passes or is refused as not supported yet, never answered wrongly", () => {
    const wrong = results.filter(({ outcome }) => outcome !== "passed" && outcome !== "unsupported");
    expect(wrong.map(({ id, query, outcome }) => `${id}: ${query}: ${outcome}`)).toEqual([]);
  });

  it.each(floors.passed)("tier $tier passes at least $cases cases", ({ tier, cases: floor }) => {
    const passed = results.filter((one) => one.tier === tier && one.outcome === "passed");
    expect(passed.length).toBeGreaterThanOrEqual(floor);
  });
});
