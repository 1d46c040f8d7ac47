import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { exampleMessage, exampleSystem } from "../example-message.ts";
import { wildMessage } from "../fixtures/wild-message.ts";
import { renderDiscord } from "./discord.ts";

describe("a message for Discord", () => {
  test("has severity and topic as its text and the rest as an embed", () => {
    const message = renderDiscord(exampleMessage({ event: "alert.reminder", note: "Reminder 2 of 3." }));
    expect(message).toMatchObject({
      content: "Reminder · **CRITICAL** · Acme Corporation\nReminder 2 of 3.",
      embeds: [{ title: "Acme Corp recalls heaters", url: "https://news.example.com/acme-recall", color: 0xd92d20 }],
      allowed_mentions: { parse: [] },
    });
    expect(message.embeds[0]?.description.split("\n")).toEqual(
      expect.arrayContaining([
        "> The heaters were built in **Acme**'s Leeds **factory** & sold for less than £40.",
        'Why: "Acme Corp" in the title',
        "[Open the alert](https://wirewatch.example.org/alerts/al_01J8) · [Why this alert](https://wirewatch.example.org/explain/ar_901)",
      ]),
    );
  });

  test.each([
    ["*b* _i_ ~~s~~ ||spoiler|| `c`", String.raw`\*b\* \_i\_ \~\~s\~\~ \|\|spoiler\|\| \`c\``],
    ["[bank](http://evil.example)", String.raw`\[bank\](http\://evil.example)`],
    ["@everyone <@123> <#4> <t:1:R>", String.raw`\@everyone \<\@123\> \<\#4\> \<t\:1:R\>`],
    ["# head", String.raw`\# head`],
    ["- item", String.raw`\- item`],
    ["1. item", String.raw`1\. item`],
    [":smile: at 09:10", String.raw`\:smile: at 09:10`],
    [String.raw`\*`, String.raw`\\\*`],
    ["Acme-Corp (UK) 3.5 + 1", "Acme-Corp (UK) 3.5 + 1"],
  ])("writes %s without effect", (title, escaped) => {
    expect(renderDiscord(exampleSystem({ title })).embeds[0]?.title).toBe(escaped);
  });

  test("closes no link early", () => {
    const links = { open: "https://wirewatch.example.org/a_(b)" };
    expect(renderDiscord(exampleMessage({ links })).embeds[0]?.description).toContain(
      "[Open the alert](https://wirewatch.example.org/a_%28b%29)",
    );
  });

  test("cuts a title of signs that are escaped", () => {
    const title = renderDiscord(exampleSystem({ title: "*".repeat(300) })).embeds[0]?.title ?? "";
    expect(title.length).toBeLessThanOrEqual(256);
    expect(title).toMatch(/^(?:\\\*){100,}…$/);
  });

  test("keeps Discord's limits and only its own markup, whatever the text", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const { content, embeds } = renderDiscord(wildMessage(seededRandom(seed)));
      const [embed] = embeds;
      if (embed === undefined) throw new Error("there is no embed");
      const { title, description, url = "https://" } = embed;
      expect(content.length).toBeLessThanOrEqual(2_000);
      expect(title.length).toBeLessThanOrEqual(256);
      expect(description.length).toBeLessThanOrEqual(4_096);
      expect(title.length * description.length).toBeGreaterThan(0);
      expect(title.length + description.length).toBeLessThanOrEqual(6_000);
      expect(url).toMatch(/^https:\/\//);
      expect(`${content}${title}${description}`.isWellFormed()).toBe(true);
      const own = /\*\*|\]\(https:\/\/[^\s()]*\)|\[/g;
      const acting = `${content}\n${title}\n${description}`.replaceAll(/\\[^0-9A-Za-z\s]/g, "").replaceAll(own, "");
      expect(acting.replaceAll(/^> /gm, "")).not.toMatch(/[*_~`|<>[\]@#]/);
    }
  });
});
