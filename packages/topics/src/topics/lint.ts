import { primaryLanguage } from "../match/metadata.ts";
import { parseQuery } from "../query/parse.ts";
import type { TopicDefinition } from "./compile-topics.ts";
import { findBreadth } from "./lint/breadth.ts";
import { findDeadBranches } from "./lint/branches.ts";
import { createComparer } from "./lint/implication.ts";
import type { LintedClause, LintFinding, Report, WordFrequency } from "./lint/finding.ts";
import { findContradictions } from "./lint/never.ts";
import { findLookalikes } from "./lint/spelling.ts";

/**
 * What a topic's author probably did not mean: queries that are too broad, can never be true, have parts that add
 * nothing, or words that look like others. Clauses that cannot be read are passed over, `check` reports them.
 *
 * @param options.frequency counts from the stream; without them lists of common words stand in
 * @returns findings by clause and place; none for most topics
 */
export function lintTopic(
  topic: TopicDefinition,
  { frequency = null }: { readonly frequency?: WordFrequency | null } = {},
): LintFinding[] {
  const clauses = readClauses(topic);
  const languages = topic.where.languages.map(primaryLanguage);
  const comparer = createComparer();
  const found: { readonly order: number; readonly finding: LintFinding }[] = [];
  const report: Report = (clause, { code, at, message, suggestion = null }) => {
    found.push({ order: clauses.indexOf(clause), finding: { code, clause: clause.name, at, message, suggestion } });
  };
  findBreadth(clauses, { languages, frequency }, report);
  findContradictions(clauses, topic.where, comparer, report);
  findDeadBranches(clauses, comparer, report);
  findLookalikes(clauses, { languages, hasContext: topic.all.length > 0 }, report);
  const acronyms = new Set(found.filter(({ finding }) => finding.code === "L_ACRONYM").map(placeOf));
  return found
    .filter((one) => one.finding.code !== "L_TOO_BROAD" || !acronyms.has(placeOf(one)))
    .toSorted((left, right) => left.order - right.order || left.finding.at - right.finding.at)
    .map(({ finding }) => finding);
}

/** Capitals that are a common word are broad for that reason alone. */
function placeOf({ finding }: { readonly finding: LintFinding }): string {
  return `${finding.clause}:${finding.at}`;
}

function readClauses(topic: TopicDefinition): readonly LintedClause[] {
  const { dialect, stem } = topic;
  const queries: Readonly<Record<LintedClause["list"], readonly string[]>> = {
    any: topic.any,
    all: topic.all,
    none: topic.none,
    raise: topic.raise.map(({ query }) => query),
  };
  return (["any", "all", "none", "raise"] as const).flatMap((list) =>
    queries[list].flatMap((query, number): LintedClause[] => {
      const parsed = parseQuery(query, { dialect, stem });
      return parsed.ok ? [{ name: `${list}[${number}]`, list, query, node: parsed.node }] : [];
    }),
  );
}
