import type { BenchArticle } from "./topic-texts.ts";

/** A query as a tree, to be written as WQL and to be decided with regular expressions. Words are lower-case ASCII. */
export type BenchQuery =
  | { readonly op: "word"; readonly word: string }
  | { readonly op: "wildcard"; readonly prefix: string }
  | { readonly op: "phrase"; readonly words: readonly string[] }
  | {
      readonly op: "near";
      readonly gap: number;
      readonly isOrdered: boolean;
      readonly left: string;
      readonly right: string;
    }
  | { readonly op: "atLeast"; readonly count: number; readonly word: string }
  | { readonly op: "title"; readonly word: string }
  | { readonly op: "and" | "or"; readonly parts: readonly BenchQuery[] }
  | { readonly op: "not"; readonly operand: BenchQuery };

/** Makes topics of four to six leaves in mixed shapes, of words and phrases that the articles have. */
export function queryMaker(articles: readonly BenchArticle[], random: () => number): () => BenchQuery {
  const frequency = new Map<string, number>();
  for (const { words } of articles)
    for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const below = (count: number): number => Math.floor(random() * count);

  /** A word of an article as it stands there; words of every tenth article and more are passed over mostly. */
  function word(): string {
    for (;;) {
      const words = articles[below(articles.length)]?.words ?? [];
      const found = words[below(words.length)];
      if (found === undefined || found.length < 3) continue;
      if ((frequency.get(found) ?? 0) < articles.length / 10 || random() < 0.1) return found;
    }
  }
  function phrase(): BenchQuery {
    const words = articles[below(articles.length)]?.words ?? [];
    const start = below(words.length - 3);
    return { op: "phrase", words: words.slice(start, start + 2 + below(2)) };
  }
  const one = (): BenchQuery => ({ op: "word", word: word() });
  const and = (...parts: BenchQuery[]): BenchQuery => ({ op: "and", parts });
  const or = (...parts: BenchQuery[]): BenchQuery => ({ op: "or", parts });
  const not = (operand: BenchQuery): BenchQuery => ({ op: "not", operand });
  const near = (isOrdered: boolean): BenchQuery => {
    return { op: "near", gap: 1 + below(9), isOrdered, left: word(), right: word() };
  };
  const shapes: readonly (() => BenchQuery)[] = [
    () => and(one(), or(one(), one(), phrase()), not(one())),
    () => and(or(phrase(), phrase()), one(), one()),
    () => and(near(false), one(), or(one(), one())),
    () => and({ op: "wildcard", prefix: word().slice(0, 5) }, one(), phrase(), not(phrase())),
    () => and({ op: "atLeast", count: 2, word: word() }, or(one(), one()), one()),
    () => and(or({ op: "title", word: word() }, { op: "title", word: word() }), or(one(), phrase()), one()),
    () => or(and(one(), phrase()), and(one(), one())),
    () => and(or(near(true), phrase()), one(), not(one()), one()),
  ];
  return () => (shapes[below(shapes.length)] ?? one)();
}

/** A topic that no article can match: a name that is nowhere, beside words that are everywhere. */
export function silentQuery(number: number, query: BenchQuery): BenchQuery {
  const name = `q${number.toString(36).replaceAll(/[0-9]/g, (digit) => "ghijklmnop"[Number(digit)] ?? "")}x`;
  return { op: "and", parts: [query, { op: "word", word: name }] };
}

export function writeQuery(query: BenchQuery): string {
  switch (query.op) {
    case "word":
      return query.word;
    case "wildcard":
      return `${query.prefix}*`;
    case "phrase":
      return `"${query.words.join(" ")}"`;
    case "near":
      return `(${query.left} ${query.isOrdered ? "ONEAR" : "NEAR"}/${query.gap} ${query.right})`;
    case "atLeast":
      return `ATLEAST/${query.count} ${query.word}`;
    case "title":
      return `title:${query.word}`;
    case "and":
    case "or":
      return `(${query.parts.map(writeQuery).join(query.op === "and" ? " AND " : " OR ")})`;
    case "not":
      return `NOT ${writeQuery(query.operand)}`;
  }
}

/** Words, phrases and the like of a query, those under NOT too. */
export function leavesOf(query: BenchQuery): readonly BenchQuery[] {
  if (query.op === "not") return leavesOf(query.operand);
  return query.op === "and" || query.op === "or" ? query.parts.flatMap(leavesOf) : [query];
}

/** Decides a query for an article's title and body. */
export type RegexTopic = (title: string, body: string) => boolean;

/** The naive way: a compiled regular expression for every leaf; AND and OR look no further than they must. */
export function regexTopic(query: BenchQuery): RegexTopic {
  switch (query.op) {
    case "word":
      return anywhere(wordPattern(query.word));
    case "wildcard":
      return anywhere(`\\b${query.prefix}\\w*`);
    case "phrase":
      return anywhere(query.words.map(wordPattern).join(String.raw`\W+`));
    case "near": {
      const between = String.raw`\W+(?:\w+\W+){0,${query.gap}}`;
      const [left, right] = [wordPattern(query.left), wordPattern(query.right)];
      return anywhere(left + between + right + (query.isOrdered ? "" : `|${right}${between}${left}`));
    }
    case "atLeast": {
      const pattern = new RegExp(wordPattern(query.word), "gi");
      const count = (text: string): number => text.match(pattern)?.length ?? 0;
      return (title, body) => count(title) + count(body) >= query.count;
    }
    case "title": {
      const pattern = new RegExp(wordPattern(query.word), "i");
      return (title) => pattern.test(title);
    }
    case "and": {
      const parts = query.parts.map(regexTopic);
      return (title, body) => parts.every((part) => part(title, body));
    }
    case "or": {
      const parts = query.parts.map(regexTopic);
      return (title, body) => parts.some((part) => part(title, body));
    }
    case "not": {
      const operand = regexTopic(query.operand);
      return (title, body) => !operand(title, body);
    }
  }
}

function anywhere(source: string): RegexTopic {
  const pattern = new RegExp(source, "i");
  return (title, body) => pattern.test(body) || pattern.test(title);
}

function wordPattern(word: string): string {
  return String.raw`\b${word}\b`;
}
