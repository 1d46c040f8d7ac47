import { select } from "cheerio-select";
import { isTag, type AnyNode, type Document, type Element } from "domhandler";
import * as domutils from "domutils";

/**
 * Steps that all rules of a source may take on one page. A step is a look at one element; a million take 12 to 100 ms. Rules that
 * people write take none to ten for each of a page's elements, of which there are 30,000 at most; those that look at all siblings
 * or all descendants of every element take the square.
 */
const maxSteps = 4_000_000;
/** Characters of text that a rule such as `:contains()` may read for one step. */
const charactersPerStep = 50;

/** What is left of the steps. */
export interface StepBudget {
  left: number;
}

/** The elements in page order, or why there are none to be had. */
export type Selection =
  | { readonly kind: "found"; readonly elements: readonly Element[] }
  | { readonly kind: "invalid" }
  | { readonly kind: "tooCostly" };

export function stepBudget(): StepBudget {
  return { left: maxSteps };
}

/**
 * Elements below `root` that a CSS selector fits, as cheerio finds them; never throws.
 *
 * @param budget one selector may take half of the steps that are left, so that a bad one leaves some to the others
 */
export function selectElements(root: Document, selector: string, budget: StepBudget): Selection {
  const steps = { left: Math.floor(budget.left / 2) };
  budget.left -= steps.left;
  try {
    // cheerio-select names the same types of an older domhandler; the nodes themselves are alike.
    const found: unknown = select(selector, root, { adapter: countingAdapter(steps) as never });
    return { kind: "found", elements: found as Element[] };
  } catch {
    return steps.left < 0 ? { kind: "tooCostly" } : { kind: "invalid" };
  } finally {
    budget.left += Math.max(0, steps.left);
  }
}

/** How css-select looks at a tree, stopping when the budget is used up: it has no limit of its own. */
function countingAdapter(budget: StepBudget): object {
  function spend(steps: number): void {
    budget.left -= steps;
    if (budget.left < 0) throw new RangeError("the selector takes too many steps");
  }
  return {
    ...domutils,
    isTag(node: AnyNode): boolean {
      spend(1);
      return isTag(node);
    },
    getParent(element: Element) {
      spend(1);
      return domutils.getParent(element);
    },
    getChildren(element: Element): AnyNode[] {
      spend(1);
      return domutils.getChildren(element);
    },
    getText(node: AnyNode): string {
      const text = domutils.getText(node);
      spend(1 + text.length / charactersPerStep);
      return text;
    },
  };
}
