import { describe, expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { parseQuery } from "../query/parse.ts";
import { createTopicIndex } from "./topic-index.ts";
import type { TopicIndex, TopicIndexOptions } from "./topic-index.ts";

const nobody = { sourceId: null, sourceTags: [] };
const vocabulary = ["ab", "abc", "abd", "bcd", "Bcd", "cde", "def", "efg", "fgh", "ghi", "hij", "ijk"];

function add(index: TopicIndex, id: string, query: string, scope: "section" | "document" = "section"): void {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(`${query}: ${parsed.error.message}`);
  index.add([{ id, scope, any: [parsed.node], all: [], none: [], raise: [], where: null }]);
}

function answers(index: TopicIndex, document: TopicDocument): unknown {
  return index
    .match(document, nobody)
    .map(({ topic, units, spans, strength }) => ({ id: topic.id, units, spans, strength }));
}

/** Topics and documents of few words, so that much is true. */
function wordSmith(seed: number) {
  const random = seededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const word = (): string => vocabulary[Math.floor(vocabulary.length * random() ** 2)] ?? "ab";
  const words = (count: number): string => Array.from({ length: count }, word).join(" ");
  const leaf = (): string =>
    [word(), word(), `"${words(2)}"`, `{${word()}}`, `${word().slice(0, 2)}*`, `title:${word()}`, `"${words(2)}"~2`][
      below(7)
    ] ?? "";
  const query = (): string =>
    [
      leaf(),
      `(${leaf()} OR ${leaf()}) AND ${leaf()}`,
      `${leaf()} NOT ${word()}`,
      `(${word()} NEAR/2 ${word()}) OR lang:de ${leaf()}`,
      `ATLEAST/2 ${word()} ${leaf()} ${leaf()}`,
      `${word()} NOT NEAR/1 ${word()}`,
      `lede:(${word()} NOT W/2 ${word()})`,
    ][below(7)] ?? "";
  const document = (): TopicDocument => ({
    ...(below(3) > 0 ? { title: words(below(4)) } : {}),
    lang: below(2) === 0 ? "de" : "en",
    sections: Array.from({ length: below(4) }, () => ({
      ...(below(2) === 0 ? { heading: words(1 + below(2)) } : {}),
      text: Array.from({ length: 1 + below(3) }, () => words(1 + below(6))).join(below(2) === 0 ? ". " : "\n\n"),
    })),
  });
  return { below, query, document };
}

describe("createTopicIndex", () => {
  it.each<[string, TopicIndexOptions, TopicIndexOptions]>([
    ["gives the answers of trying every topic", {}, { isExhaustive: true }],
    ["gives the same answers when it tells only the words of its queries apart", { isShortLived: true }, {}],
    [
      "numbers units anew, telling only the words of its queries apart",
      { isShortLived: true },
      { isShortLived: true, firstTick: 0x7f00_0000 - 40 },
    ],
    ["numbers units anew when numbers run out, without a trace", {}, { firstTick: 0x7f00_0000 - 40 }],
  ])("%s", (_, options, otherOptions) => {
    const { query, document, below } = wordSmith(7);
    const [index, other] = [createTopicIndex(options), createTopicIndex(otherOptions)];
    for (let number = 0; number < 400; number++) {
      const [text, scope] = [query(), below(4) === 0 ? "document" : "section"] as const;
      for (const one of [index, other]) add(one, `t${number}`, text, scope);
    }
    let found = 0;
    for (let number = 0; number < 150; number++) {
      const text = document();
      const expected = answers(other, text);
      expect(answers(index, text)).toEqual(expected);
      found += index.match(text, nobody).length;
    }
    expect(found).toBeGreaterThan(1_000);
  });

  it("gives the answers of a fresh index after any adding, replacing and removing", () => {
    const { query, document, below } = wordSmith(11);
    const index = createTopicIndex();
    const kept = new Map<string, string>();
    for (let round = 0; round < 120; round++) {
      for (let step = 0; step < 1 + below(30); step++) {
        const id = `t${below(150)}`;
        kept.delete(id);
        index.remove(id);
        if (below(3) === 0) continue;
        const text = query();
        kept.set(id, text);
        add(index, id, text);
      }
      const fresh = createTopicIndex();
      for (const [id, text] of kept) add(fresh, id, text);
      expect(index.size).toBe(kept.size);
      for (let number = 0; number < 3; number++) {
        const text = document();
        expect(answers(index, text)).toEqual(answers(fresh, text));
      }
    }
  });

  it("goes on giving each answer while topics move from word to word", () => {
    const index = createTopicIndex();
    for (let number = 0; number < 3_000; number++) add(index, `t${number}`, `government ministers q${number}x`);
    for (let round = 0; round < 100; round++) {
      expect(index.match({ body: "The government and its ministers met." }, nobody)).toEqual([]);
    }
    expect(index.match({ body: "Government, ministers: q77x" }, nobody).map(({ topic }) => topic.id)).toEqual(["t77"]);
  });

  it("takes the last of several topics with one id, and all at once or one by one makes no difference", () => {
    const index = createTopicIndex();
    const input = (id: string, query: string) => {
      const parsed = parseQuery(query);
      if (!parsed.ok) throw new Error(parsed.error.message);
      return { id, scope: "section", any: [parsed.node], all: [], none: [], raise: [], where: null } as const;
    };
    index.add([input("a", "rain"), input("b", "rain"), input("a", "snow")]);
    expect(index.size).toBe(2);
    expect(answers(index, { body: "rain" })).toMatchObject([{ id: "b" }]);
    expect(answers(index, { body: "snow" })).toMatchObject([{ id: "a" }]);
  });

  it("names the topics that are tried with every document", () => {
    const index = createTopicIndex();
    add(index, "a", "rain");
    add(index, "b", "lang:ru");
    add(index, "c", "rain OR lang:ru");
    expect(index.alwaysRun()).toEqual(["b", "c"]);
    index.remove("b");
    expect(index.alwaysRun()).toEqual(["c"]);
    expect(answers(index, { lang: "ru", body: "x" })).toMatchObject([{ id: "c" }]);
  });

  it("tells per topic how many documents it was tried with, its hits and its time", () => {
    let clock = 0;
    const index = createTopicIndex({ now: () => (clock += 0.5) });
    add(index, "rain", '"heavy rain"');
    add(index, "snow", "snow");
    for (let round = 0; round < 32; round++) {
      index.match({ body: "heavy rain" }, nobody);
      index.match({ body: "rain, heavy" }, nobody);
      index.match({ body: "rain" }, nobody);
    }
    // Timed on every 16th document, for half a millisecond each time it was there.
    const [rain, snow] = index.usage();
    expect(rain).toMatchObject({ topicId: "rain", documents: 64, hits: 32 });
    expect(rain?.micros).toBeGreaterThan(0);
    expect(snow).toEqual({ topicId: "snow", documents: 0, hits: 0, micros: 0 });
    index.remove("rain");
    add(index, "rain", '"heavy rain"');
    expect(index.usage().find(({ topicId }) => topicId === "rain")).toMatchObject({ documents: 0, hits: 0, micros: 0 });
  });
});
