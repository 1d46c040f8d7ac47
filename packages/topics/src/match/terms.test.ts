import { describe, expect, it } from "vitest";
import { createTerms } from "./terms.ts";
import type { TermPattern, Terms } from "./terms.ts";

const folded = (word: string): TermPattern => ({ kind: "folded", folded: word });
const stemmed = (word: string): TermPattern => ({ kind: "stem", surface: word, folded: word });
const wildcard = (prefix: string): TermPattern => {
  return { kind: "wildcard", wildcard: { source: `${prefix}*`, prefix, pattern: [...Array.from(prefix), "*"] } };
};

/** Cuts an s off English words. */
const stem = (language: string, word: string): string | null => (language === "en" ? word.replace(/s$/, "") : null);

function read(terms: Terms, word: string): readonly number[] {
  return terms.read(word, 0, word.length).terms;
}

describe("createTerms", () => {
  it("gives equal patterns one id, and a word all ids it fits", () => {
    const terms = createTerms(stem, () => {});
    const { term: rain } = terms.intern(folded("rain"));
    const { term: begins } = terms.intern(wildcard("ra"));
    const { term: exact } = terms.intern({ kind: "exact", exact: "Rain", folded: "rain" });
    expect(terms.intern(folded("rain")).term).toBe(rain);
    expect(read(terms, "Rain")).toEqual([rain, exact, begins]);
    expect(read(terms, "rain")).toEqual([rain, begins]);
    expect(read(terms, "raft")).toEqual([begins]);
    expect(read(terms, "Wind")).toEqual([]);
  });

  it("known words learn of terms that come later, few or many, and forget those that go", () => {
    const terms = createTerms(stem, () => {});
    expect(read(terms, "rain")).toEqual([]);
    const { term: rain } = terms.intern(folded("rain"));
    expect(read(terms, "rain")).toEqual([rain]);
    for (let number = 0; number < 100; number++) terms.intern(folded(`w${number}`));
    const { term: begins } = terms.intern(wildcard("rai"));
    expect(read(terms, "rain")).toEqual([rain, begins]);
    terms.release(rain);
    terms.release(begins);
    // An id is given out again only when no known word has it any more.
    for (let number = 0; number < 3_000; number++) {
      const { term: id } = terms.intern(folded(`x${number}`));
      expect(read(terms, "rain")).not.toContain(id);
      terms.release(id);
    }
    expect(terms.idLimit).toBeLessThan(1_500);
  });

  it("keeps a term while somebody holds it", () => {
    const terms = createTerms(stem, () => {});
    const { term: rain } = terms.intern(folded("rain"));
    terms.intern(folded("rain"));
    terms.release(rain);
    expect(terms.patternOf(rain)).toBeDefined();
    terms.release(rain);
    expect(terms.patternOf(rain)).toBeUndefined();
  });

  it("compares stems in the language of the document, else folded words", () => {
    const terms = createTerms(stem, () => {});
    const { term: cars } = terms.intern(stemmed("cars"));
    for (const [language, word, expected] of [
      ["en", "Car", [cars]],
      ["de", "Car", []],
      ["de", "CARS", [cars]],
      [null, "car", []],
      ["en", "cars", [cars]],
    ] as const) {
      terms.use(language);
      expect(read(terms, word), `${word} in ${language}`).toEqual(expected);
    }
    terms.release(cars);
    terms.use("en");
    expect(read(terms, "Car")).toEqual([]);
  });

  it("asks for stems only while a query wants them", () => {
    const asked: string[] = [];
    const terms = createTerms(
      (_, word) => (asked.push(word), word),
      () => {},
    );
    terms.use("en");
    read(terms, "rain");
    expect(asked).toEqual([]);
  });

  it("languages without end do not make it grow", () => {
    let calls = 0;
    const terms = createTerms(
      (language, word) => (calls++, language.length === 2 ? word : null),
      () => {},
    );
    for (let number = 0; number < 50; number++) terms.intern(stemmed(`w${number}`));
    for (let number = 0; number < 1_000; number++) terms.use(`lang${number}`);
    expect(calls).toBe(1_000);
  });

  it("remembers a bounded number of words, and none that are very long", () => {
    const terms = createTerms(stem, () => {}, 1_000);
    for (let number = 0; number < 10_000; number++) read(terms, `word${number}`);
    expect(terms.rememberedWords).toBeLessThanOrEqual(1_000);
    terms.forgetWords();
    for (let number = 0; number < 100; number++) read(terms, `${"w".repeat(60)}${number}`);
    expect(terms.rememberedWords).toBe(0);
  });
});
