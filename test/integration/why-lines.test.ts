import type { TopicDocument } from "@wirewatch/model";
import type { StoredMatch } from "@wirewatch/store";
import { compileTopics } from "@wirewatch/topics";
import { expect, it } from "vitest";
import { exampleMessage } from "../../packages/alerting/src/example-message.ts";
import { messageView } from "../../packages/alerting/src/render/message-view.ts";
import { foundMatch } from "../../services/classifier/src/found-match.ts";
import { matchReasons } from "../../services/notifier/src/match-reasons.ts";
import { configFrom } from "../support/config.ts";

/* What the classifier records of a match is enough for a message to say what was found, where, and by which query. */

const page: TopicDocument = {
  title: "Port strike ends",
  sections: [
    { heading: null, text: "The port strike is over. Dockers were back at work on Tuesday.", role: "main" },
    { heading: "Harbour fees rise", text: "Grain shipments wait at the quays. Nothing else is known.", role: "main" },
  ],
  lang: "en",
};

async function whyLines(settings: object, document = page): Promise<readonly string[]> {
  const { topics } = await configFrom({
    sources: { sources: [] },
    topics: [{ id: "port", name: "Port", severity: "normal", ...settings }],
  });
  const [topic] = topics;
  const [result] = compileTopics(topics).match(document, { sourceId: null, sourceTags: [] });
  if (topic === undefined || result === undefined) throw new Error("the topic is not in it");
  const match = foundMatch(topic, result, document);
  const [snippet] = match.snippets;
  const article = { ...exampleMessage().article, title: document.title ?? "" };
  // As it comes back from the database.
  const stored = JSON.parse(JSON.stringify({ ...match, snippet })) as StoredMatch;
  return messageView(exampleMessage({ article, why: matchReasons([{ match: stored, article }]) })).because;
}

it.each<[string, object, readonly string[]]>([
  ["a phrase in title and text", { any: ["snow", '"port strike"'] }, ['"Port strike" in the title and the text']],
  ["the title alone", { any: ["title:strike"] }, ['"strike" in the title, found by title:strike']],
  ["a heading", { any: ["harbour"] }, ['"Harbour" in the heading "Harbour fees rise"']],
  [
    "words near each other in a section",
    { any: ["grain NEAR/4 (export* OR shipment*)"] },
    ['"Grain", "shipments" in the section "Harbour fees rise", found by grain NEAR/4 (export* OR shipment*)'],
  ],
  [
    "several queries of one passage",
    { any: ["dock*"], all: ['"port strike"'] },
    ['"Dockers" in the text, found by dock*', '"Port strike" in the title and the text'],
  ],
  [
    "queries whose words overlap",
    { any: ["is"], all: ['"port strike"', '"strike is over"', "over"] },
    [
      '"is" in the text',
      '"Port strike" in the title and the text',
      '"strike is over" in the text',
      '"over" in the text',
    ],
  ],
  ["no words", { any: ["lang:en"] }, ["lang:en is true by what is known of the article"]],
])("%s", async (_, settings, expected) => {
  expect(await whyLines(settings)).toEqual(expected);
});

it("the title, also where all passages are of the text", async () => {
  const far = "Nothing else happened on that day. ".repeat(20);
  const text = [1, 2, 3, 4].map((at) => `The strike goes into day ${at}. ${far}`).join("\n\n");
  const document = { title: "Strike", sections: [{ heading: null, text, role: "main" as const }] };
  expect(await whyLines({ any: ["strike"] }, document)).toEqual(['"Strike" in the title and the text']);
});
