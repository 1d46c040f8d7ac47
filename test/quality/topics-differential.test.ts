import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import { foldToken, tokenise } from "@wirewatch/topics";
import { placedTokens } from "../support/wql/blocks.ts";
import { referenceMatch, referenceParse } from "../support/wql/reference.ts";
import type { ReferenceOptions } from "../support/wql/syntax.ts";
import { testStem } from "./topics-differential-compare.ts";
import { described, runDifferential } from "./topics-differential.ts";
import type { DifferentialReport } from "./topics-differential.ts";

const casesFile = fileURLToPath(new URL("../../../shared/corpus/topics/query-cases.dev.jsonl", import.meta.url));

describe("the topic engine and an independent slow reading of the language", () => {
  let report: DifferentialReport;
  beforeAll(() => {
    report = runDifferential(3_000, 20_261);
  }, 120_000);

  it("agree on random queries and texts", () => {
    expect(report.findings.slice(0, 5).map(described)).toEqual([]);
  });

  it.each([
    "dialect wql",
    "dialect lucene",
    "dialect factiva",
    "dialect lexis",
    "stem: true",
    "scope: document",
    "slop",
  ])("meet matches and silence often: %s", (feature) => {
    const { matched = 0, silent = 0 } = report.features.get(feature) ?? {};
    expect(Math.min(matched, silent)).toBeGreaterThan(50);
  });

  it("meet queries that are refused often", () => {
    expect(report.features.get("kind defect")?.refused).toBeGreaterThan(100);
    expect(report.features.get("kind mutated")?.refused).toBeGreaterThan(50);
  });

  it("find the same tokens around every kind of character", () => {
    const different: string[] = [];
    for (let code = 0; code <= 0x10_ff_ff; code += code < 0x3000 ? 3 : 211) {
      if (code >= 0xd8_00 && code < 0xe0_00) continue;
      const character = String.fromCodePoint(code);
      const text = `e${character}b ${character}'s 1${character}2 京${character} U.${character}. к${character}`;
      const found = tokenise(text).map(({ surface, start, end }) => [foldToken(surface), start, end]);
      const wanted = placedTokens(text).map(({ folded, from, to }) => [folded, from, to]);
      if (JSON.stringify(found) !== JSON.stringify(wanted)) different.push(`U+${code.toString(16)}`);
    }
    expect(different).toEqual([]);
  });
});

/** A hand-written case of the language, as far as the reference is asked about it. @see WQL 1, section 11 */
interface QueryCase {
  readonly id: string;
  readonly tags: readonly string[];
  readonly query: string;
  readonly opts?: ReferenceOptions & { readonly scope?: "section" | "document" };
  readonly doc?: TopicDocument | string;
  readonly match?: boolean;
  readonly units?: readonly (number | null)[];
  readonly spans?: Readonly<Record<string, unknown>>;
  readonly error?: string;
  readonly errorAt?: number;
  readonly warnings?: readonly string[];
}

/** What the reference says, in the case's own words and no more of it than the case tells. */
function referenceAnswer({ query, opts = {}, doc = "", units, spans, errorAt, warnings }: QueryCase): unknown {
  const read = referenceParse(query, opts);
  if (!read.ok) return { error: read.code, ...(errorAt === undefined ? {} : { errorAt: read.at }) };
  const hit = referenceMatch(read.root, doc, opts.scope ?? "section", testStem);
  return {
    match: hit !== undefined,
    ...(units === undefined ? {} : { units: hit?.units }),
    ...(spans === undefined ? {} : { spans: hit?.spans }),
    ...(warnings === undefined ? {} : { warnings: read.warnings }),
  };
}

describe.skipIf(!existsSync(casesFile))("the reference (skipped without ../shared/corpus/topics)", () => {
  it("answers every hand-written case but those on real stems", () => {
    const lines = existsSync(casesFile) ? readFileSync(casesFile, "utf8").trim().split("\n") : [];
    const cases = lines.map((line): QueryCase => JSON.parse(line)).filter(({ tags }) => !tags.includes("stem"));
    const wrong = cases.filter((one) => {
      const { id: _id, tags: _tags, query: _query, opts: _opts, doc: _doc, ...wanted } = { tier: 0, ...one };
      const { tier: _tier, ...answer } = wanted;
      const sorted = answer.warnings === undefined ? answer : { ...answer, warnings: answer.warnings.toSorted() };
      return canonical(referenceAnswer(one)) !== canonical(sorted);
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

function canonical(value: unknown): string {
  const isRecord = (part: unknown): part is object => typeof part === "object" && part !== null && !Array.isArray(part);
  const sorted = (_key: string, part: unknown): unknown =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1))) : part;
  return JSON.stringify(value, sorted);
}
