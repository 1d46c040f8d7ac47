import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { exampleMessage, exampleNotice, exampleSystem } from "../example-message.ts";
import { wildMessage } from "../fixtures/wild-message.ts";
import { renderNtfy } from "./ntfy.ts";

const topicAndId = { topic: "t".repeat(64), sequence_id: "dl_0123456789abcdef0123456789abcdef01234567", priority: 5 };

describe("a message for ntfy", () => {
  test("has a title, a text, what a tap opens and buttons", () => {
    expect(renderNtfy(exampleMessage({ alsoIn: [] }))).toEqual({
      title: "[CRITICAL] Acme Corporation: Acme Corp recalls heaters",
      message: `Example Times · published 2026-03-02 09:10 UTC

> *Acme Corp* recalls heaters

> *What is recalled*
> The heaters were built in *Acme*'s Leeds *factory* & sold for less than £40.

Why: "Acme Corp" in the title
Why: "Acme", "factory" in the section "What is recalled", found by Acme NEAR/8 factory`,
      tags: ["rotating_light"],
      priority: 5,
      click: "https://news.example.com/acme-recall",
      actions: [
        { action: "view", label: "Open the alert", url: "https://wirewatch.example.org/alerts/al_01J8" },
        { action: "view", label: "Why this alert", url: "https://wirewatch.example.org/explain/ar_901" },
      ],
    });
  });

  test.each([
    [exampleMessage({ severity: "low" }), 2, "newspaper"],
    [exampleMessage({ severity: "normal" }), 3, "newspaper"],
    [exampleMessage({ severity: "high" }), 4, "warning"],
    [exampleMessage({ severity: "critical" }), 5, "rotating_light"],
    [exampleNotice(), 3, "warning"],
    [exampleNotice({ event: "source.recovered", severity: "low" }), 2, "white_check_mark"],
    [exampleSystem({ event: "system.stalled", severity: "critical" }), 5, "rotating_light"],
    [exampleSystem({ event: "system.resumed", severity: "critical" }), 5, "white_check_mark"],
    [exampleSystem(), 2, "information_source"],
  ])("is as urgent as %o", (message, priority, tag) => {
    expect(renderNtfy(message)).toMatchObject({ priority, tags: [tag] });
  });

  test("opens the console where there is no article", () => {
    expect(renderNtfy(exampleSystem()).click).toBe("https://wirewatch.example.org/");
    expect(renderNtfy(exampleNotice())).not.toHaveProperty("click");
  });

  test("has the three buttons that matter most", () => {
    const url = "https://wirewatch.example.org/";
    const links = { why: `${url}why`, mute: `${url}mute`, ack: `${url}ack`, open: `${url}open` };
    expect(renderNtfy(exampleMessage({ links })).actions.map(({ label }) => label)).toEqual([
      "Open the alert",
      "Acknowledge",
      "Mute this story",
    ]);
  });

  test("lets nothing be decoded as a word of a mail header", () => {
    const { article } = exampleMessage();
    const encoded = "=?utf-8?b?4oCuZ3Bq?=";
    const message = exampleMessage({
      article: { ...article, title: encoded, url: `https://news.example.com/${encoded}` },
    });
    const { title, click } = renderNtfy(message);
    expect(`${title} ${click}`).not.toContain("=?");
    expect(title.replaceAll("\u200B", "")).toContain(encoded);
  });

  test("leaves out buttons rather than the text", () => {
    const url = `https://wirewatch.example.org/${"x".repeat(2_000)}`;
    const { article } = exampleMessage();
    const message = exampleMessage({ article: { ...article, url }, links: { open: url, ack: url, mute: url } });
    const { actions, message: text } = renderNtfy(message);
    expect(actions).toHaveLength(1);
    expect(text).toContain("Also in:");
  });

  test("keeps ntfy's limits, whatever the text", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const message = renderNtfy(wildMessage(seededRandom(seed)));
      expect(Buffer.byteLength(message.message)).toBeLessThanOrEqual(4_096);
      expect(message.message).not.toBe("");
      expect(Buffer.byteLength(JSON.stringify({ ...topicAndId, ...message }))).toBeLessThanOrEqual(8_192);
      expect(message.title.length).toBeLessThan(300);
      expect(message.title).not.toMatch(/[\r\n]|=\?/);
      expect(message.actions.length).toBeLessThanOrEqual(3);
      expect(message.actions.every(({ label, url }) => label !== "" && url.startsWith("https://"))).toBe(true);
    }
  });
});
