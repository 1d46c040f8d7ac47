import { changeWords } from "@wirewatch/explain";
import { compareRevisions } from "@wirewatch/similarity";
import type { ParagraphChange } from "@wirewatch/similarity";
import { loadText, loadTextBefore } from "@wirewatch/store";
import type { Database, ExplainedChange, ExplainedRevision, Explanation, Kysely } from "@wirewatch/store";
import { oneLine } from "../terminal-text.ts";

/** Paragraphs of one revision that are shown, and characters of each. */
const maxParagraphs = 8;
const maxCharacters = 400;
/** Words kept around a change. */
const contextWords = 4;

/** A change with its paragraphs, which are not stored but told again from the texts. */
interface ShownChange extends ExplainedChange {
  /** The changed ones, in the order of the later text. */
  readonly paragraphs?: readonly ParagraphChange[];
}

/** The explanation with what changed in the revisions, paragraph by paragraph, as long as both texts are stored. */
export async function withChangedParagraphs(db: Kysely<Database>, explanation: Explanation): Promise<Explanation> {
  const articles = [];
  for (const article of explanation.articles) {
    const revisions: ExplainedRevision[] = [];
    for (const revision of article.revisions) {
      const before = article.revisions.findLast(
        (other) => other.revision < revision.revision && other.verdict !== null,
      );
      revisions.push(before === undefined ? revision : await withParagraphs(db, article.id, revision, before));
    }
    articles.push({ ...article, revisions });
  }
  return { ...explanation, articles };
}

async function withParagraphs(
  db: Kysely<Database>,
  articleId: string,
  revision: ExplainedRevision,
  before: ExplainedRevision,
): Promise<ExplainedRevision> {
  if (revision.change === null) return revision;
  const [old, now] = [
    await loadTextBefore(db, articleId, revision.revision),
    await loadText(db, articleId, revision.revision),
  ];
  if (old === null || now === null) return revision;
  const { paragraphs } = compareRevisions(
    { title: before.title, text: old.text },
    { title: revision.title, text: now.text },
  );
  const changed = paragraphs.filter(({ kind }) => kind !== "kept");
  const change: ShownChange = { ...revision.change, paragraphs: changed };
  return { ...revision, change };
}

/** Whether the change was material and why, and the changed paragraphs when they are there: `[-old-] {+new+}`; pure. */
export function changeLines(change: ShownChange): string[] {
  const { paragraphs = [] } = change;
  const { text, notes } = changeWords(change);
  const left = paragraphs.length - maxParagraphs;
  return [
    `  ${text}`,
    ...notes.map((note) => `    ${note}`),
    ...paragraphs.slice(0, maxParagraphs).map((paragraph) => `    ${paragraphLine(paragraph)}`),
    ...(left > 0 ? [`    and ${left} more`] : []),
  ];
}

function paragraphLine({ kind, before = "", after = "", words }: ParagraphChange): string {
  if (kind === "added") return `+ ${oneLine(after, maxCharacters)}`;
  if (kind === "removed") return `- ${oneLine(before, maxCharacters)}`;
  if (words === undefined) return `~ ${oneLine(after, maxCharacters)}`;
  const parts = words.map((word, index) => {
    if (word.kind === "added") return `{+${word.text.trim()}+}`;
    if (word.kind === "removed") return `[-${word.text.trim()}-]`;
    return around(word.text, index > 0, index < words.length - 1);
  });
  return `~ ${oneLine(parts.join(" "), maxCharacters)}`;
}

/** The words next to a change, with … for those left out. */
function around(text: string, isAfterChange: boolean, isBeforeChange: boolean): string {
  const words = text.split(/\s+/u).filter((word) => word !== "");
  const kept = contextWords * (Number(isAfterChange) + Number(isBeforeChange));
  if (words.length <= kept) return words.join(" ");
  const [first, last] = [
    isAfterChange ? words.slice(0, contextWords) : [],
    isBeforeChange ? words.slice(-contextWords) : [],
  ];
  return [...first, "…", ...last].join(" ");
}
