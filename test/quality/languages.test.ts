import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { articleLanguage, detectLanguage, stem } from "@wirewatch/topics";
import floors from "./languages.floors.json" with { type: "json" };

const folder = fileURLToPath(new URL("../../../shared/corpus/topics/", import.meta.url));

/** A sentence, or its first six words. */
interface LanguageText {
  readonly lang: string;
  readonly kind: "sentence" | "short";
  readonly text: string;
}

function linesOf(name: string): string[] {
  const file = `${folder}${name}`;
  return existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
    : [];
}

/** Shares of true answers by group, weakest first. */
function sharesOf(answers: readonly (readonly [group: string, isTrue: boolean])[]): [string, number][] {
  const groups = Map.groupBy(answers, ([group]) => group);
  return [...groups]
    .map(([group, all]): [string, number] => [group, all.filter(([, isTrue]) => isTrue).length / all.length])
    .toSorted(([, one], [, other]) => one - other);
}

function mean(shares: readonly (readonly [string, number])[]): number {
  return shares.reduce((sum, [, share]) => sum + share, 0) / shares.length;
}

function print(name: string, score: number, shares: readonly (readonly [string, number])[]): void {
  const weakest = shares.slice(0, 10).map(([group, share]) => `${group} ${share.toFixed(4)}`);
  console.info(`${name}: ${score.toFixed(4)}; weakest ${weakest.join(", ")}`);
}

/*
 * On the corpus beside the checkout, which is not part of the project: without it these tests are skipped.
 */
const texts = linesOf("lang-id-dev.jsonl").map((line): LanguageText => JSON.parse(line));
describe.skipIf(texts.length === 0)("languages of the corpus beside the checkout (skipped where there is none)", () => {
  it.each(["sentence", "short"] as const)("are told by one %s, as the mean of the languages", (kind) => {
    const own = texts.filter((one) => one.kind === kind);
    const shares = sharesOf(own.map(({ lang, text }) => [lang, detectLanguage(text) === lang]));
    print(kind, mean(shares), shares);
    expect(mean(shares)).toBeGreaterThanOrEqual(floors.languages[kind]);
  });

  it("overrule what a page declares where it is wrong, and hardly ever where it is right", () => {
    const sentences = texts.filter(({ kind, text }) => kind === "sentence" && text.length >= 100);
    const isKept = (declared: string, text: string): boolean =>
      articleLanguage({ declared, title: null, text }).reason === null;
    const wrong = sharesOf(sentences.map(({ lang, text }) => [lang, !isKept(lang, text)])).toReversed();
    // Icelandic is in Latin letters, and near none of them.
    const sure = sharesOf(sentences.map(({ lang, text }) => [lang, !isKept("is", text)]));
    print("overruled though right", mean(wrong), wrong);
    print("overruled where wrong", mean(sure), sure);
    expect(mean(wrong)).toBeLessThanOrEqual(floors.overruled.wrongAtMost);
    expect(mean(sure)).toBeGreaterThanOrEqual(floors.overruled.sureAtLeast);
  });
});

const words = linesOf("stems-dev.tsv").map((line) => line.split("\t"));
describe.skipIf(words.length === 0)("stems of the vocabulary beside the checkout (skipped where there is none)", () => {
  it("are Snowball's, in each language", () => {
    const shares = sharesOf(words.map(([name = "", word = "", want]) => [name, stem(name, word) === want]));
    print("stems", mean(shares), shares);
    expect(shares[0]?.[1]).toBeGreaterThanOrEqual(floors.stems.each);
    expect(mean(shares)).toBeGreaterThanOrEqual(floors.stems.all);
  });
});
