import type { MatchSpans, TopicDocument } from "@wirewatch/model";
import type { DialectName } from "../query/dialects/dialect.ts";
import { parseQuery } from "../query/parse.ts";
import type { QueryNode } from "../query/syntax.ts";
import type { FoundTopic } from "./judge.ts";
import type { TopicInput } from "./standing-topic.ts";
import type { Where } from "./standing-topic.ts";
import { isBriefMention } from "./strength.ts";
import type { MatchFeatures } from "./strength.ts";
import { createTopicIndex } from "./topic-index.ts";
import type { TopicIndexOptions } from "./topic-index.ts";
import type { Scope } from "./units.ts";
import type { TopicUsage } from "./usage.ts";

/** A topic as its author writes it. */
export interface TopicDefinition {
  readonly id: string;
  /** One of these must match. May be empty when `all` is not. */
  readonly any: readonly string[];
  /** Each of these must match as well. */
  readonly all: readonly string[];
  /** Any of these rejects the unit. */
  readonly none: readonly string[];
  /** Queries that are asked where the topic matches, and say nothing about whether it does. */
  readonly raise: readonly { readonly query: string }[];
  /** `section`: all of it inside one section and the title; `document`: anywhere in the article. */
  readonly scope: Scope;
  /** Words and phrases stand for their inflected forms, too. */
  readonly stem: boolean;
  /** The language of the queries. */
  readonly dialect: DialectName;
  /** Which articles are looked at; an empty list admits all. */
  readonly where: Where;
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
  /** True under a strength of 0.3. */
  readonly isBrief: boolean;
  /** Of the strongest unit. */
  readonly features: MatchFeatures;
  readonly clauses: readonly ClauseResult[];
  /** Numbers of the `raise` queries that were true in a matching unit. */
  readonly raised: readonly number[];
  /** The strongest unit, from which a snippet is best taken. */
  readonly bestUnit: number | null;
}

/** Topics that are asked about articles for as long as a process lives. */
export interface TopicSet {
  readonly size: number;
  /**
   * Makes these the topics, in this order. Only what differs from before is compiled; all of them are taken over or none.
   *
   * @throws {RangeError} naming topic and clause, when a query cannot be read or there is nothing to look for
   */
  update(definitions: readonly TopicDefinition[]): void;
  /**
   * The topics that match, in their order. A unit matches when one `any` and every `all` are true in it and no `none`
   * is. Languages and countries are taken from the document; a document without the asked-for fact is not admitted.
   */
  match(document: TopicDocument, facts: TopicFacts): TopicResult[];
  /** What each topic has cost and given since it was compiled. */
  usage(): TopicUsage[];
  /** The same since the last call, without the topics that no document led to. */
  takeUsage(): TopicUsage[];
  /** Ids of the topics that no word leads to, such as `lang:ru`: they are tried with every document. */
  alwaysRun(): string[];
}

/** An empty set. @param options.stem stems for `~`; without it folded words are compared */
export function createTopicSet(options: TopicIndexOptions = {}): TopicSet {
  const index = createTopicIndex(options);
  const known = new Map<string, TopicDefinition>();
  let taken = new Map<string, TopicUsage>();

  return {
    get size() {
      return known.size;
    },
    update(definitions) {
      const wanted = new Map(definitions.map((definition) => [definition.id, definition]));
      const inputs: TopicInput[] = [];
      for (const definition of wanted.values()) {
        const before = known.get(definition.id);
        if (before === undefined || !isSameTopic(before, definition)) inputs.push(readTopic(definition));
      }
      for (const id of known.keys()) {
        if (wanted.has(id)) continue;
        known.delete(id);
        taken.delete(id);
        index.remove(id);
      }
      for (const { id } of inputs) taken.delete(id);
      index.add(inputs);
      for (const [id, definition] of wanted) known.set(id, definition);
      index.order(wanted.keys());
    },
    match: (document, facts) => index.match(document, facts).map((found) => resultOf(found, known.get(found.topic.id))),
    usage: () => index.usage(),
    takeUsage() {
      const before = taken;
      const now = index.usage().filter(({ documents }) => documents > 0);
      taken = new Map(now.map((usage) => [usage.topicId, usage]));
      return now.map((usage) => usageSince(usage, before.get(usage.topicId))).filter(({ documents }) => documents > 0);
    },
    alwaysRun: () => index.alwaysRun(),
  };
}

function readTopic(definition: TopicDefinition): TopicInput {
  const { id, scope, where, stem, dialect } = definition;
  if (definition.any.length === 0 && definition.all.length === 0) {
    throw new RangeError(`Topic "${id}" has nothing to look for: give it at least one query under any or all.`);
  }
  const read = (list: string, queries: readonly string[]): QueryNode[] =>
    queries.map((query, number) => {
      const parsed = parseQuery(query, { stem, dialect });
      if (parsed.ok) return parsed.node;
      const { code, at, message } = parsed.error;
      throw new RangeError(`Topic "${id}", ${list}[${number}], character ${at}: ${message} (${code})`);
    });
  return {
    id,
    scope,
    where,
    any: read("any", definition.any),
    all: read("all", definition.all),
    none: read("none", definition.none),
    raise: read(
      "raise",
      definition.raise.map(({ query }) => query),
    ),
  };
}

/** What of a topic the engine works with; labels, tests and the like may change freely. */
function isSameTopic(left: TopicDefinition, right: TopicDefinition): boolean {
  return left === right || essenceOf(left) === essenceOf(right);
}

function essenceOf({ any, all, none, raise, scope, stem, dialect, where }: TopicDefinition): string {
  const { languages, sources, tags, countries } = where;
  const raised = raise.map(({ query }) => query);
  return JSON.stringify([any, all, none, raised, scope, stem, dialect, languages, sources, tags, countries]);
}

function resultOf(found: FoundTopic, definition: TopicDefinition | undefined): TopicResult {
  const { topic, units, spans, strength, features, raised, bestUnit } = found;
  const only = topic.any.length === 1 ? "any" : "all";
  const clauses = found.clauses ?? [{ list: only, index: 0, spans } as const];
  return {
    topicId: topic.id,
    units,
    spans,
    strength,
    isBrief: isBriefMention(strength),
    features,
    clauses: clauses.map(({ list, index, spans: own }) => {
      return { clause: `${list}[${index}]`, query: definition?.[list][index] ?? "", spans: own };
    }),
    raised,
    bestUnit,
  };
}

function usageSince(usage: TopicUsage, before: TopicUsage | undefined): TopicUsage {
  if (before === undefined) return usage;
  return {
    topicId: usage.topicId,
    documents: usage.documents - before.documents,
    hits: usage.hits - before.hits,
    micros: usage.micros - before.micros,
  };
}
