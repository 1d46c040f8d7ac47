import { describe, expect, test } from "vitest";
import { exampleMessage } from "../example-message.ts";
import { randomMessage } from "../../../../test/support/random-message.ts";
import { hostileText } from "../fixtures/hostile-text.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { renderSlack } from "./slack.ts";
import type { SlackMessage } from "./slack.ts";
import type { SlackBlock } from "./slack-blocks.ts";

/** Texts in which Slack reads markup. */
function markup(message: SlackMessage): readonly string[] {
  return [message.text, ...message.blocks.flatMap(textsOf)];
}

function textsOf(block: SlackBlock): readonly string[] {
  if (block.type === "section") return [block.text.text];
  return block.type === "context" ? block.elements.map(({ text }) => text) : [];
}

/** Without links and the sign of a quoted line. */
function withoutOwnMarkup(text: string): string {
  return text.replaceAll(/<https?:[^<>|]+\|[^<>]*>/g, "").replaceAll(/^>|\n>/g, "");
}

function buttons({ blocks }: SlackMessage): readonly (readonly [label: string, url: string])[] {
  const rows = blocks.flatMap((block) => (block.type === "actions" ? block.elements : []));
  return rows.map(({ text, url }) => [text.text, url]);
}

describe("a Slack message", () => {
  test("has a plain title, the topic, the passage, the reasons and where else it is", () => {
    const message = renderSlack(exampleMessage());
    expect(message.blocks[0]).toEqual({
      type: "header",
      block_id: "dl_0123456789abcdef0123456789abcdef01234567",
      text: { type: "plain_text", text: "Acme Corp recalls heaters", emoji: false },
    });
    expect(markup(message)).toEqual([
      "[CRITICAL] Acme Corporation: Acme Corp recalls heaters",
      "*CRITICAL* · Acme Corporation",
      "<https://news.example.com/acme-recall|Example Times> · published 2026-03-02 09:10 UTC",
      ">*Acme Corp* recalls heaters",
      "*What is recalled*\n>The heaters were built in *Acme*'s Leeds *factory* &amp; sold for less than £40.",
      "Also in:\n• Regional Wire: <https://wire.example.net/2026/heaters|Heaters recalled after fires>",
      'Why: "Acme Corp" in the title',
      'Why: "Acme", "factory" in the section "What is recalled", found by Acme NEAR/8 factory',
    ]);
    expect(buttons(message)).toEqual([
      ["Open the alert", "https://wirewatch.example.org/alerts/al_01J8"],
      ["Why this alert", "https://wirewatch.example.org/explain/ar_901"],
    ]);
  });

  test("calls nobody and hides no link", () => {
    const { article, why } = exampleMessage();
    const text = "<!channel> <@U012AB3CD> <http://evil.example|bank> &amp;";
    const message = renderSlack(
      exampleMessage({
        article: { ...article, title: text, sourceName: text },
        why: why.map((reason) => ({
          ...reason,
          query: text,
          snippet: { text, marks: [[0, 10]], heading: text },
        })),
      }),
    );
    const escaped = "&lt;!channel&gt; &lt;@U012AB3CD&gt; &lt;http://evil.example|bank&gt; &amp;amp;";
    expect(message.text).toContain(escaped);
    expect(markup(message)).toContain(`*${escaped}*\n>*&lt;!channel&gt;* ${escaped.slice("&lt;!channel&gt; ".length)}`);
  });

  test("shows a name without its link where the link is too long for Slack", () => {
    const { article } = exampleMessage();
    const url = `https://news.example.com/?${"&".repeat(2_000)}`;
    const message = renderSlack(exampleMessage({ article: { ...article, url }, links: { open: url } }));
    expect(markup(message)).toContainEqual(expect.stringMatching(/^Example Times · published/));
  });

  test("shows a mark inside a word, where Slack would read the star as a star", () => {
    const [reason] = exampleMessage().why;
    const snippet = { text: "超大国アクメが回収", marks: [[3, 6]] as const, heading: null };
    const message = renderSlack(exampleMessage({ why: reason === undefined ? [] : [{ ...reason, snippet }] }));
    expect(markup(message)).toContain(">超大国\u200B*アクメ*\u200Bが回収");
  });

  test("keeps Slack's limits and its own markup, whatever the text", () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const random = seededRandom(seed);
      const hostile = (): string => hostileText(random, 1 + Math.floor(random() * 100));
      const { article } = exampleMessage();
      const other = {
        ...article,
        title: hostile(),
        sourceName: hostile(),
        url: `https://news.example.com/?${"&".repeat(1_900)}`,
      };
      const message = renderSlack(
        exampleMessage({
          topic: { id: "acme", name: hostile() },
          article: {
            ...article,
            title: hostile(),
            sourceName: "&".repeat(500),
            url: `https://news.example.com/?${"&".repeat(Math.floor(random() * 2_000))}${hostile()}`,
          },
          alsoIn: [other, other, { ...other, url: "https://news.example.com/" }],
          why: [
            {
              clause: "any[0]",
              query: hostile(),
              field: "text",
              snippet: { text: "<".repeat(2_000), marks: [[3, 40]], heading: hostile() },
              finds: [{ query: hostile(), words: [hostile(), hostile()], isInTitle: true }],
            },
          ],
          links: { open: `https://wirewatch.example.org/${hostile()}`, why: "javascript:alert(1)" },
        }),
      );
      expect(message.blocks.length).toBeLessThanOrEqual(50);
      expect(message.blocks.filter((block) => block.type === "header" && block.text.text.length > 150)).toEqual([]);
      expect(message.blocks.filter((block) => block.type === "context" && block.elements.length > 10)).toEqual([]);
      expect(message.blocks.flatMap(textsOf).filter((text) => text.length > 3_000)).toEqual([]);
      for (const text of markup(message)) {
        expect(withoutOwnMarkup(text)).not.toMatch(/[<>]/);
      }
    }
  });

  test("keeps them for every kind, with buttons that lead to http(s) only", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const message = renderSlack(randomMessage(seededRandom(seed)));
      expect(message.blocks.length).toBeLessThanOrEqual(50);
      expect(message.blocks.flatMap(textsOf).filter((text) => text.length > 3_000 || text === "")).toEqual([]);
      expect(message.blocks.filter((block) => block.type === "header" && !isBetween(block.text.text, 1, 150))).toEqual(
        [],
      );
      expect(JSON.stringify(message.blocks).length).toBeLessThan(40_000);
      for (const [label, url] of buttons(message)) {
        expect(label.length).toBeLessThanOrEqual(75);
        expect(url).toMatch(/^https?:\/\//);
        expect(url.length).toBeLessThanOrEqual(3_000);
      }
      for (const text of markup(message)) expect(withoutOwnMarkup(text)).not.toMatch(/[<>]/);
    }
  });
});

function isBetween(text: string, least: number, most: number): boolean {
  return text.length >= least && text.length <= most;
}
