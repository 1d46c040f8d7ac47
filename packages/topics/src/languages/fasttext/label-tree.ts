/** A node of the tree of labels: a label, or a question that the hidden vector answers with a probability for `right`. */
export type LabelNode =
  | { readonly kind: "label"; readonly label: number }
  | { readonly kind: "branch"; readonly row: number; readonly left: LabelNode; readonly right: LabelNode };

interface CountedNode {
  readonly node: LabelNode;
  readonly count: number;
}

/**
 * The Huffman tree over the labels, built as fastText builds it: its shape is not in the file, and the rows of the output matrix are
 * numbered in the order in which branches are made.
 *
 * @param counts of the labels, in falling order; at least one
 * @see fastText 0.9.2: loss.cc `HierarchicalSoftmaxLoss::buildTree`
 */
export function labelTree(counts: readonly number[]): LabelNode {
  const leaves = counts.map((count, label): CountedNode => ({ node: { kind: "label", label }, count }));
  const branches: CountedNode[] = [];
  let nextBranch = 0;

  function smallest(): CountedNode {
    const leaf = leaves.at(-1);
    const branch = branches[nextBranch];
    if (leaf !== undefined && (branch === undefined || leaf.count < branch.count)) {
      leaves.pop();
      return leaf;
    }
    if (branch === undefined) throw new RangeError("a tree needs a label");
    nextBranch++;
    return branch;
  }

  for (let row = 0; row < counts.length - 1; row++) {
    const left = smallest();
    const right = smallest();
    branches.push({
      node: { kind: "branch", row, left: left.node, right: right.node },
      count: left.count + right.count,
    });
  }
  return smallest().node;
}
