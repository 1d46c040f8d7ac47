import { isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { isEmptyValue, keyName } from "./plain-value.ts";
import { problemAt, type Finding, type Problem } from "./problem.ts";
import { offsetInScalar } from "./scalar-offset.ts";
import { positionAt, type Position } from "./source-text.ts";
import type { YamlFile } from "./yaml-file.ts";

/** Keys and list positions from the root of a file to a place in it. */
export type Path = readonly (string | number)[];

/** More complaints of one kind are cut off: nobody reads them, and hostile files can cause hundreds of thousands. */
export const maxComplaints = 100;

/** A finding with its place in the tree of one file. */
export interface Complaint extends Finding {
  readonly path: Path;
  /** `key`: the problem is the key's name, not its value. */
  readonly on?: "key";
  /** Offset into the text that stands at the path, in UTF-16 code units. */
  readonly at?: number;
}

/**
 * Gives a complaint its line and column. What is missing is placed at its key when that has no value, else at the
 * beginning of what should hold it.
 */
export function locate(file: YamlFile, complaint: Complaint): Problem {
  return problemAt(file.source, offsetAt(file, complaint), complaint);
}

/** Where the value at a path begins. */
export function positionOf(file: YamlFile, path: Path): Position {
  return positionAt(file.source, offsetAt(file, { path }));
}

function offsetAt(file: YamlFile, complaint: Pick<Complaint, "path" | "on" | "at">): number {
  let node: Node | null = file.root;
  let offset = file.root?.range?.[0] ?? 0;
  for (const [depth, step] of complaint.path.entries()) {
    const isLast = depth === complaint.path.length - 1;
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => keyName(item.key) === step);
      if (pair === undefined) return offset;
      const keyOffset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      if (isLast && complaint.on === "key") return keyOffset;
      offset = keyOffset;
      node = asNode(pair.value);
    } else if (isSeq(node) && typeof step === "number") {
      node = asNode(node.items[step]);
    } else return offset;
    if (node === null) return offset;
    if (isEmptyValue(node)) return offset;
    offset = node.range?.[0] ?? offset;
  }
  if (complaint.at !== undefined && isScalar(node)) return offsetInScalar(file.source.text, node, complaint.at);
  return offset;
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}
