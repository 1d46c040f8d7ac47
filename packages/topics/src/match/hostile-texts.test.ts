import { describe, expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import { createTopicEngine } from "./engine.ts";

const queries = [
  "rain",
  "rain NOT wind",
  '"rain rain"',
  '"rain wind rain"~5',
  "rain NEAR/250 rain",
  "rain NEAR/250 wind NEAR/250 rain",
  "rain NOT NEAR/250 wind",
  "rain W/P rain",
  "rain W/S (rain NEAR/9 rain)",
  "ATLEAST/9 (rain OR wind)",
  "FIRST/50 (rain NEAR rain)",
  "ra*i*i*i*n",
  "aa*a*a*a*a*b",
  "title:rain OR heading:rain OR lede:rain",
  "rain AND wind",
  "lang:en rain",
  "~rain",
];

describe("texts made to cost time", () => {
  it.each<[string, TopicDocument]>([
    ["one word 100,000 times", { body: "rain ".repeat(100_000) }],
    ["two words in turns", { title: "rain", body: "rain wind ".repeat(50_000) }],
    ["two megabytes without a space", { body: "a".repeat(2_000_000) }],
    ["20,000 long words", { body: `${"a".repeat(100)} `.repeat(20_000) }],
    [
      "10,000 sections",
      { title: "rain", sections: Array.from({ length: 10_000 }, () => ({ heading: "wind", text: "rain" })) },
    ],
    [
      "a long title over many sections",
      { title: "rain ".repeat(20_000), sections: Array.from({ length: 200 }, () => ({ text: "wind" })) },
    ],
    ["100,000 paragraphs", { body: "rain\n\n".repeat(100_000) }],
    ["100,000 different words", { body: Array.from({ length: 100_000 }, (_, index) => `rain${index}`).join(" ") }],
    [
      "strange metadata",
      { body: "rain", lang: "x".repeat(100_000), url: "/".repeat(100_000), author: "a ".repeat(100_000) },
    ],
    ["broken characters", { title: "\uD800rain\uDC00", body: "\u0301\u200B\uD83D ".repeat(50_000) }],
  ])("%s", (_, document) => {
    const engine = createTopicEngine({ stem: (_language, word) => word });
    engine.add(
      queries.flatMap((query) =>
        (["section", "document"] as const).map((scope) => ({ id: `${scope} ${query}`, query, opts: { scope } })),
      ),
    );
    const startedMs = process.cpuUsage().user / 1000;
    engine.match(document);
    expect(process.cpuUsage().user / 1000 - startedMs).toBeLessThan(8_000);
  });

  it("many topics about a word that is there 100,000 times share the work, and each still has its answer", () => {
    const engine = createTopicEngine();
    engine.add(Array.from({ length: 200 }, (_, index) => ({ id: `t${index}`, query: `rain NEAR/${50 + index} rain` })));
    const startedMs = process.cpuUsage().user / 1000;
    const hits = engine.match("rain ".repeat(100_000));
    expect(hits).toHaveLength(200);
    expect(process.cpuUsage().user / 1000 - startedMs).toBeLessThan(20_000);
  });

  it("many topics about the words of a long title share the work of its many sections", () => {
    const engine = createTopicEngine();
    engine.add(
      Array.from({ length: 300 }, (_, index) => ({ id: `t${index}`, query: `rain NEAR/${index % 250} rain` })),
    );
    const startedMs = process.cpuUsage().user / 1000;
    const sections = Array.from({ length: 200 }, () => ({ text: "wind" }));
    const hits = engine.match({ title: "rain ".repeat(20_000), sections });
    expect(hits.filter(({ units }) => units.length === 200)).toHaveLength(300);
    expect(process.cpuUsage().user / 1000 - startedMs).toBeLessThan(8_000);
  });

  it("whether a single word is there is exact, however much work other queries cost", () => {
    const engine = createTopicEngine();
    engine.add([
      ...Array.from({ length: 30 }, (_, index) => ({ id: `t${index}`, query: `rain NEAR/${50 + index} rain` })),
      { id: "snow", query: "snow AND title:hail" },
    ]);
    const hits = engine.match({ title: "hail", body: `${"rain ".repeat(100_000)} snow` });
    expect(hits.at(-1)).toMatchObject({ id: "snow", spans: { title: [[0, 4]], s0: [[500_001, 500_005]] } });
  });
});
