import type { MatchSpans, TopicDocument } from "@wirewatch/model";
import { formatQuery } from "../../query/format.ts";
import { parseQuery } from "../../query/parse.ts";
import type { QueryNode, TextField } from "../../query/syntax.ts";
import type { CompiledTopics, TopicDefinition } from "../compile-topics.ts";

/** Number of a section; null for the whole document and for the title alone. */
export type UnitName = number | null;

/** Compiles topics; what runs live is handed in, with its stemmer. */
export type Compile = (topics: readonly TopicDefinition[]) => CompiledTopics;

/** A query of a topic and where in the document it is true. */
export interface AskedClause {
  /** List and number, e.g. `any[0]`. */
  readonly name: string;
  readonly list: "any" | "all" | "none";
  readonly query: string;
  readonly node: QueryNode;
  readonly trueIn: ReadonlySet<UnitName>;
  readonly spans: MatchSpans;
}

/** Asks for parts of queries, one by one. */
export interface Probes {
  readonly units: readonly UnitName[];
  readonly clauses: readonly AskedClause[];
  /** Whether a part is true in a unit; null when it cannot be asked by itself, or too much was asked. */
  isTrue(node: QueryNode, field: TextField | null, unit: UnitName): boolean | null;
  /** A part as its author could write it. */
  write(node: QueryNode): string;
}

/** Parts that are asked for one explanation. */
const maxProbes = 200;
/** Characters of the document that are read for them all, for each part costs reading it; twenty may always be asked. */
const maxRead = 2_000_000;

/** Whatever the parts are asked for is decided by the matcher that runs live, in the topic's own scope. */
export function createProbes(topic: TopicDefinition, document: TopicDocument, compile: Compile): Probes {
  const { stem, dialect } = topic;
  const write = (node: QueryNode): string => formatQuery(node, { stem });
  const known = new Map<string, ReadonlySet<UnitName> | null>();
  const limit = Math.max(20, Math.min(maxProbes, maxRead / (lengthOf(document) + 1)));
  const single = (id: string, query: string): TopicDefinition => ({
    ...topic,
    id,
    any: [query],
    all: [],
    none: [],
    raise: [],
    where: { languages: [], sources: [], tags: [], countries: [] },
  });

  function ask(query: string): ReadonlySet<UnitName> | null {
    const answer = known.get(query);
    if (answer !== undefined || known.size >= limit) return answer ?? null;
    const plain: TopicDefinition = { ...single("part", query), dialect: "wql" };
    const units = parseQuery(query, { stem }).ok ? new Set(compile([plain]).match(document, nobody)[0]?.units) : null;
    known.set(query, units);
    return units;
  }

  const named = (["any", "all", "none"] as const).flatMap((list) =>
    topic[list].map((query, number) => ({ name: `${list}[${number}]`, list, query })),
  );
  const results = new Map(
    compile(named.map(({ name, query }) => single(name, query)))
      .match(document, nobody)
      .map((result) => [result.topicId, result]),
  );
  return {
    units: unitsOf(topic, document),
    clauses: named.flatMap(({ name, list, query }): AskedClause[] => {
      const parsed = parseQuery(query, { dialect, stem });
      if (!parsed.ok) return [];
      const result = results.get(name);
      return [{ name, list, query, node: parsed.node, trueIn: new Set(result?.units), spans: result?.spans ?? {} }];
    }),
    isTrue(node, field, unit) {
      const whole: QueryNode = field === null ? node : { kind: "field", at: 0, field, operand: node };
      return ask(write(whole))?.has(unit) ?? null;
    },
    write,
  };
}

function lengthOf({ title, body, sections = [] }: TopicDocument): number {
  return sections.reduce((sum, { text }) => sum + text.length, (title ?? "").length + (body ?? "").length);
}

const nobody = { sourceId: null, sourceTags: [] };

/** @see WQL 1, section 6 "Unit" */
function unitsOf({ scope }: TopicDefinition, { sections = [], body }: TopicDocument): readonly UnitName[] {
  if (scope === "document") return [null];
  const main = sections.flatMap((section, number) => (section.role === "aside" ? [] : [number]));
  if (sections.length === 0 && typeof body === "string") return [0];
  return main.length === 0 ? [null] : main;
}
