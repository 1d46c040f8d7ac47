import type { QueryNode } from "../query/syntax.ts";
import type { Anchor } from "./anchors.ts";
import { compileQuery } from "./compile-query.ts";
import { forEachTerm } from "./compiled.ts";
import type { CompiledNode, WordNode } from "./compiled.ts";
import { primaryLanguage } from "./metadata.ts";
import type { DocumentFacts } from "./metadata.ts";
import type { TermPattern } from "./terms.ts";
import type { Scope } from "./units.ts";

/** A topic whose queries have been read. */
export interface TopicInput {
  readonly id: string;
  readonly scope: Scope;
  /** One of these must be true in a unit, unless there are none. */
  readonly any: readonly QueryNode[];
  /** Each of these, too. */
  readonly all: readonly QueryNode[];
  /** And none of these. */
  readonly none: readonly QueryNode[];
  /** Only reported: which of these are true where the topic is. */
  readonly raise: readonly QueryNode[];
  readonly where: Where | null;
}

/** Which articles a topic looks at; an empty list admits all. */
export interface Where {
  readonly languages: readonly string[];
  readonly sources: readonly string[];
  readonly tags: readonly string[];
  readonly countries: readonly string[];
}

/** What the configuration knows about the source of a document, for {@link Where}. */
export interface SourceFacts {
  readonly sourceId: string | null;
  readonly sourceTags: readonly string[];
}

/** A topic ready to be decided. */
export interface StandingTopic {
  readonly id: string;
  readonly isWhole: boolean;
  readonly any: readonly CompiledNode[];
  readonly all: readonly CompiledNode[];
  readonly none: readonly CompiledNode[];
  readonly raise: readonly CompiledNode[];
  /** What `any` and `all` need together. */
  readonly root: CompiledNode;
  readonly where: Where | null;
  /** Address of its presence check. */
  program: number;
  /** Null when it has to be tried with every document. */
  anchor: Anchor | null;
  /** Its place among the answers. */
  order: number;
}

const noNodes: readonly CompiledNode[] = [];

/**
 * A topic that nothing leads to yet.
 *
 * @param intern takes a reference to a term; {@link releaseTerms} gives all of them back
 */
export function compileTopic(
  input: TopicInput,
  order: number,
  intern: (pattern: TermPattern) => WordNode,
): StandingTopic {
  const compile = (nodes: readonly QueryNode[]): readonly CompiledNode[] =>
    nodes.length === 0 ? noNodes : nodes.map((node) => compileQuery(node, intern));
  const [any, all, none, raise] = [compile(input.any), compile(input.all), compile(input.none), compile(input.raise)];
  return {
    id: input.id,
    isWhole: input.scope === "document",
    any,
    all,
    none,
    raise,
    root: rootOf(any, all),
    where: input.where === null ? null : readyWhere(input.where),
    program: -1,
    anchor: null,
    order,
  };
}

/** Gives back the references that {@link compileTopic} took. */
export function releaseTerms({ any, all, none, raise }: StandingTopic, release: (term: number) => void): void {
  for (const nodes of [any, all, none, raise]) for (const node of nodes) forEachTerm(node, release);
}

/** True when the topic looks at such a document; a document without an asked-for fact is not admitted. */
export function isAdmitted(where: Where, facts: DocumentFacts, source: SourceFacts): boolean {
  return (
    (where.languages.length === 0 || where.languages.includes(facts.language)) &&
    (where.countries.length === 0 || where.countries.includes(facts.country)) &&
    (where.sources.length === 0 || where.sources.some((one) => one === source.sourceId)) &&
    (where.tags.length === 0 || where.tags.some((one) => source.sourceTags.includes(one)))
  );
}

function rootOf(any: readonly CompiledNode[], all: readonly CompiledNode[]): CompiledNode {
  const [first, ...others] = any;
  const oneOfAny: CompiledNode[] =
    first === undefined ? [] : [others.length === 0 ? first : { kind: "or", sides: any }];
  const parts = [...oneOfAny, ...all];
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: "and", parts };
}

function readyWhere({ languages, sources, tags, countries }: Where): Where | null {
  if (languages.length + sources.length + tags.length + countries.length === 0) return null;
  return {
    languages: languages.map((language) => primaryLanguage(language)),
    sources,
    tags,
    countries: countries.map((country) => country.toLowerCase()),
  };
}
