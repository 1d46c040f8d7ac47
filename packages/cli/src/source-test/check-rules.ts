import { countWords, failedRules, tryRules } from "@wirewatch/extraction";
import type { RuleResult, RuleTrial, Selectors } from "@wirewatch/extraction";
import type { Article } from "@wirewatch/model";
import { columns, counted, oneLine } from "../terminal-text.ts";
import { passed } from "./check.ts";
import type { Check, SourceTest } from "./check.ts";
import type { PageToRead } from "./check-article.ts";

type Reading = Awaited<ReturnType<SourceTest["extract"]>>;

/** Blocks of text that are shown of a difference. */
const shownBlocks = 3;

/**
 * What each rule of a source finds on a page, beside what is found without rules.
 *
 * @param readings of the page: with the rules, and without them
 */
export function checkRules(
  page: PageToRead,
  selectors: Selectors,
  { ruled, automatic }: { readonly ruled: Reading; readonly automatic: Reading },
): Check {
  const trial = tryRules(page, selectors);
  const [withRules, without] = [articleOf(ruled), articleOf(automatic)];
  const notes = ruled.kind === "failed" ? [] : ruled.notes.filter((note) => note.startsWith("extract."));
  const facts = [
    ...columns([
      ["rule", "selector", "finds", "without rules"],
      ...trial.rules.map((rule) => [
        rule.field,
        oneLine(rule.selector, 50),
        ...findings(rule, trial, withRules, without),
      ]),
    ]),
    ...blockLines("removed", trial.removed),
    ...blockLines("only with the rules", blocksOnlyIn(withRules, without)),
    ...blockLines("only without them", blocksOnlyIn(without, withRules)),
    ...notes.map((note) => oneLine(note, 300)),
  ];
  if (failedRules(notes).size === 0) return passed("Rules", facts);
  const advice = "Open the page and correct the rule, or leave it out; `remove` alone may find nothing.";
  return { name: "Rules", isOk: false, facts, advice };
}

/** The last two columns of a rule's line. */
function findings(
  { field, elements, flaw }: RuleResult,
  trial: RuleTrial,
  withRules: Article | null,
  without: Article | null,
): readonly [string, string] {
  const found = flaw ?? counted(elements, "element");
  switch (field) {
    case "remove":
      return [flaw === "found nothing" ? "nothing on this page" : found, ""];
    case "body":
      return [flaw === null ? `${found}, ${words(withRules)}` : found, words(without)];
    case "title":
      return [flaw ?? quoted(trial.title), same(trial.title, without?.title ?? null, quoted)];
    case "date":
      return [
        flaw ?? trial.date ?? "nothing",
        same(trial.date, without?.publishedAt ?? null, (date) => date ?? "nothing"),
      ];
  }
}

function articleOf(reading: Reading): Article | null {
  return reading.kind === "article" ? reading.article : null;
}

function words(article: Article | null): string {
  return article === null ? "no article" : counted(countWords(article.text), "word");
}

function quoted(text: string | null): string {
  return text === null ? "nothing" : `“${oneLine(text, 60)}”`;
}

function same(found: string | null, automatic: string | null, shown: (text: string | null) => string): string {
  return found !== null && found === automatic ? "the same" : shown(automatic);
}

/** Paragraphs of one text that are not in the other. */
function blocksOnlyIn(article: Article | null, other: Article | null): readonly string[] {
  const known = new Set(other?.text.split("\n\n"));
  return article === null ? [] : article.text.split("\n\n").filter((block) => block !== "" && !known.has(block));
}

function blockLines(title: string, blocks: readonly string[]): string[] {
  if (blocks.length === 0) return [];
  const amount = counted(
    blocks.reduce((sum, block) => sum + countWords(block), 0),
    "word",
  );
  const more = blocks.length - shownBlocks;
  return [
    `${title}: ${amount} in ${counted(blocks.length, "block")}`,
    ...blocks.slice(0, shownBlocks).map((block) => `· ${oneLine(block, 100)}`),
    ...(more > 0 ? [`· and ${more} more`] : []),
  ];
}
