import { Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { OpenedFile } from "./open-file.ts";
import { checkSchema } from "./schema-complaints.ts";
import { decodeFile } from "./decode-file.ts";
import { topicsSchema, type TopicsFile } from "./topics-schema.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** A topic that was made in the console. */
export interface ConsoleTopic {
  readonly id: string;
  /** YAML of one entry of the list under `topics`. */
  readonly content: string;
}

/** Name of a topic of the console where problems name a file. */
export function consoleName(id: string): string {
  return `console: topic ${id}`;
}

/**
 * Opens the YAML of one topic as if it were a `topics.yaml` with this entry alone. Places are those in the entry's own text.
 *
 * @param path what problems call it
 */
export function openTopicEntry(path: string, text: string): OpenedFile<TopicsFile> {
  const decoded = decodeFile(path, new TextEncoder().encode(text));
  if (!decoded.ok) return { kind: "unreadable", path, problems: [decoded.problem] };
  const read = readYaml(decoded.source);
  if (!read.ok) return { kind: "unreadable", path, problems: read.problems };
  const yaml = asOnlyTopic(read.file);
  return { kind: "read", path, yaml, ...checkSchema(topicsSchema, "topics", yaml.value) };
}

/** The tree of a file around an entry; what is around it stands nowhere. */
function asOnlyTopic({ source, root, value }: YamlFile): YamlFile {
  const list = new YAMLSeq();
  list.range = [0, source.text.length, source.text.length];
  if (root !== null) list.items.push(root);
  const key = new Scalar("topics");
  key.range = [0, 0, 0];
  const file = new YAMLMap();
  file.range = [0, source.text.length, source.text.length];
  file.items.push(new Pair(key, list));
  return { source, root: file, value: { topics: [value ?? {}] } };
}
