import type { TopicConfig } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import { exampleLines, readExamples } from "./example-lines.ts";

/** Lists of queries of a topic. */
export const queryLists = ["any", "all", "none"] as const;
export type QueryList = (typeof queryLists)[number];

/** A topic as the fields of a form hold it: texts, right or wrong. */
export interface TopicFields extends Readonly<Record<QueryList, readonly string[]>> {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly severity: string;
  /** Separated by commas, as are the three below. */
  readonly languages: string;
  readonly countries: string;
  readonly sources: string;
  readonly tags: string;
  /** `name: value`, one a line. */
  readonly labels: string;
  readonly scope: string;
  readonly stem: boolean;
  readonly dialect: string;
  readonly raise: readonly { readonly when: string; readonly to: string }[];
  /** One example a line, see `example-lines.ts`. */
  readonly match: string;
  readonly noMatch: string;
}

const spread = /^\s*(\d+) sources within (\d+(?:ms|s|m|h|d))\s*$/u;

/** The fields that say what the entry of a topic says. @param entry as `topicEntry` writes it */
export function fieldsOf(topic: TopicConfig, entry: Readonly<Record<string, unknown>>): TopicFields {
  const raises = Array.isArray(entry["raise"]) ? (entry["raise"] as readonly { when: unknown; to: unknown }[]) : [];
  return {
    id: topic.id,
    name: topic.name === topic.id ? "" : topic.name,
    owner: topic.owner ?? "",
    severity: topic.severity,
    any: topic.any,
    all: topic.all,
    none: topic.none,
    languages: topic.where.languages.join(", "),
    countries: topic.where.countries.join(", "),
    sources: topic.where.sources.join(", "),
    tags: topic.where.tags.join(", "),
    labels: Object.entries(topic.labels)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
    scope: topic.scope,
    stem: topic.stem,
    dialect: topic.dialect,
    raise: raises.map(({ when, to }) => ({ when: raiseText(when), to: String(to) })),
    match: exampleLines(topic.tests.match),
    noMatch: exampleLines(topic.tests.noMatch),
  };
}

function raiseText(when: unknown): string {
  if (typeof when !== "object" || when === null || !("sources" in when) || !("within" in when)) return String(when);
  return `${String(when.sources)} sources within ${String(when.within)}`;
}

/** Reads the fields that a form sent; anything may be in it. */
export function readFields(form: URLSearchParams): TopicFields {
  const text = (name: string): string => (form.get(name) ?? "").trim();
  const queries = (name: string): string[] =>
    form
      .getAll(name)
      .map(oneText)
      .filter((query) => query !== "");
  const tos = form.getAll("raise_to");
  return {
    id: text("id"),
    name: text("name"),
    owner: text("owner"),
    severity: text("severity") || "normal",
    any: queries("any"),
    all: queries("all"),
    none: queries("none"),
    languages: text("languages"),
    countries: text("countries"),
    sources: text("sources"),
    tags: text("tags"),
    labels: oneText(form.get("labels") ?? ""),
    scope: text("scope") || "section",
    stem: form.get("stem") === "yes",
    dialect: text("dialect") || "wql",
    raise: form
      .getAll("raise_when")
      .map((when, at) => ({ when: oneText(when), to: tos[at] ?? "high" }))
      .filter(({ when }) => when !== ""),
    match: oneText(form.get("match") ?? ""),
    noMatch: oneText(form.get("no_match") ?? ""),
  };
}

/** The entry of `topics.yaml` that the fields stand for, with whatever is wrong in them. */
export function entryOf(fields: TopicFields): Record<string, unknown> {
  const where = {
    languages: listOf(fields.languages),
    tags: listOf(fields.tags),
    sources: listOf(fields.sources),
    countries: listOf(fields.countries),
  };
  const tests = { match: readExamples(fields.match), no_match: readExamples(fields.noMatch) };
  const entry: Readonly<Record<string, unknown>> = {
    id: fields.id,
    name: fields.name === fields.id ? "" : fields.name,
    owner: fields.owner,
    severity: fields.severity === "normal" ? "" : fields.severity,
    any: fields.any,
    all: fields.all,
    none: fields.none,
    where: withoutEmpty(where),
    labels: labelsOf(fields.labels),
    scope: fields.scope === "section" ? "" : fields.scope,
    stem: fields.stem ? true : "",
    dialect: fields.dialect === "wql" ? "" : fields.dialect,
    raise: fields.raise.map(({ when, to }) => ({ when: whenOf(when), to })),
    tests: withoutEmpty(tests),
  };
  // An id that is missing is said as such.
  return { id: fields.id, ...withoutEmpty(entry) };
}

/** A new topic with nothing in it yet. */
export function emptyFields(): TopicFields {
  return readFields(new URLSearchParams());
}

/** Severities with words, for choices. */
export const severityChoices: readonly (readonly [string, string])[] = severities.map((severity) => [
  severity,
  severity,
]);

function whenOf(text: string): unknown {
  const [, sources, within] = spread.exec(text) ?? [];
  return sources === undefined || within === undefined ? text : { sources: Number(sources), within };
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const at = line.indexOf(":");
    const [name, value] = at === -1 ? [line.trim(), ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    if (name !== "__proto__") labels[name] = value;
  }
  return labels;
}

function listOf(text: string): string[] {
  return text
    .split(/[,\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Browsers send line breaks as CR LF. */
function oneText(text: string): string {
  return text.replaceAll(/\r\n?/gu, "\n").trim();
}

function withoutEmpty(entry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
