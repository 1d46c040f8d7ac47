import { lines } from "../../views/html.ts";
import { describe, expect, it } from "vitest";
import { configFrom } from "../../../../../test/support/config.ts";
import { expectedAlerts, perDayWords } from "./expected-alerts.ts";
import { routePreview } from "./route-words.ts";
import { topicPatch } from "./topic-patch.ts";
import { topicFiles } from "./topics-scene.ts";
import { topicSentences } from "./topic-words.ts";
import { underlay, yamlMarks } from "./underlay.ts";
import { usualBand } from "./usual-band.ts";

const config = await configFrom(topicFiles);
const [
  harbour = (() => {
    throw new Error("no topic");
  })(),
] = config.topics;
const now = new Date("2026-03-02T12:00:00Z");

describe("expected alerts", () => {
  const match = (isTold: boolean, sourceId = "site") => ({
    sourceId,
    severity: "high" as const,
    language: "en",
    isTold,
  });

  it("are counted per receiver, for stories that people hear of", () => {
    const found = expectedAlerts(harbour, [match(true), match(true), match(false)], { weight: 3, days: 2 }, config);
    expect(found).toEqual([{ receiver: "newsdesk", perDay: 3 }]);
  });

  it("go where the labels of the topic lead", () => {
    const topic = { ...harbour, labels: { desk: "corporate" } };
    expect(expectedAlerts(topic, [match(true, "gone")], { weight: 1, days: 0.2 }, config)).toEqual([
      { receiver: "corporate", perDay: 1 },
    ]);
  });

  it.each([
    [0, "no alerts"],
    [0.1, "about one alert in 10 days"],
    [0.97, "≈ 1 alert a day"],
    [1.96, "≈ 2 alerts a day"],
    [2.34, "≈ 2.3 alerts a day"],
    [41.7, "≈ 42 alerts a day"],
  ])("%d a day are said as %s", (perDay, words) => {
    expect(perDayWords(perDay)).toBe(words);
  });
});

describe("where it goes", () => {
  it.each([
    [{ desk: "sea" }, "newsdesk", "at any hour"],
    [{ desk: "corporate" }, "corporate", "held 19:00–07:00 (night, Europe/London)"],
  ])("with %j: %s, %s", (labels, receiver, words) => {
    expect(routePreview({ ...harbour, labels }, config, now).goes).toMatchObject([{ receiver, words }]);
  });
});

describe("what is usual", () => {
  it("is nothing for the first week and where there was nothing", () => {
    expect(usualBand([1, 2, 3, 4, 5, 6, 7])).toEqual(Array.from({ length: 7 }, () => undefined));
    expect(usualBand(Array.from({ length: 20 }, () => 0)).at(-1)).toBeUndefined();
  });

  it("is around the days before, and wider for small numbers", () => {
    expect(usualBand([...Array.from({ length: 28 }, () => 100), 7]).at(-1)).toEqual([90, 110]);
    expect(usualBand([...Array.from({ length: 28 }, () => 1), 7]).at(-1)).toEqual([0, 2]);
  });

  it("forgets after four weeks", () => {
    const counts = [...Array.from({ length: 28 }, () => 1000), ...Array.from({ length: 28 }, () => 9), 0];
    expect(usualBand(counts).at(-1)).toEqual([6, 12]);
  });
});

describe("a topic in words", () => {
  it("says all of it", () => {
    const raised = {
      ...harbour,
      all: ["x"],
      none: ["y"],
      where: { ...harbour.where, languages: ["en", "de"] },
      raise: [{ query: "z", to: "critical" as const }],
      raiseBySources: [{ sources: 3, withinMs: 7_200_000, to: "critical" as const }],
    };
    expect(topicSentences(raised).map(({ words, queries }) => [words, ...queries].join(" "))).toEqual([
      "It finds this in one section of an article (or its title): harbourmaster",
      "and there, as well: x",
      "but not where one of these is: y",
      "Only articles in en or de.",
      "The severity is critical when this is there: z",
      "The severity is critical when 3 sources carry the story within 2 hours.",
    ]);
  });
});

describe("a patch", () => {
  it("has the lines of the file, where they stand", () => {
    const written = { file: "/etc/wirewatch/topics.yaml", line: 11, prefix: "  - ", text: "id: a\nany: [b]\n" };
    expect(topicPatch({ written, text: written.text }, "id: a\nany: [b]\nseverity: high\n")).toEqual({
      file: "topics.yaml",
      diff: "--- a/topics.yaml\n+++ b/topics.yaml\n@@ -11,2 +11,3 @@\n   - id: a\n     any: [b]\n+    severity: high\n",
      entry: "  - id: a\n    any: [b]\n    severity: high\n",
    });
  });

  it("is the whole entry where nobody knows how the file is written", () => {
    expect(topicPatch({ written: null, text: "" }, "id: a\nany: [b]\n")).toMatchObject({
      diff: "",
      entry: "  - id: a\n    any: [b]\n",
    });
  });
});

describe("what is underlined", () => {
  it("stands where it stands in the text, spaces and lines kept", () => {
    expect(underlay('a  AND "<b\n  c', [{ range: [7, 10], tone: "bad" }]).markup).toBe(
      '<div class="underlay mono" aria-hidden="true">a  AND <span class="wrong bad">&quot;&lt;b</span>\n  c</div>',
    );
  });

  it("leaves out ranges that are not in the text", () => {
    const marks = [
      [3, 9],
      [-1, 2],
      [1, 1],
      [2, 1],
    ].map(([from = 0, to = 0]) => ({ range: [from, to] as const, tone: "warn" as const }));
    expect(underlay("abc", marks).markup).not.toContain("<span");
  });

  it("is a word of the YAML by line and column", () => {
    const mark = { tone: "bad" as const, field: "", range: null, message: "", fix: null };
    const text = "id: a\nanny: [x]\n";
    expect(yamlMarks(text, [{ ...mark, place: { line: 2, column: 1 } }])).toEqual([{ range: [6, 10], tone: "bad" }]);
    expect(
      yamlMarks(text, [
        { ...mark, place: { line: 99, column: 1 } },
        { ...mark, place: null },
      ]),
    ).toEqual([]);
    expect(yamlMarks("", [{ ...mark, place: { line: 1, column: 1 } }])).toEqual([]);
  });

  it("keeps every space, and is escaped", () => {
    expect(lines("  a\n\tb <x>   y ").markup).toBe("  a\n\tb &lt;x&gt;   y ");
  });
});
