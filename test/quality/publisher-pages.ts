import { readFileSync } from "node:fs";
import type { Article } from "@wirewatch/model";

/** One page of the publishers corpus, with what a parser written for its publisher makes of it. */
export interface PublisherPage {
  readonly url: string;
  readonly file: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly publishedAt: string;
  readonly summary: readonly string[];
  readonly sections: readonly { readonly headline: readonly string[]; readonly paragraphs: readonly string[] }[];
}

/** Means over the pages, 0 to 1, and the number of pages without an article; the metric is the corpus's own (its README). */
export interface PublisherScores {
  readonly F1: number;
  readonly P: number;
  readonly R: number;
  readonly title: number;
  readonly date: number;
  readonly authors: number;
  readonly empty: number;
}

export function readPublisherPages(folder: URL): PublisherPage[] {
  return readFileSync(new URL("truth.jsonl", folder), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as PublisherPage);
}

/** @param articles one for each page; null where there is none */
export function scorePublishers(
  pages: readonly PublisherPage[],
  articles: readonly (Article | null)[],
): PublisherScores {
  const sums = { F1: 0, P: 0, R: 0, title: 0, date: 0, authors: 0, empty: 0 };
  for (const [at, page] of pages.entries()) {
    const article = articles[at] ?? null;
    if (article === null) {
      sums.empty++;
      continue;
    }
    const { P, R, F1 } = overlap(`${article.standfirst ?? ""}\n${article.text}`, bodyOf(page));
    sums.P += P;
    sums.R += R;
    sums.F1 += F1;
    sums.title += Number(tokens(article.title ?? "").join(" ") === tokens(page.title).join(" "));
    sums.date += Number(Math.abs(Date.parse(article.publishedAt ?? "") - instantOf(page.publishedAt)) < 60_000);
    sums.authors += Number(isSameSet(article.authors, page.authors));
  }
  const mean = (sum: number): number => sum / pages.length;
  return {
    F1: mean(sums.F1),
    P: mean(sums.P),
    R: mean(sums.R),
    title: mean(sums.title),
    date: mean(sums.date),
    authors: mean(sums.authors),
    empty: sums.empty,
  };
}

/** One line of figures, for whoever runs the quality tests. */
export function printRow(name: string, figures: Readonly<Record<string, number>>): void {
  const cells = Object.entries(figures).map(([figure, value]) =>
    Number.isInteger(value) && figure === "empty" ? `${figure} ${value}` : `${figure} ${value.toFixed(4)}`,
  );
  console.info(`${name}: ${cells.join("  ")}`);
}

function tokens(text: string): string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? []
  );
}

/** The corpus gives some dates without a zone; they are UTC there. */
function instantOf(date: string): number {
  return Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(date) ? date : `${date}Z`);
}

function isSameSet(ours: readonly string[], theirs: readonly string[]): boolean {
  const [a, b] = [ours, theirs].map((names) => new Set(names.map((name) => tokens(name).join(" "))));
  return a !== undefined && b !== undefined && a.size === b.size && a.isSubsetOf(b);
}

function bodyOf({ summary, sections }: PublisherPage): string {
  return [...summary, ...sections.flatMap(({ headline, paragraphs }) => [...headline, ...paragraphs])].join("\n");
}

/** Precision, recall and F1 of the 4-word shingles of a text, counted as multisets. */
function overlap(text: string, truth: string): { P: number; R: number; F1: number } {
  const [ours, theirs] = [shingles(text), shingles(truth)];
  let common = 0;
  for (const [shingle, count] of ours) common += Math.min(count, theirs.get(shingle) ?? 0);
  if (common === 0) return { P: 0, R: 0, F1: 0 };
  const total = (counts: Map<string, number>): number => counts.values().reduce((sum, count) => sum + count, 0);
  return { P: common / total(ours), R: common / total(theirs), F1: (2 * common) / (total(ours) + total(theirs)) };
}

function shingles(text: string): Map<string, number> {
  const words = tokens(text);
  const counts = new Map<string, number>();
  for (let at = 0; at + 4 <= words.length; at++) {
    const shingle = words.slice(at, at + 4).join(" ");
    counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  return counts;
}
