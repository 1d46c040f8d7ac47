import type { StoredMatch } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import type { GroupFacts, WaitingAlert } from "./group-facts.ts";
import { groupMessage } from "./group-message.ts";

const snippet = (text: string, ...marks: (readonly [number, number])[]) => ({ text, marks, heading: null });

function alert(id: number, match: object): WaitingAlert {
  return {
    alertId: String(id),
    verdict: "unique",
    createdAt: new Date(0),
    labels: {},
    match: {
      clauses: [],
      snippets: [],
      snippet: snippet(`Passage ${id}.`),
      is_brief: false,
      ...match,
    } as unknown as StoredMatch,
    article: {
      id: String(id),
      url: "",
      title: `Article ${id}`,
      sourceId: "site",
      sourceName: "The Site",
      language: null,
      publishedAt: null,
      firstSeenAt: new Date(0).toISOString(),
    },
  };
}

function message(...waiting: readonly WaitingAlert[]) {
  const group = { id: "5", story_id: "7", topic_id: "harbour", revision: 0 };
  const facts = { group, waiting, topicName: "Harbour", storyTitle: "Ships", storySources: 2, now: new Date(0) };
  const [first] = waiting;
  if (first === undefined) throw new RangeError("nothing waits");
  const style = { event: "alert.opened", timeZone: "UTC", links: {} } as const;
  return groupMessage(facts as unknown as GroupFacts, first, "normal", style);
}

const clauses = [
  { clause: "any[0]", query: "quay", words: ["Quays"], spans: { s0: [[0, 5]] } },
  { clause: "all[0]", query: "title:ship", words: ["Ships"], spans: { title: [[0, 5]] } },
];

describe("the passages of a message", () => {
  test("are up to three of the leading match, each with the clause that found it, and where", () => {
    const snippets = [
      snippet("Ships wait", [0, 5]),
      snippet("At the quays", [7, 12]),
      snippet("Nobody."),
      snippet("Four."),
    ];
    expect(message(alert(1, { clauses, snippets })).why).toEqual([
      { clause: "all[0]", query: "title:ship", field: "title", snippet: snippets[0] },
      { clause: "any[0]", query: "quay", field: "text", snippet: snippets[1] },
      { clause: "any[0]", query: "quay", field: "text", snippet: snippets[2] },
    ]);
  });

  test("of others come after it, what says the same only once", () => {
    const same = snippet("The same.");
    const why = message(alert(1, { snippet: same }), alert(2, { snippet: same }), alert(3, {})).why;
    expect(why.map(({ snippet: { text } }) => text)).toEqual(["The same.", "Passage 3."]);
  });
});

test("a mention in passing is said to be one", () => {
  expect(message(alert(1, { is_brief: true }))).toMatchObject({ isBrief: true });
});
