import { Document, isMap, isScalar, isSeq, Scalar, visit } from "yaml";
import type { TopicConfig } from "./config.ts";
import { formatDuration } from "./quantities.ts";

/** Keys whose texts are queries; they stand in quotes, as the documentation asks for. */
const queryKeys = new Set(["any", "all", "none", "when"]);

/** One topic as it is written in `topics.yaml`, without what is built in. Keys come in the order of the documentation. */
export function topicEntry(topic: TopicConfig): Record<string, unknown> {
  const raise = [
    ...topic.raise.map(({ query, to }) => ({ when: query, to })),
    ...topic.raiseBySources.map(({ sources, withinMs, to }) => ({
      when: { sources, within: formatDuration(withinMs) },
      to,
    })),
  ];
  const entry: Readonly<Record<string, unknown>> = {
    id: topic.id,
    name: topic.name === topic.id ? null : topic.name,
    owner: topic.owner,
    severity: topic.severity === "normal" ? null : topic.severity,
    any: topic.any,
    all: topic.all,
    none: topic.none,
    where: withoutEmpty(topic.where),
    labels: topic.labels,
    scope: topic.scope === "section" ? null : topic.scope,
    stem: topic.stem ? true : null,
    dialect: topic.dialect === "wql" ? null : topic.dialect,
    raise,
    tests: withoutEmpty({ match: topic.tests.match, no_match: topic.tests.noMatch }),
  };
  return withoutEmpty(entry);
}

/**
 * A topic as YAML of its own: one mapping, as a topic of the console is kept.
 *
 * @returns YAML that reads as the same topic
 */
export function topicText(topic: TopicConfig): string {
  return entryYaml(topicEntry(topic));
}

/** Keys and values as block YAML, with queries in single quotes and short lists of names on one line. */
export function entryYaml(entry: Readonly<Record<string, unknown>>): string {
  const document = new Document(entry, { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_key, pair) {
      const name = isScalar(pair.key) ? String(pair.key.value) : "";
      if (queryKeys.has(name)) for (const node of isSeq(pair.value) ? pair.value.items : [pair.value]) quote(node);
      if (name === "where" && isMap(pair.value)) pair.value.flow = true;
      return undefined;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function quote(node: unknown): void {
  if (isScalar(node) && typeof node.value === "string" && !/[\r\n]/u.test(node.value)) node.type = Scalar.QUOTE_SINGLE;
}

function withoutEmpty(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}
