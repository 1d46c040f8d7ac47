import type { Section } from "@wirewatch/model";
import type { ArticlePage, StoredMatch } from "@wirewatch/store";
import { html, none, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { count, figure, filterForm, select, tabs } from "../../views/parts.ts";
import { partsOf, textBlocks } from "./article-text.ts";
import { textView } from "./text-view.ts";

/** So many topics are tabs; more are a choice. */
const maxTabs = 8;

/** What is read: which topic is marked, and which part of a long text. */
export interface ReaderChoice {
  /** Null marks nothing. */
  readonly match: StoredMatch | null;
  /** From 1; what is none is the first. */
  readonly part: number;
}

/** A document as topics were asked about it. */
export interface ReadDocument {
  readonly title: string | null;
  readonly sections: readonly Section[];
  /** What was put before the text of its first section; empty when nothing was. */
  readonly standfirst: string;
}

/** The text with what the chosen topic found in it. */
export function readerView(page: ArticlePage, document: ReadDocument, choice: ReaderChoice): Html {
  const { match } = choice;
  const parts = partsOf(textBlocks(document, document.standfirst, match?.spans ?? {}));
  const at = Math.min(Math.max(1, choice.part), parts.length) - 1;
  const found = parts.map((part) => part.reduce((sum, { marks }) => sum + marks.length, 0));
  const total = found.reduce((sum, marks) => sum + marks, 0);
  const here = { revision: page.row.revision, match: match?.id ?? "none" };
  const nav = parts.length === 1 ? none : partsNav(path`/articles/${page.article.id}`, here, at, found);
  return html`${topicChoice(page, match)} ${match === null ? none : foundView(total, found[at] ?? 0, parts.length)}
  ${nav} ${textView(parts[at] ?? [], page.row.language)} ${nav}`;
}

function foundView(total: number, here: number, parts: number): Html {
  if (total === 0)
    return html`<p class="soft">
      The words it found were not recorded, or the topic found none (it asks for other facts).
    </p>`;
  const jump = here === 0 ? none : html` <a href="#found">To the first</a>`;
  const where = parts === 1 ? none : html`, ${figure(here)} in this part`;
  return html`<p class="soft">${count(total, "marked place")}${where}.${jump}</p>`;
}

function topicChoice({ article, row, matches }: ArticlePage, chosen: StoredMatch | null): Html {
  if (matches.length === 0) return none;
  const base = path`/articles/${article.id}`;
  const entries = [...matches.map(({ id, topic_name: name }) => ({ id, name })), { id: "none", name: "No marks" }];
  const here = chosen?.id ?? "none";
  if (matches.length <= maxTabs) {
    return tabs(
      "Topic that is marked",
      entries.map(({ id, name }) => ({
        name,
        href: withQuery(base, { revision: row.revision, match: id }),
        isHere: id === here,
      })),
    );
  }
  return filterForm(
    base,
    html`<input type="hidden" name="revision" value="${row.revision}" />${select(
        "Topic that is marked",
        "match",
        here,
        entries.map(({ id, name }) => [id, name] as const),
      )}`,
    "Topic that is marked",
  );
}

/** Next to the neighbours, the next part in which something was found. */
function partsNav(
  base: string,
  here: Readonly<Record<string, string | number>>,
  at: number,
  found: readonly number[],
): Html {
  const link = (to: number, text: string): Html =>
    html`<a class="button small" href="${withQuery(base, { ...here, part: to + 1 })}">${text}</a>`;
  const next = found.findIndex((marks, part) => part > at && marks > 0);
  const before = found.findLastIndex((marks, part) => part < at && marks > 0);
  return html`<nav class="parts" aria-label="Parts of the text">
    <span>Part ${at + 1} of ${figure(found.length)}</span> ${at > 0 ? link(at - 1, "Before") : none}
    ${at < found.length - 1 ? link(at + 1, "Next") : none}
    ${before === -1 ? none : link(before, `Marks before: part ${before + 1}`)}
    ${next === -1 ? none : link(next, `Next marks: part ${next + 1}`)}
  </nav>`;
}
