import type { NoticeMessage, SourceNotice } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { exampleNotice } from "../example-message.ts";
import { hostileText } from "../fixtures/hostile-text.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { noticeMessage } from "../notice.ts";
import { renderHtml } from "./html.ts";
import { renderSlack } from "./slack.ts";
import { renderSubject } from "./subject.ts";
import { renderTerminal } from "./terminal.ts";
import { renderText } from "./text.ts";
import { webhookBody } from "./webhook-body.ts";

/* Messages about sources, in every form. */

function storm(count: number, text = "The name cannot be looked up: the network may be down."): NoticeMessage {
  const notices = Array.from({ length: count }, (_, index): SourceNotice => ({
    id: String(index),
    sourceId: `source-${index}`,
    sourceName: `Source ${index}`,
    kind: "failing",
    text,
    at: "2026-03-02T09:14:01Z",
  }));
  const { id, event, at, links } = exampleNotice();
  return noticeMessage(notices, { id, event, at, links });
}

const bodyOf = (message: NoticeMessage): { readonly data: { readonly notices: readonly object[] } } =>
  JSON.parse(webhookBody(message)) as { data: { notices: object[] } };

describe("about one source", () => {
  test("the text says what happened, when, and the sentence", () => {
    expect(renderText(exampleNotice())).toBe(`NORMAL · Source health
Example Times fails
2026-03-02 09:14 UTC

> The server answered 500 for the fifth time in a row; its last item came 3 hours ago.
`);
  });

  test("subject, terminal, mail and Slack say the same", () => {
    expect(renderSubject(exampleNotice())).toBe("Source health: Example Times fails");
    expect(renderTerminal(exampleNotice(), { color: false, width: 80 })).toBe(`[NORMAL] Source health
  Example Times fails
  2026-03-02 09:14 UTC
  │ The server answered 500 for the fifth time in a row; its last item came 3
  │ hours ago.

`);
    expect(renderHtml(exampleNotice())).toContain('<h2 dir="auto">Example Times fails</h2>');
    expect(renderSlack(exampleNotice()).blocks).toMatchObject([
      { block_id: exampleNotice().id, text: { text: "Example Times fails" } },
      { elements: [{ text: "*NORMAL* · Source health" }] },
      { text: { text: "2026-03-02 09:14 UTC" } },
      { text: { text: expect.stringMatching(/^>The server answered 500/) } },
    ]);
  });

  test("a webhook gets source, kind, sentence and time", () => {
    expect(JSON.parse(webhookBody(exampleNotice()))).toEqual({
      type: "source.problem",
      timestamp: "2026-03-02T09:14:31Z",
      data: {
        source: "example-times",
        kind: "failing",
        text: "The server answered 500 for the fifth time in a row; its last item came 3 hours ago.",
        at: "2026-03-02T09:14:01Z",
        title: "Example Times fails",
        severity: "normal",
        count: 1,
        notices: [
          {
            source: "example-times",
            name: "Example Times",
            kind: "failing",
            text: "The server answered 500 for the fifth time in a row; its last item came 3 hours ago.",
            at: "2026-03-02T09:14:01Z",
          },
        ],
        links: {},
      },
    });
  });
});

describe("about many sources", () => {
  test("is one message that names some and counts the rest", () => {
    const text = renderText(storm(37));
    expect(text).toContain("37 sources fail: Source 0, Source 1, Source 2 and 34 more");
    expect(text).toContain("> Source 19: The name cannot be looked up");
    expect(text).not.toContain("Source 20:");
    expect(text).toContain('> and 17 more; "wirewatch sources list" shows all of them');
    expect(renderSlack(storm(37)).blocks.length).toBeLessThan(50);
  });

  test("a webhook gets all of them while they fit into 20 kB", () => {
    expect(bodyOf(storm(37)).data).toMatchObject({ source: null, kind: "failing", count: 37 });
    expect(bodyOf(storm(37)).data.notices).toHaveLength(37);
    const huge = storm(2_000, "word ".repeat(1_000));
    expect(Buffer.byteLength(webhookBody(huge))).toBeLessThan(20_000);
    expect(bodyOf(huge).data).toMatchObject({ count: 2_000 });
    expect(bodyOf(huge).data.notices.length).toBeGreaterThan(5);
  });
});

describe("outside text", () => {
  test.each([1, 2, 3, 4])("acts nowhere (seed %d)", (seed) => {
    const random = seededRandom(seed);
    const hostile = (): string => hostileText(random, 1 + Math.floor(random() * 60));
    const [notice] = exampleNotice().notices;
    const message = exampleNotice({
      title: hostile(),
      notices: Array.from({ length: 3 }, () => ({
        ...(notice as SourceNotice),
        sourceName: hostile(),
        text: hostile(),
      })),
    });
    expect(renderTerminal(message, { color: false, width: 80 })).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(renderText(message)).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(renderHtml(message)).not.toMatch(/<script|<img/i);
    // The first block is plain text, in which Slack reads no markup.
    expect(JSON.stringify(renderSlack(message).blocks.slice(1))).not.toMatch(/<!channel|<@U/);
    expect(webhookBody(message).isWellFormed()).toBe(true);
  });
});
