import type { TopicDocument } from "@wirewatch/model";
import { compileTopics } from "../languages/with-stems.ts";
import { primaryLanguage } from "../match/metadata.ts";
import type { TopicDefinition, TopicFacts } from "./compile-topics.ts";
import { oneLine, wordsFound } from "./explain-match.ts";
import { missingParts } from "./miss/missing-parts.ts";
import { createProbes } from "./miss/probes.ts";
import type { AskedClause, Compile, Probes, UnitName } from "./miss/probes.ts";

/** Queries of `any` whose reasons are given; the others are counted. */
const maxExplained = 5;

/**
 * Why a topic is not in a document, in sentences: which conditions of `where` are not met; else, in the unit that
 * comes nearest, which queries are false and what they lack; else which query of `none` is true.
 *
 * @param compile the compiler that runs live
 * @returns an empty list when the topic is in the document
 * @throws {RangeError} when one of the topic's queries cannot be read
 */
export function explainMiss(
  topic: TopicDefinition,
  document: TopicDocument,
  facts: TopicFacts,
  compile: Compile = compileTopics,
): string[] {
  const unmet = unmetConditions(topic.where, document, facts);
  if (unmet.length > 0) return unmet;
  const probes = createProbes(topic, document, compile);
  const nearest = nearestUnit(probes);
  if (nearest === undefined) return ["the article has no text to look at"];
  const wanting = wantingClauses(probes.clauses, nearest);
  if (wanting.length === 0) return rejections(probes.clauses, nearest, document);
  const name = unitName(nearest, probes);
  const isApart = probes.units.length > 1 && wantingClauses(probes.clauses, "anywhere").length === 0;
  return [
    ...(isApart
      ? ["every query is true somewhere, but not in one section; with scope: document that would be enough"]
      : []),
    ...wanting.slice(0, maxExplained).map(({ name: clause, query, node }) => {
      const parts = missingParts(node, nearest, probes);
      return `${clause} \`${oneLine(query)}\`: ${parts.length === 0 ? "false" : parts.join("; ")}${name}`;
    }),
    ...(wanting.length > maxExplained ? [`and ${wanting.length - maxExplained} more queries are false`] : []),
  ];
}

/** Conditions that a document does not meet, each as a sentence. */
function unmetConditions(where: TopicDefinition["where"], document: TopicDocument, facts: TopicFacts): string[] {
  const lower = (value: string): string => value.toLowerCase();
  const same = (value: string): string => value;
  const known = (value: string | null | undefined): readonly string[] => (value ? [value] : []);
  return [
    unmet("languages", where.languages, known(document.lang), primaryLanguage),
    unmet("countries", where.countries, known(document.country), lower),
    unmet("sources", where.sources, known(facts.sourceId), same),
    unmet("tags", where.tags, facts.sourceTags, same),
  ].flat();
}

function unmet(
  list: string,
  admitted: readonly string[],
  found: readonly string[],
  normal: (value: string) => string,
): readonly string[] {
  const wanted = new Set(admitted.map(normal));
  if (wanted.size === 0 || found.some((value) => wanted.has(normal(value)))) return [];
  const has = found.length === 0 ? "the article has none" : `the article has ${found.slice(0, 10).join(", ")}`;
  return [`where.${list} admits only ${admitted.slice(0, 10).join(", ")}: ${has}`];
}

/** The unit in which the fewest queries are wanting; of equal ones one that `none` does not reject, then the first. */
function nearestUnit({ units, clauses }: Probes): UnitName | undefined {
  const rated = units.map((unit) => {
    const isRejected = clauses.some(({ list, trueIn }) => list === "none" && trueIn.has(unit));
    const wanting = wantingClauses(clauses, unit);
    const isAnyWanting = wanting.some(({ list }) => list === "any");
    const required = wanting.filter(({ list }) => list === "all").length + Number(isAnyWanting);
    return { unit, distance: 2 * required + Number(isRejected) };
  });
  return rated.toSorted((left, right) => left.distance - right.distance)[0]?.unit;
}

/** The queries that would have to be true: those of `all` that are not, and those of `any` when none is. */
function wantingClauses(clauses: readonly AskedClause[], unit: UnitName | "anywhere"): readonly AskedClause[] {
  const isTrue = ({ trueIn }: AskedClause): boolean => (unit === "anywhere" ? trueIn.size > 0 : trueIn.has(unit));
  const any = clauses.filter(({ list }) => list === "any");
  const all = clauses.filter(({ list }) => list === "all");
  return [...(any.some(isTrue) ? [] : any), ...all.filter((clause) => !isTrue(clause))];
}

/** The queries of `none` that are true; none when the topic matches. */
function rejections(clauses: readonly AskedClause[], unit: UnitName, document: TopicDocument): string[] {
  return clauses
    .filter(({ list, trueIn }) => list === "none" && trueIn.has(unit))
    .map(({ name, query, spans }) => {
      const found = wordsFound(spans, document);
      return `${name} \`${oneLine(query)}\` is true and rejects it${found === "" ? "" : `: ${found}`}`;
    });
}

/** Where what is missing was looked for, when there is more than one place. */
function unitName(unit: UnitName, { units }: Probes): string {
  return unit === null || units.length === 1 ? "" : ` (in section ${unit + 1}, which comes nearest)`;
}
