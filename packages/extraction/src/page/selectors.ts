import type { Document, Element } from "domhandler";
import { copyWithout, outermost, pageOf } from "./copy-tree.ts";
import { selectElements, stepBudget, type StepBudget } from "./select.ts";
import { collapse, elements, plainText } from "./walk.ts";

/** CSS selectors an operator wrote for one source; null where the automatic result is wanted. */
export interface Selectors {
  readonly body: string | null;
  readonly title: string | null;
  readonly date: string | null;
  /** Elements cut from the page before anything else. */
  readonly remove: readonly string[];
}

/** What one selector found in a page. */
export interface RuleResult {
  readonly field: keyof Selectors;
  readonly selector: string;
  /** Elements that it fits, 0 when it could not be used. */
  readonly elements: number;
  /** Why it gave nothing; null when it gave something. */
  readonly flaw: string | null;
}

/** What the selectors found. */
export interface SelectedParts {
  /** The page without the removed elements; the very page that was given when nothing was removed. */
  readonly page: Document;
  /** Copies of the elements of `body`; null when the selector is not set or found nothing. */
  readonly body: Document | null;
  readonly title: string | null;
  /** `datetime` or `content` of the element, else its text. */
  readonly date: string | null;
  /** Texts of the elements that `remove` cut, in page order; none that are empty. */
  readonly removed: readonly string[];
  /** One entry per selector, `remove` first. */
  readonly rules: readonly RuleResult[];
  /** What did not work, for the person who wrote the selectors; see {@link failedRules}. */
  readonly notes: readonly string[];
}

/** Limits of what is kept of removed elements. */
const maxRemovedTexts = 200;
const maxRemovedLength = 2_000;

/**
 * Applies a source's selectors to a page, which is not changed. A selector that is wrong, finds nothing or takes too long yields
 * a note, never an error.
 */
export function selectParts(root: Document, selectors: Selectors): SelectedParts {
  const budget = stepBudget();
  const rules: RuleResult[] = [];
  const cut = new Set<Element>();
  for (const selector of selectors.remove) {
    for (const element of find(root, "remove", selector, budget, rules)) cut.add(element);
  }
  const removed = outermost([...elements(root)].filter((element) => cut.has(element)));
  const page = cut.size === 0 ? root : copyWithout(root, cut);
  const body = outermost(find(page, "body", selectors.body, budget, rules));
  return {
    page,
    body: body.length === 0 ? null : pageOf(body),
    title: firstValue(find(page, "title", selectors.title, budget, rules), ["content"]),
    date: firstValue(find(page, "date", selectors.date, budget, rules), ["datetime", "content"]),
    removed: removed
      .map((element) => plainText(element).slice(0, maxRemovedLength).toWellFormed())
      .filter((text) => text !== "")
      .slice(0, maxRemovedTexts),
    rules,
    notes: rules.flatMap((rule) => noteOf(rule)),
  };
}

/** Fields whose rules gave nothing, as the notes of a page say. */
export function failedRules(notes: readonly string[]): ReadonlySet<keyof Selectors> {
  const fields = ["body", "title", "date", "remove"] as const;
  return new Set(fields.filter((field) => notes.some((note) => note.startsWith(`extract.${field}: `))));
}

function find(
  page: Document,
  field: keyof Selectors,
  selector: string | null,
  budget: StepBudget,
  rules: RuleResult[],
): readonly Element[] {
  if (selector === null) return [];
  const selection = selectElements(page, selector, budget);
  const found = selection.kind === "found" ? selection.elements : [];
  rules.push({ field, selector, elements: found.length, flaw: flawOf(selection.kind, found.length) });
  return found;
}

function flawOf(kind: "found" | "invalid" | "tooCostly", amount: number): string | null {
  if (kind === "invalid") return "is not a CSS selector";
  if (kind === "tooCostly") return "takes too long on this page";
  return amount === 0 ? "found nothing" : null;
}

/** What is to be removed is often not there, which is no news. */
function noteOf({ field, selector, flaw }: RuleResult): readonly string[] {
  if (flaw === null || (field === "remove" && flaw === "found nothing")) return [];
  const instead = field === "remove" ? "nothing was removed by it" : "the automatic result was used";
  return [`extract.${field}: "${selector}" ${flaw}; ${instead}`];
}

/** The first of the elements that says something: in one of these attributes, else as text. */
function firstValue(candidates: readonly Element[], attributes: readonly string[]): string | null {
  for (const element of candidates) {
    const attribute = attributes.map((name) => element.attribs[name]).find((value) => value !== undefined);
    const value = collapse(attribute ?? "") || plainText(element);
    if (value !== "") return value;
  }
  return null;
}
