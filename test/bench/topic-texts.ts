import { readFileSync } from "node:fs";
import type { TopicDocument } from "@wirewatch/model";

/** An article to match, and its words as topics can be made of them. */
export interface BenchArticle {
  readonly document: TopicDocument;
  readonly words: readonly string[];
}

/** Articles of a file of JSON lines `{title, body}`. */
export function readArticles(file: string): readonly BenchArticle[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): BenchArticle => {
      const { title, body }: { title: string; body: string } = JSON.parse(line);
      return articleOf(title, body);
    })
    .filter(({ words }) => words.length > 20);
}

const vocabularySize = 30_000;
const syllables = "ba ne ri to lu sha per con ver ing den mi ka so ler tra vo um est ora".split(" ");

/**
 * Invented articles of 100 to 700 words: a few hundred words are in nearly all of them, most in few (Zipf's law), and
 * each article has subjects of its own, whose words come back in it.
 */
export function inventArticles(count: number, random: () => number): readonly BenchArticle[] {
  const vocabulary = Array.from({ length: vocabularySize }, (_, rank) => inventWord(rank, random));
  const anyWord = (): string => vocabulary[Math.floor(vocabularySize ** random()) - 1] ?? "";
  return Array.from({ length: count }, () => {
    const subjects = Array.from({ length: 12 }, () => vocabulary[Math.floor(random() * vocabularySize)] ?? "");
    const next = (): string => (random() < 0.15 ? (subjects[Math.floor(random() * subjects.length)] ?? "") : anyWord());
    const words = (length: number): string[] => Array.from({ length }, next);
    const sentences = Array.from({ length: 6 + Math.floor(random() * 30) }, () => words(8 + Math.floor(random() * 14)));
    const body = sentences.map((sentence, index) => `${sentence.join(" ")}.${index % 4 === 3 ? "\n\n" : " "}`).join("");
    return articleOf(words(9).join(" "), body);
  });
}

function articleOf(title: string, body: string): BenchArticle {
  const words = `${title} ${body}`.toLowerCase().match(/[a-z]{2,}/g) ?? [];
  return { document: { title, body, lang: "en" }, words };
}

/** Frequent words are short. */
function inventWord(rank: number, random: () => number): string {
  const length = 1 + Math.min(4, Math.floor(Math.log10(rank + 1) + random()));
  return Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)] ?? "").join("");
}
