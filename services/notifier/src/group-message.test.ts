import type { StoredMatch } from "@wirewatch/store";
import { expect, test } from "vitest";
import type { GroupFacts, WaitingAlert } from "./group-facts.ts";
import { groupMessage } from "./group-message.ts";

function alert(id: number, match: object): WaitingAlert {
  return {
    alertId: String(id),
    verdict: "unique",
    createdAt: new Date(0),
    labels: {},
    match: {
      clauses: [],
      snippets: [],
      snippet: { text: `Passage ${id}.`, marks: [], heading: null },
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

test("passages are those of the leading match, then of the others", () => {
  const why = message(alert(2, {}), alert(1, {}), alert(3, {})).why;
  expect(why.map(({ snippet: { text } }) => text)).toEqual(["Passage 2.", "Passage 1.", "Passage 3."]);
});

test("a mention in passing is said to be one", () => {
  expect(message(alert(1, { is_brief: true }))).toMatchObject({ isBrief: true });
});
