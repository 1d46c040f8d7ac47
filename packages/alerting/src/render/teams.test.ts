import { describe, expect, test } from "vitest";
import { randomMessage } from "../../../../test/support/random-message.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { exampleDigest, exampleMessage, exampleNotice, exampleSystem } from "../example-message.ts";
import { renderTeams } from "./teams.ts";
import type { TeamsMessage } from "./teams.ts";
import type { CardElement, Inline } from "./teams-card.ts";

const cardOf = (message: TeamsMessage): TeamsMessage["attachments"][0]["content"] => message.attachments[0].content;

/** Every run of a card with its text, what it looks like and where it leads. */
function runsOf(message: TeamsMessage): readonly Exclude<Inline, string>[] {
  return cardOf(message)
    .body.flatMap(blocksOf)
    .flatMap(({ inlines }) => inlines.map((inline) => (typeof inline === "string" ? asRun(inline) : inline)));
}

const asRun = (text: string): Exclude<Inline, string> => ({ type: "TextRun", text });

function blocksOf(element: CardElement): readonly Extract<CardElement, { type: "RichTextBlock" }>[] {
  return element.type === "Container" ? element.items : [element];
}

const textOf = (message: TeamsMessage): string =>
  cardOf(message)
    .body.flatMap(blocksOf)
    .map(({ inlines }) => inlines.map((inline) => (typeof inline === "string" ? inline : inline.text)).join(""))
    .join("\n");

describe("a card for Teams", () => {
  test("tells severity, topic, title, origin, passages, reasons and other sources", () => {
    expect(textOf(renderTeams(exampleMessage({ note: "Reminder 2 of 3.", timeZone: "Europe/London" })))).toBe(
      `CRITICAL · Acme Corporation
Reminder 2 of 3.
Acme Corp recalls heaters
Example Times · published 2026-03-02 09:10 GMT (Europe/London)
Acme Corp recalls heaters
What is recalled
The heaters were built in Acme's Leeds factory & sold for less than £40.
Why: "Acme Corp" in the title
Why: "Acme", "factory" in the section "What is recalled", found by Acme NEAR/8 factory
Also in:
Regional Wire: Heaters recalled after fires`,
    );
  });

  test("is an Adaptive Card 1.4 in one attachment, with the delivery's id and buttons", () => {
    const { type, summary, attachments } = renderTeams(exampleMessage());
    expect({ type, summary }).toEqual({
      type: "message",
      summary: "[CRITICAL] Acme Corporation: Acme Corp recalls heaters",
    });
    expect(attachments).toMatchObject([
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          type: "AdaptiveCard",
          version: "1.4",
          body: { 0: { id: exampleMessage().id } },
          actions: [
            { type: "Action.OpenUrl", title: "Read the article", url: "https://news.example.com/acme-recall" },
            { type: "Action.OpenUrl", title: "Open the alert" },
            { type: "Action.OpenUrl", title: "Why this alert" },
          ],
        },
      },
    ]);
  });

  test("highlights what matched, colours the severity and links the title", () => {
    const runs = runsOf(renderTeams(exampleMessage()));
    expect(runs.filter(({ highlight }) => highlight === true).map(({ text }) => text)).toEqual([
      "Acme Corp",
      "Acme",
      "factory",
    ]);
    expect(runs[0]).toMatchObject({ text: "CRITICAL", color: "Attention" });
    expect(runs.find(({ size }) => size === "Large")).toMatchObject({
      selectAction: { type: "Action.OpenUrl", url: "https://news.example.com/acme-recall" },
    });
  });

  test("of a digest has headings and stories in one line each", () => {
    expect(textOf(renderTeams(exampleDigest({ why: "held" })))).toBe(`HIGH · Digest
Held back during quiet hours.
9 stories
2026-03-02 17:30 GMT (Europe/London)
Acme Corporation
[HIGH] Acme Corp recalls heaters · Example Times · 2026-03-02 09:10 GMT · 4 articles in 3 sources
The heaters were built in Acme's Leeds factory & sold for less than £40.
Household goods
Kettle prices rise · Regional Wire · 2026-03-02 09:13 GMT
and 7 more`);
  });

  test("of a source or of Wirewatch says the same as elsewhere", () => {
    expect(textOf(renderTeams(exampleNotice()))).toContain(
      "Example Times fails\n2026-03-02 09:14 UTC\nThe server answered",
    );
    expect(textOf(renderTeams(exampleSystem()))).toContain(
      "Wirewatch is at work\n2026-03-02 09:00 GMT (Europe/London)\n1,204",
    );
  });

  test("holds no text that Teams reads as Markdown, whatever it says", () => {
    const title = "**bold** [bank](http://evil.example) <at>Everyone</at> {{DATE(2026-01-01)}} # heading";
    const message = renderTeams(exampleMessage({ article: { ...exampleMessage().article, title } }));
    expect(textOf(message)).toContain(title);
    expect(JSON.stringify(message)).not.toMatch(/"TextBlock"|"FactSet"|"entities"/);
  });

  test("stays below 28 kB with one id, six actions and http(s) links, whatever the message", () => {
    for (let seed = 0; seed < 150; seed += 1) {
      const message = renderTeams(randomMessage(seededRandom(seed)));
      const json = JSON.stringify(message);
      expect(Buffer.byteLength(json, "utf16le")).toBeLessThan(28_000);
      expect(json.isWellFormed()).toBe(true);
      expect(cardOf(message).actions.length).toBeLessThanOrEqual(6);
      const links = [...json.matchAll(/"url":"([^"]*)"/g)].map((match) => match[1]);
      expect(links.filter((link) => !/^https?:\/\//.test(link ?? ""))).toEqual([]);
      expect(runsOf(message).filter(({ text }) => text === "")).toEqual([]);
      expect(textOf(message).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    }
  });

  test("counts the stories and notices it has no room for", () => {
    const [section] = exampleDigest().sections;
    const entries = Array.from({ length: 90 }, () => section?.entries ?? []).flat();
    const digest = textOf(
      renderTeams(exampleDigest({ sections: [{ heading: "Acme Corporation", entries }], more: 3 })),
    );
    const listed = digest.match(/Acme Corp recalls heaters/g)?.length ?? 0;
    expect(listed).toBeGreaterThan(15);
    expect(listed + Number(/and (\d+) more/.exec(digest)?.[1])).toBe(93);
    const lines = Array.from({ length: 50 }, (_, index) => `${index} ${"word ".repeat(100)}`);
    expect(textOf(renderTeams(exampleSystem({ lines })))).toMatch(/and \d+ more/);
  });
});
