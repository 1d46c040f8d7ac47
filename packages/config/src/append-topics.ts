import { parse } from "yaml";
import { appendEntries } from "./append-entries.ts";
import type { ConsoleTopic } from "./open-entry.ts";

/**
 * The text of a `topics.yaml` with topics of the console at the end of its list, as they are written there. Everything that is there stays
 * byte for byte.
 *
 * @param text valid; may be empty
 * @param topics valid
 * @throws {Error} when the list cannot be found
 */
export function appendTopics(text: string, topics: readonly ConsoleTopic[]): string {
  return appendEntries(
    text,
    "topics",
    topics.map(({ content }) => ({ value: parse(content, { logLevel: "error" }) as unknown, item: itemOf(content) })),
  );
}

/** Behind a dash, the further lines below its first one. Comments above the entry go above the dash. */
function itemOf(content: string): string {
  const lines = content
    .replaceAll("\r\n", "\n")
    .replace(/^---.*\n/u, "")
    .trimEnd()
    .split("\n");
  const first = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
  const [above, entry] = [lines.slice(0, Math.max(0, first)), lines.slice(Math.max(0, first))];
  const moved = entry.map((line, at) => (at === 0 ? `- ${line}` : line === "" ? "" : `  ${line}`));
  return `${[...above.filter((line) => line !== ""), ...moved].join("\n")}\n`;
}
