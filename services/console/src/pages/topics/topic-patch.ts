import { basename } from "node:path";
import { inFile, unifiedDiff } from "@wirewatch/config";
import type { OpenedTopic } from "./known-topics.ts";

/** A change of a topic that stands in a file, for somebody to make there. */
export interface TopicPatch {
  /** For `git apply` or `patch -p1` in the folder with the file; empty when nothing changed, or nobody knows how the file is written. */
  readonly diff: string;
  /** The whole entry as an item of the list. */
  readonly entry: string;
  readonly file: string;
}

/** @param text YAML of the entry as it should be */
export function topicPatch({ written, text: before }: Pick<OpenedTopic, "written" | "text">, text: string): TopicPatch {
  if (written === null)
    return { diff: "", entry: `${inFile({ prefix: "  - " }, text).join("\n")}\n`, file: "topics.yaml" };
  const file = basename(written.file);
  const [old, now] = [inFile(written, before), inFile(written, text)];
  return { diff: unifiedDiff(old, now, { file, line: written.line }), entry: `${now.join("\n")}\n`, file };
}
