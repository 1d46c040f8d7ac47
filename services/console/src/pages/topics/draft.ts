import { editEntry, entryYaml, topicEntry } from "@wirewatch/config";
import type { CheckedTopic, Config, TopicConfig } from "@wirewatch/config";
import { checkAgainst } from "./known-topics.ts";
import { emptyFields, entryOf, fieldsOf, queryLists, readFields } from "./topic-fields.ts";
import type { QueryList, TopicFields } from "./topic-fields.ts";

/** The two views of one topic in the editor. */
export type EditorView = "fields" | "yaml";

/** A topic as it stands in the editor. */
export interface Draft {
  readonly view: EditorView;
  /** YAML of one entry, whatever the view. */
  readonly text: string;
  /** Null when the YAML cannot be shown as fields. */
  readonly fields: TopicFields | null;
  readonly checked: CheckedTopic;
}

/** Ids that are addresses of the console. */
const reservedIds = new Set(["new", "preview"]);

/** A draft of what is saved, or of nothing yet. @param text YAML of one entry; empty for a new topic */
export function openDraft(text: string, config: Config, view: EditorView = "fields"): Draft {
  if (text.trim() === "") return { view, text: "", fields: emptyFields(), checked: check("", config) };
  return draftOf(text, config, view);
}

/**
 * Reads what the editor sent. In the view with fields the YAML comes along, so that its comments and order stay where nothing changed.
 */
export function readDraft(form: URLSearchParams, config: Config): Draft {
  const yaml = (form.get("yaml") ?? "").replaceAll(/\r\n?/gu, "\n");
  if (form.get("view") === "yaml") return draftOf(yaml, config, "yaml");
  const fields = readFields(form);
  const text = textOf(fields, yaml, config);
  return { view: "fields", text, fields, checked: check(text, config) };
}

/** The same topic in the other view; stays where it is when the YAML cannot be shown as fields. */
export function inView(draft: Draft, view: EditorView): Draft {
  return view === "fields" && draft.fields === null ? draft : { ...draft, view };
}

/** The draft with other fields; null when it cannot be shown as fields. */
export function withFields(draft: Draft, config: Config, change: (fields: TopicFields) => TopicFields): Draft | null {
  if (draft.fields === null) return null;
  const fields = change(draft.fields);
  const text = textOf(fields, draft.text, config);
  return { ...draft, text, fields, checked: check(text, config) };
}

/** The draft with another text in one of its queries. @param field e.g. `any[0]`, `raise[1].when` */
export function withQuery(draft: Draft, config: Config, field: string, query: string): Draft | null {
  const [, name, number] = /^(any|all|none|raise)\[(\d{1,4})\](?:\.when)?$/u.exec(field) ?? [];
  if (name === undefined) return null;
  const at = Number(number);
  return withFields(draft, config, (fields) => {
    if (name === "raise")
      return { ...fields, raise: fields.raise.map((one, n) => (n === at ? { ...one, when: query } : one)) };
    const list = name as QueryList;
    return { ...fields, [list]: fields[list].map((one, n) => (n === at ? query : one)) };
  });
}

/** A query of a draft, with the name of its field. */
export interface DraftQuery {
  readonly field: string;
  readonly query: string;
}

/** All queries in the order of the form. */
export function queriesOf(topic: TopicConfig | null): DraftQuery[] {
  if (topic === null) return [];
  return [
    ...queryLists.flatMap((list) => topic[list].map((query, at) => ({ field: `${list}[${at}]`, query }))),
    ...topic.raise.map(({ query }, at) => ({ field: `raise[${at}].when`, query })),
  ];
}

function draftOf(text: string, config: Config, view: EditorView): Draft {
  const checked = check(text, config);
  const { topic } = checked;
  return { view, text, fields: topic === null ? null : fieldsOf(topic, topicEntry(topic)), checked };
}

function textOf(fields: TopicFields, yaml: string, config: Config): string {
  const entry = entryOf(fields);
  const { topic } = check(yaml, config);
  return topic === null ? entryYaml(entry) : editEntry(yaml, topicEntry(topic), entry);
}

function check(text: string, config: Config): CheckedTopic {
  const checked = checkAgainst(config, text);
  if (!checked.ok || !reservedIds.has(checked.topic.id)) return checked;
  const message = `the id \`${checked.topic.id}\` is an address of the console: choose another one.`;
  const place = { file: "topic", line: 1, column: 1, found: checked.topic.id, frame: null, suggestion: null, at: null };
  return { ok: false, topic: checked.topic, problems: [{ ...place, expected: "another id", message, field: "id" }] };
}
