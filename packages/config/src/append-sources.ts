import { Document, visit } from "yaml";
import { appendEntries } from "./append-entries.ts";

/** A source as `sources.yaml` has it. */
export type WrittenSource = Readonly<Record<string, unknown>>;

/**
 * The text of a `sources.yaml` with more sources at the end of its list. Everything that is there stays byte for byte.
 *
 * @param text valid; may be empty
 * @throws {Error} when the list cannot be found
 */
export function appendSources(text: string, entries: readonly WrittenSource[]): string {
  return appendEntries(
    text,
    "sources",
    entries.map((value) => ({ value, item: itemOf(value) })),
  );
}

function itemOf(entry: WrittenSource): string {
  const document = new Document([entry], { aliasDuplicateObjects: false });
  // Lists inside a source on one line, as people write them.
  visit(document, {
    Seq(_key, node, path) {
      if (path.length > 1) node.flow = true;
      return undefined;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
