import type { TopicDocument, TopicHit } from "@wirewatch/model";
import { parseQuery } from "../query/parse.ts";
import type { ParseOptions } from "../query/parse.ts";
import { QueryError } from "../query/problem.ts";
import type { QueryErrorCode, QueryProblem, QueryWarning } from "../query/problem.ts";
import { createTopicIndex } from "./topic-index.ts";
import type { TopicIndexOptions } from "./topic-index.ts";
import type { TopicInput } from "./standing-topic.ts";
import type { Scope } from "./units.ts";

/** How a query is read. */
export type ReadOptions = ParseOptions;

/** A standing query. */
export interface StandingQuery {
  readonly id: string;
  readonly query: string;
  readonly opts?: ReadOptions & { readonly scope?: Scope };
}

/** What `parse` answers: warnings for the author, or the one error. */
export type ParseAnswer =
  | { readonly ok: true; readonly warnings: readonly QueryWarning[] }
  | { readonly ok: false; readonly error: QueryProblem<QueryErrorCode> };

/** A set of standing queries and the documents they are asked about. */
export interface TopicEngine {
  parse(query: string, options?: ReadOptions): ParseAnswer;
  /**
   * Adds queries; one with a known id takes its place. All of them or none.
   *
   * @throws {QueryError} for a query that cannot be read
   */
  add(queries: readonly StandingQuery[]): void;
  remove(ids: readonly string[]): void;
  /** The queries that are true, in the order they were added. A string stands for a document with that body. */
  match(document: TopicDocument | string): TopicHit[];
}

const nobody = { sourceId: null, sourceTags: [] };

/**
 * An engine without queries.
 *
 * @param options.stem stems for `~`; without it folded words are compared
 * @example
 * const engine = createTopicEngine();
 * engine.add([{ id: "oil", query: 'oil NEAR/5 (price OR "price cap")' }]);
 * engine.match({ title: "Oil price falls", body: "…" }); // [{ id: "oil", units: [0], spans: { title: [[0, 3], [4, 9]] }, … }]
 */
export function createTopicEngine(options: TopicIndexOptions = {}): TopicEngine {
  const index = createTopicIndex(options);
  return {
    parse(query, readOptions) {
      const parsed = parseQuery(query, readOptions);
      return parsed.ok ? { ok: true, warnings: parsed.warnings } : parsed;
    },
    add(queries) {
      index.add(queries.map((query) => readStanding(query)));
    },
    remove(ids) {
      for (const id of ids) index.remove(id);
    },
    match(document) {
      const given = typeof document === "string" ? { body: document } : document;
      return index.match(given, nobody).map(({ topic, units, spans, strength }) => {
        return { id: topic.id, units, spans, strength };
      });
    },
  };
}

function readStanding({ id, query, opts = {} }: StandingQuery): TopicInput {
  const parsed = parseQuery(query, opts);
  if (!parsed.ok) throw new QueryError(parsed.error.code, parsed.error.at, parsed.error.message);
  return { id, scope: opts.scope ?? "section", any: [parsed.node], all: [], none: [], raise: [], where: null };
}
