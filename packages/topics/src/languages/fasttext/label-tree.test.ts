import { expect, test } from "vitest";
import { labelTree, type LabelNode } from "./label-tree.ts";

/** `(left right)#row`, labels as numbers. */
function shape(node: LabelNode): string {
  return node.kind === "label" ? String(node.label) : `(${shape(node.left)} ${shape(node.right)})#${node.row}`;
}

test.each([
  [[5], "0"],
  [[9, 5], "(1 0)#0"],
  [[9, 5, 1], "((2 1)#0 0)#1"],
  [[4, 4, 4, 4], "((3 2)#0 (1 0)#1)#2"],
  [[50, 20, 10, 5, 5], "((((4 3)#0 2)#1 1)#2 0)#3"],
])("labels with counts %j stand as %s", (counts, expected) => {
  expect(shape(labelTree(counts))).toBe(expected);
});

test("has no tree without labels", () => {
  expect(() => labelTree([])).toThrow(RangeError);
});
