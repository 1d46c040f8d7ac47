import { isTraversal, parse, SelectorType, type PseudoSelector, type Selector } from "css-what";
import type { Flaw } from "./selector-rules.ts";

/** Pseudo-classes of jQuery that count what was found so far; `:eq(0)` and its like leave one element. */
const ofOne = new Set(["first", "last", "eq", "nth"]);
const ofMany = new Set(["even", "odd", "gt", "lt"]);

/**
 * What makes a selector take seconds on a large page (30,000 elements); null when nothing does. The extraction stops a selector
 * that takes too many steps, but it cannot count the steps of these.
 */
export function costFlaw(selector: string): Flaw | null {
  const alternatives = parsed(selector);
  for (const parts of alternatives) {
    for (const [index, part] of parts.entries()) {
      if (part.type !== SelectorType.Pseudo) continue;
      const why = whyCostly(part, {
        isList: alternatives.length > 1,
        isFollowed: parts.slice(index).some(isTraversal),
      });
      if (why !== null) return { at: Math.max(0, selector.indexOf(`:${part.name}`)), why };
    }
  }
  return null;
}

function whyCostly(
  part: PseudoSelector,
  { isList, isFollowed }: { readonly isList: boolean; readonly isFollowed: boolean },
): string | null {
  const { name, data } = part;
  if (name === "has" && pseudos(data).some((inner) => inner.name === "has"))
    return ":has() inside :has() is no CSS and takes too long; name the inner element by itself, e.g. div:has(p > a)";
  if (name === "not" && pseudos(data).some((inner) => isCounted(inner.name)))
    return "counting inside :not() takes too long; write e.g. li:not(:first-child) or li:nth-child(n+2)";
  if (isCounted(name) && isList)
    return `:${name} in a list takes too long; write two entries, or CSS such as li:nth-child(2)`;
  if (ofMany.has(name) && isFollowed)
    return `:${name} before other elements takes too long; write CSS such as li:nth-child(even) a`;
  return null;
}

function isCounted(name: string): boolean {
  return ofOne.has(name) || ofMany.has(name);
}

/** Every pseudo-class below a pseudo-class. */
function pseudos(data: PseudoSelector["data"]): readonly PseudoSelector[] {
  if (!Array.isArray(data)) return [];
  const inner = data.flat().filter((part): part is PseudoSelector => part.type === SelectorType.Pseudo);
  return inner.flatMap((part) => [part, ...pseudos(part.data)]);
}

function parsed(selector: string): readonly (readonly Selector[])[] {
  try {
    return parse(selector);
  } catch {
    return [];
  }
}
