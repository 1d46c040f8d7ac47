import { describe, expect, test } from "vitest";
import { digestContent } from "./digest-content.ts";
import type { DigestContent, DigestItem } from "./digest-content.ts";
import { exampleMessage } from "./example-message.ts";

const byTopic = { sections: ["topic", "story"], maxStories: 50 } as const;

function item(
  minute: number,
  story: string,
  changes: Partial<DigestItem> & { source?: string; articleId?: string } = {},
): DigestItem {
  const { source = "Example Times", articleId = `ar_${minute}`, ...rest } = changes;
  return {
    alertId: `al_${minute}`,
    topic: { id: "acme", name: "Acme Corporation" },
    severity: "normal",
    story: { id: story, title: `Story ${story}`, sources: 1 },
    article: { ...exampleMessage().article, id: articleId, sourceId: source, sourceName: source },
    snippet: null,
    at: new Date(Date.UTC(2026, 2, 2, 0, minute)),
    ...rest,
  };
}

const ferry = { id: "ferry", name: "Ferries" };

/** Headings with the articles below them. */
function outline({ sections }: DigestContent): (readonly [string | null, ...string[]])[] {
  return sections.map(({ heading, entries }) => [heading, ...entries.map(({ article }) => article.id)] as const);
}

describe("a digest", () => {
  test("has the newest story first, and the topic with the newest story first", () => {
    const items = [
      item(1, "a"),
      item(5, "b"),
      item(3, "c", { topic: ferry }),
      item(9, "d", { topic: ferry }),
      item(7, "e"),
    ];
    expect(outline(digestContent(items, byTopic))).toEqual([
      ["Ferries", "ar_9", "ar_3"],
      ["Acme Corporation", "ar_7", "ar_5", "ar_1"],
    ]);
  });

  test("tells a story once for each topic, with its most severe article and the number of all", () => {
    const items = [
      item(1, "a", { severity: "high" }),
      item(2, "a", { story: { id: "a", title: "Story a", sources: 4 } }),
      item(3, "a", { articleId: "ar_2" }),
      item(4, "a", { topic: ferry }),
    ];
    const content = digestContent(items, byTopic);
    expect(outline(content)).toEqual([
      ["Ferries", "ar_4"],
      ["Acme Corporation", "ar_1"],
    ]);
    expect(content.sections[1]?.entries).toMatchObject([{ severity: "high", articles: 2, story: { sources: 4 } }]);
    expect(content).toMatchObject({ title: "4 alerts on 1 story", severity: "high", more: 0 });
  });

  test("tells nothing twice", () => {
    const twice = [item(1, "a"), item(1, "a"), item(2, "a", { articleId: "ar_1" })];
    const content = digestContent(twice, { sections: ["topic"], maxStories: 50 });
    expect(outline(content)).toEqual([["Acme Corporation", "ar_1"]]);
    expect(content.title).toBe("2 alerts on 1 story");
  });

  test("keeps the newest stories and counts the others, of which nothing is told", () => {
    const items = Array.from({ length: 60 }, (_, minute) =>
      item(minute, `st_${minute % 30}`, { topic: minute % 2 === 0 ? ferry : item(0, "").topic }),
    );
    const content = digestContent(items, { ...byTopic, maxStories: 7 });
    const told = content.sections.flatMap(({ entries }) => entries.map(({ story }) => story.id));
    expect(new Set(told)).toEqual(new Set(["st_29", "st_28", "st_27", "st_26", "st_25", "st_24", "st_23"]));
    expect(content).toMatchObject({ title: "60 alerts on 30 stories", more: 23 });
  });

  test.each<[string, Parameters<typeof digestContent>[1]["sections"], ReturnType<typeof outline>]>([
    [
      "by source, with an entry for each article",
      ["source"],
      [
        ["Wire", "ar_3"],
        ["Example Times", "ar_2", "ar_1"],
      ],
    ],
    [
      "by source and story",
      ["source", "story"],
      [
        ["Wire", "ar_3"],
        ["Example Times", "ar_2"],
      ],
    ],
    [
      "by topic and source",
      ["topic", "source"],
      [
        ["Acme Corporation · Wire", "ar_3"],
        ["Acme Corporation · Example Times", "ar_2", "ar_1"],
      ],
    ],
    ["without headings", ["story"], [[null, "ar_3"]]],
    ["without anything", [], [[null, "ar_3", "ar_2", "ar_1"]]],
  ])("can be %s", (_, sections, expected) => {
    const items = [item(1, "a"), item(2, "a"), item(3, "a", { source: "Wire" })];
    expect(outline(digestContent(items, { sections, maxStories: 50 }))).toEqual(expected);
  });

  test("keeps topics of one name apart", () => {
    const items = [item(1, "a"), item(2, "a", { topic: { id: "acme-2", name: "Acme Corporation" } })];
    expect(outline(digestContent(items, byTopic))).toHaveLength(2);
  });

  test("of nothing says so", () => {
    expect(digestContent([], byTopic)).toEqual({ title: "No alerts", severity: "low", sections: [], more: 0 });
    expect(digestContent([item(1, "a")], byTopic).title).toBe("1 alert on 1 story");
  });
});
