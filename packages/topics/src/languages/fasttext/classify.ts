import { labelTree, type LabelNode } from "./label-tree.ts";
import type { ModelFile } from "./read-model.ts";
import { wordRows } from "./word-rows.ts";

/** A model ready to be asked. */
export interface TextClassifier {
  readonly labels: readonly string[];
  /**
   * @param words of the text, without white space
   * @returns probabilities in the order of `labels`; all alike when the model knows nothing of the text
   */
  probabilities(words: readonly string[]): Float64Array;
}

/** Computes what fastText's `predict` does, for all labels. Time grows with the text's length alone. */
export function textClassifier(model: ModelFile): TextClassifier {
  const { labels, dimensions } = model;
  const rows = wordRows(model);
  const tree = labelTree(model.labelCounts);

  function spread(node: LabelNode, share: number, hidden: Float64Array, into: Float64Array): void {
    if (node.kind === "label") {
      into[node.label] = share;
      return;
    }
    const right = 1 / (1 + Math.exp(-dot(model.output, node.row * dimensions, hidden)));
    spread(node.left, share * (1 - right), hidden, into);
    spread(node.right, share * right, hidden, into);
  }

  return {
    labels,
    probabilities(words) {
      const into = new Float64Array(labels.length);
      spread(tree, 1, meanOf(model, rows.rowsOf(words)), into);
      return into;
    },
  };
}

function meanOf({ input, dimensions }: ModelFile, rows: readonly number[]): Float64Array {
  const { parts, partLength, codes, codebook, norms } = input;
  const sum = new Float64Array(dimensions);
  for (const row of rows) {
    const norm = (norms[row] ?? 0) / rows.length;
    for (let part = 0; part < parts; part++) {
      const vector = (part * 256 + (codes[row * parts + part] ?? 0)) * partLength;
      for (let at = 0; at < partLength; at++) {
        const to = part * partLength + at;
        sum[to] = (sum[to] ?? 0) + norm * (codebook[vector + at] ?? 0);
      }
    }
  }
  return sum;
}

function dot(matrix: Float32Array, from: number, vector: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (matrix[from + at] ?? 0) * (vector[at] ?? 0);
  return sum;
}
