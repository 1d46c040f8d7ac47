import { describe, expect, it } from "vitest";
import { unspacedTexts } from "./fixtures/unspaced-texts.ts";
import { createMemoryIndex, decideVerdict, fingerprint, gatherFacts } from "./index.ts";
import type { NewText, Text } from "./index.ts";
import { storyTerms } from "./stories/story-terms.ts";

const characters = (text: string): string[] =>
  [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment);
const share = ({ title, text }: Text, part: number): Text => ({
  title,
  text: characters(text)
    .slice(0, characters(text).length * part)
    .join(""),
});

/** Every n-th character is another one of the same text, as if a word here and there had been replaced. */
function edited({ title, text }: Text, every: number): Text {
  const all = characters(text);
  return {
    title,
    text: all.map((char, at) => (at % every === every - 1 ? (all[(at * 7) % all.length] ?? char) : char)).join(""),
  };
}

const copies: readonly (readonly [string, (text: Text) => Text])[] = [
  ["word for word", (text) => text],
  [
    "in other typography",
    ({ title, text }) => ({
      title,
      text: text.replaceAll("，", ", ").replaceAll("。", ". ").replaceAll("、", ",").replaceAll("\n\n", "\n"),
    }),
  ],
  [
    "with full-width figures",
    ({ title, text }) => ({
      title,
      text: text.replaceAll(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    }),
  ],
  ["under another headline", ({ text }) => ({ title: "12:30", text })],
  ["without a headline", ({ text }) => ({ title: null, text })],
  ["behind a dateline", ({ title, text }) => ({ title, text: `（12日，记者）${text}` })],
  ["cut to 70 %", (text) => share(text, 0.7)],
  ["cut to half", (text) => share(text, 0.5)],
  [
    "with paragraphs in another order",
    ({ title, text }) => ({ title, text: text.split("\n\n").toReversed().join("\n\n") }),
  ],
  ["with one character in forty replaced", (text) => edited(text, 40)],
];

interface Known {
  readonly id: string;
  readonly text: Text;
}

const originals: Known[] = Object.entries(unspacedTexts).flatMap(([language, texts]) =>
  texts.map((text, at) => ({ id: `${language} ${at}`, text })),
);

async function verdictsOf(texts: readonly Known[]): Promise<Map<string, string | null>> {
  const index = createMemoryIndex();
  const found = new Map<string, string | null>();
  for (const { id, text } of texts) {
    const print = fingerprint(text);
    const url = `https://${encodeURIComponent(id).replaceAll("%20", "-").toLowerCase()}.example/a`;
    const article: NewText = { ...text, articleId: id, url, bodyHash: print.bodyHash, publishedAt: null };
    found.set(id, decideVerdict(await gatherFacts(index, article, print)).of);
    index.add(article, print, id);
  }
  return found;
}

it("no two of the texts are one", async () => {
  const found = await verdictsOf(originals);
  expect([...found.values()].filter((of) => of !== null)).toEqual([]);
});

describe.each(originals)("finds $id", ({ id, text }) => {
  it.each(copies)("%s", async (_, change) => {
    const found = await verdictsOf([...originals, { id: "copy", text: change(text) }]);
    expect(found.get("copy")).toBe(id);
  });
});

it("keeps apart a Chinese template with other numbers", async () => {
  const forecast = (high: string, low: string, wind: string, rain: string): Text => ({
    title: "天气预报",
    text: `中央气象台发布最新天气预报，预计明天白天多云转晴，最高气温${high}度，夜间最低气温${low}度，西风每小时${wind}公里，降水概率百分之${rain}，请市民外出时注意安全，驾车请预留充足时间。`,
  });
  const texts = [forecast("二十六", "十九", "二十二", "三十四"), forecast("三十一", "二十四", "十五", "八十")];
  const found = await verdictsOf(texts.map((text, at) => ({ id: `forecast ${at}`, text })));
  expect(found.get("forecast 1")).toBeNull();
});

it.each(Object.keys(unspacedTexts))("terms tell stories in %s apart", (language) => {
  const [first, second] = (unspacedTexts[language] ?? []).map((text) => new Set(storyTerms(text).keys()));
  if (first === undefined || second === undefined) throw new Error("two texts a language");
  expect(first.size).toBeGreaterThan(30);
  expect(first.intersection(second).size).toBeLessThan(first.size / 4);
});
