import type { MatchSpans, TopicDocument } from "@wirewatch/model";
import { createAnchorIndex } from "../match/anchor-index.ts";
import { findAnchor } from "../match/anchors.ts";
import { readDocument } from "../match/document.ts";
import type { ReadDocument, Scope, Unit } from "../match/document.ts";
import { evaluate } from "../match/evaluate.ts";
import type { Mark } from "../match/evaluate.ts";
import { highlight } from "../match/highlights.ts";
import { primaryLanguage } from "../match/metadata.ts";
import { strengthOf } from "../match/strength.ts";
import { parseQuery } from "../query/parse.ts";
import type { QueryNode } from "../query/syntax.ts";

/** A topic as its author writes it. Queries are WQL. */
export interface TopicDefinition {
  readonly id: string;
  /** One of these must match. May be empty when `all` is not. */
  readonly any: readonly string[];
  /** Each of these must match as well. */
  readonly all: readonly string[];
  /** Any of these rejects the unit. */
  readonly none: readonly string[];
  /** `section`: all of it inside one section and the title; `document`: anywhere in the article. */
  readonly scope: Scope;
  /** Which articles are looked at; an empty list admits all. */
  readonly where: {
    readonly languages: readonly string[];
    readonly sources: readonly string[];
    readonly tags: readonly string[];
    readonly countries: readonly string[];
  };
}

/** What the configuration knows about the source of a document, for `where`. */
export interface TopicFacts {
  readonly sourceId: string | null;
  readonly sourceTags: readonly string[];
}

/** A clause of a topic that was true in one of the matching units. */
export interface ClauseResult {
  /** List and number, e.g. `any[0]`. */
  readonly clause: string;
  readonly query: string;
  readonly spans: MatchSpans;
}

/** A topic that matched a document. */
export interface TopicResult {
  readonly topicId: string;
  readonly units: readonly (number | null)[];
  /** Everything that `any` and `all` found in the matching units. */
  readonly spans: MatchSpans;
  /** 0 to 1, of the strongest unit; for ranking. */
  readonly strength: number;
  readonly clauses: readonly ClauseResult[];
  /** The strongest unit, from which a snippet is best taken. */
  readonly bestUnit: number | null;
}

/** Topics ready to be asked about any number of documents. */
export interface CompiledTopics {
  /** The topics that match, in their given order. */
  match(document: TopicDocument, facts: TopicFacts): TopicResult[];
}

/**
 * Compiles topics; thousands are fine, a document is only tried on those of which it holds a required word.
 *
 * A unit matches when one `any` and every `all` are true in it and no `none` is. Languages and countries are taken
 * from the document; a document without the asked-for fact is not admitted.
 *
 * @throws {RangeError} naming topic and clause, when a query cannot be read or there is nothing to look for
 */
export function compileTopics(topics: readonly TopicDefinition[]): CompiledTopics {
  const index = createAnchorIndex<CompiledTopic>();
  for (const topic of topics.map((definition) => compileTopic(definition))) index.add(topic, topic.anchor);
  return {
    match(document, facts) {
      const prepared = readDocument(document);
      return index
        .candidates(prepared)
        .filter((topic) => isAdmitted(topic.where, document, facts))
        .flatMap((topic) => matchTopic(topic, prepared) ?? []);
    },
  };
}

interface Clause {
  readonly name: string;
  readonly query: string;
  readonly node: QueryNode;
}

interface CompiledTopic {
  readonly id: string;
  readonly any: readonly Clause[];
  readonly all: readonly Clause[];
  readonly none: readonly Clause[];
  readonly scope: Scope;
  readonly where: TopicDefinition["where"];
  readonly anchor: ReturnType<typeof findAnchor>;
}

function compileTopic(topic: TopicDefinition): CompiledTopic {
  const { id, scope, where } = topic;
  if (topic.any.length === 0 && topic.all.length === 0) {
    throw new RangeError(`Topic "${id}" has nothing to look for: give it at least one query under any or all.`);
  }
  const clausesOf = (list: "any" | "all" | "none"): Clause[] =>
    topic[list].map((query, number) => readClause(id, `${list}[${number}]`, query));
  const [any, all, none] = [clausesOf("any"), clausesOf("all"), clausesOf("none")];
  const oneOfAny: QueryNode[] =
    any.length === 0 ? [] : [{ kind: "or", at: 0, sides: any.map((clause) => clause.node) }];
  const anchor = findAnchor({ kind: "and", at: 0, parts: [...oneOfAny, ...all.map((clause) => clause.node)] });
  return { id, any, all, none, scope, where, anchor };
}

function readClause(topicId: string, name: string, query: string): Clause {
  const parsed = parseQuery(query);
  if (parsed.ok) return { name, query, node: parsed.node };
  const { code, at, message } = parsed.error;
  throw new RangeError(`Topic "${topicId}", ${name}, character ${at}: ${message} (${code})`);
}

function isAdmitted(where: TopicDefinition["where"], document: TopicDocument, facts: TopicFacts): boolean {
  const language = primaryLanguage(document.lang ?? "");
  const country = (document.country ?? "").toLowerCase();
  return (
    (where.languages.length === 0 || where.languages.some((one) => primaryLanguage(one) === language)) &&
    (where.countries.length === 0 || where.countries.some((one) => one.toLowerCase() === country)) &&
    (where.sources.length === 0 || where.sources.some((one) => one === facts.sourceId)) &&
    (where.tags.length === 0 || where.tags.some((one) => facts.sourceTags.includes(one)))
  );
}

interface ClauseMarks {
  readonly clause: Clause;
  readonly marks: readonly Mark[];
}

function matchTopic(topic: CompiledTopic, document: ReadDocument): TopicResult | undefined {
  const units: (number | null)[] = [];
  const found: ClauseMarks[] = [];
  let best: { readonly unit: number | null; readonly strength: number } | undefined;
  for (const unit of document.units(topic.scope)) {
    const clauses = matchUnit(topic, unit, document.metadata);
    if (clauses === null) continue;
    units.push(unit.name);
    for (const clause of clauses) found.push(clause);
    const strength = strengthOf(
      unit,
      clauses.flatMap(({ marks }) => marks),
    );
    if (best === undefined || strength > best.strength) best = { unit: unit.name, strength };
  }
  if (best === undefined) return undefined;
  return {
    topicId: topic.id,
    units,
    spans: highlight(found.flatMap(({ marks }) => marks)),
    strength: best.strength,
    clauses: [...topic.any, ...topic.all].flatMap((clause) => clauseResult(clause, found) ?? []),
    bestUnit: best.unit,
  };
}

/** The clauses that were true, or null when the unit does not match. */
function matchUnit(topic: CompiledTopic, unit: Unit, metadata: TopicDocument): readonly ClauseMarks[] | null {
  const marksOf = (clause: Clause): ClauseMarks | null => {
    const marks = evaluate(clause.node, unit, metadata);
    return marks === null ? null : { clause, marks };
  };
  const all = topic.all.map(marksOf);
  if (all.includes(null)) return null;
  const any = topic.any.map(marksOf).filter((found) => found !== null);
  if (any.length === 0 && topic.any.length > 0) return null;
  if (topic.none.some((clause) => marksOf(clause) !== null)) return null;
  return [...any, ...all.filter((found) => found !== null)];
}

function clauseResult(clause: Clause, found: readonly ClauseMarks[]): ClauseResult | undefined {
  const own = found.filter((one) => one.clause === clause);
  if (own.length === 0) return undefined;
  return { clause: clause.name, query: clause.query, spans: highlight(own.flatMap(({ marks }) => marks)) };
}
