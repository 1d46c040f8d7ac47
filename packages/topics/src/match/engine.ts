import type { TopicDocument, TopicHit } from "@wirewatch/model";
import { parseQuery } from "../query/parse.ts";
import { QueryError } from "../query/problem.ts";
import type { QueryErrorCode, QueryProblem, QueryWarning } from "../query/problem.ts";
import type { QueryNode } from "../query/syntax.ts";
import { createAnchorIndex } from "./anchor-index.ts";
import { findAnchor } from "./anchors.ts";
import { readDocument } from "./document.ts";
import type { ReadDocument, Scope } from "./document.ts";
import { evaluate } from "./evaluate.ts";
import type { Mark } from "./evaluate.ts";
import { highlight } from "./highlights.ts";
import { strengthOf } from "./strength.ts";

/** How a query is read. */
export interface ReadOptions {
  /** `wql` unless given; other dialects are refused for now. */
  readonly dialect?: string | undefined;
  /** Every word as if it had `~`; refused for now. */
  readonly stem?: boolean | undefined;
}

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

interface Entry {
  readonly id: string;
  readonly node: QueryNode;
  readonly scope: Scope;
}

/**
 * An engine without queries.
 *
 * @example
 * const engine = createTopicEngine();
 * engine.add([{ id: "oil", query: 'oil NEAR/5 (price OR "price cap")' }]);
 * engine.match({ title: "Oil price falls", body: "…" }); // [{ id: "oil", units: [0], spans: { title: [[0, 3], [4, 9]] }, … }]
 */
export function createTopicEngine(): TopicEngine {
  const entries = new Map<string, Entry>();
  const index = createAnchorIndex<Entry>();

  function remove(id: string): void {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    index.remove(entry);
  }

  return {
    parse(query, options = {}) {
      const parsed = read(query, options);
      return parsed.ok ? { ok: true, warnings: parsed.warnings } : parsed;
    },
    add(queries) {
      const compiled = queries.map(({ id, query, opts = {} }): Entry => {
        const parsed = read(query, opts);
        if (!parsed.ok) throw new QueryError(parsed.error.code, parsed.error.at, parsed.error.message);
        return { id, node: parsed.node, scope: opts.scope ?? "section" };
      });
      for (const entry of compiled) {
        remove(entry.id);
        entries.set(entry.id, entry);
        index.add(entry, findAnchor(entry.node));
      }
    },
    remove(ids) {
      for (const id of ids) remove(id);
    },
    match(document) {
      const prepared = readDocument(document);
      return index.candidates(prepared).flatMap((entry) => hitOf(entry, prepared) ?? []);
    },
  };
}

function read(query: string, { dialect = "wql", stem = false }: ReadOptions): ReturnType<typeof parseQuery> {
  if (dialect !== "wql") return refusal(`The dialect "${dialect}" is not supported yet: write the query in WQL.`);
  if (stem) return refusal("Matching inflected forms (stem) is not supported yet: use wildcards, as in sanction*.");
  return parseQuery(query);
}

function refusal(message: string): { readonly ok: false; readonly error: QueryProblem<QueryErrorCode> } {
  return { ok: false, error: { code: "E_UNSUPPORTED", at: 0, message } };
}

function hitOf({ id, node, scope }: Entry, document: ReadDocument): TopicHit | undefined {
  const units: (number | null)[] = [];
  const allMarks: Mark[] = [];
  let strength = 0;
  for (const unit of document.units(scope)) {
    const marks = evaluate(node, unit, document.metadata);
    if (marks === null) continue;
    units.push(unit.name);
    for (const mark of marks) allMarks.push(mark);
    strength = Math.max(strength, strengthOf(unit, marks));
  }
  return units.length === 0 ? undefined : { id, units, spans: highlight(allMarks), strength };
}
