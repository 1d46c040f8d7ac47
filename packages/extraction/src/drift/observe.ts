import type { Article } from "@wirewatch/model";
import { failedRules, type Selectors } from "../page/selectors.ts";

/** What is looked for in a page besides its text: fields of every article, and what the source's own rules name. */
export const parts = ["title", "date", "authors", "extract.body", "extract.title", "extract.date"] as const;
export type Part = (typeof parts)[number];

/** What one page of a source gave. */
export interface Observation {
  /** Length of its text; 0 when it gave no article. */
  readonly characters: number;
  readonly found: readonly Part[];
  /** Looked for and not there. What is in neither list was not looked for. */
  readonly missing: readonly Part[];
}

/**
 * What is kept of a page that was read.
 *
 * @param result `article` is null when the page gave none; `notes` as the extraction wrote them
 * @param selectors the source's rules as they were then
 */
export function observe(
  { article, notes }: { readonly article: Article | null; readonly notes: readonly string[] },
  selectors: Selectors | null,
): Observation {
  const failed = failedRules(notes);
  const rules = (["body", "title", "date"] as const).filter((field) => (selectors?.[field] ?? null) !== null);
  const seen: readonly (readonly [Part, boolean])[] = [
    ...(article === null ? [] : fieldsOf(article)),
    ...rules.map((field) => [`extract.${field}`, !failed.has(field)] as const),
  ];
  return {
    characters: article?.text.length ?? 0,
    found: seen.filter(([, isThere]) => isThere).map(([part]) => part),
    missing: seen.filter(([, isThere]) => !isThere).map(([part]) => part),
  };
}

function fieldsOf({ title, publishedAt, authors }: Article): readonly (readonly [Part, boolean])[] {
  return [
    ["title", title !== null],
    ["date", publishedAt !== null],
    ["authors", authors.length > 0],
  ];
}
