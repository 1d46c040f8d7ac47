import { Refusal } from "./syntax.ts";
import type { Node } from "./syntax.ts";

/** @throws {Refusal} E_NESTED_FIELD, E_PURE_NEGATIVE, E_NEGATIVE_BRANCH */
export function refuseSenseless(root: Node): void {
  refuseNestedFields(root, "outside");
  refuseNegativeBranches(root);
  if (onlyExcludes(root)) throw new Refusal("E_PURE_NEGATIVE", 0);
}

function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "and":
    case "or":
      return node.parts;
    case "not":
    case "field":
    case "atLeast":
    case "first":
      return [node.part];
    case "near":
      return [node.left, node.right];
    case "term":
    case "meta":
      return [];
  }
}

function refuseNestedFields(node: Node, place: "inside" | "outside"): void {
  if ((node.kind === "field" || node.kind === "meta") && place === "inside") {
    throw new Refusal("E_NESTED_FIELD", node.start);
  }
  for (const part of partsOf(node)) refuseNestedFields(part, node.kind === "field" ? "inside" : place);
}

function onlyExcludes(node: Node): boolean {
  if (node.kind === "not") return true;
  if (node.kind === "and") return node.parts.every(onlyExcludes);
  if (node.kind === "or") return node.parts.some(onlyExcludes);
  return node.kind === "field" && onlyExcludes(node.part);
}

function refuseNegativeBranches(node: Node): void {
  if (node.kind === "not") return;
  const branch = node.kind === "or" ? node.parts.find(onlyExcludes) : undefined;
  if (branch !== undefined) throw new Refusal("E_NEGATIVE_BRANCH", branch.at);
  for (const part of partsOf(node)) refuseNegativeBranches(part);
}
