import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { exampleDigest, exampleMessage, exampleNotice, exampleSystem } from "../example-message.ts";
import { wildMessage } from "../fixtures/wild-message.ts";
import { renderApprise } from "./apprise.ts";

describe("a message for Apprise", () => {
  test("is plain text with its addresses", () => {
    expect(renderApprise(exampleMessage({ note: "Reminder 2 of 3.", event: "alert.reminder" }))).toEqual({
      title: "Reminder: [CRITICAL] Acme Corporation: Acme Corp recalls heaters",
      body: `Reminder 2 of 3.
Reminder · CRITICAL · Acme Corporation
https://news.example.com/acme-recall
Example Times · published 2026-03-02 09:10 UTC

> *Acme Corp* recalls heaters

> *What is recalled*
> The heaters were built in *Acme*'s Leeds *factory* & sold for less than £40.

Why: "Acme Corp" in the title
Why: "Acme", "factory" in the section "What is recalled", found by Acme NEAR/8 factory

Also in:
• Regional Wire: Heaters recalled after fires
  https://wire.example.net/2026/heaters

Open the alert: https://wirewatch.example.org/alerts/al_01J8
Why this alert: https://wirewatch.example.org/explain/ar_901`,
      type: "failure",
      format: "text",
    });
  });

  test.each([
    [exampleMessage({ severity: "low" }), "info"],
    [exampleMessage({ severity: "high" }), "warning"],
    [exampleDigest({ severity: "critical" }), "failure"],
    [exampleNotice({ event: "source.recovered" }), "success"],
    [exampleSystem({ event: "system.resumed" }), "success"],
  ])("tells Apprise how bad %o is", (message, type) => {
    expect(renderApprise(message).type).toBe(type);
  });

  test.each([
    ["@everyone", "@\u200Beveryone"],
    ["<!channel> <@U012AB3CD>", "<\u200B!channel> <\u200B@\u200BU012AB3CD>"],
    ["<http://evil.example|bank>", "<\u200Bhttp://evil.example|bank>"],
    ["[bank](http://evil.example)", "[bank]\u200B(http://evil.example)"],
    ["3 < 4 @ noon", "3 < 4 @ noon"],
  ])("takes %s apart, for services that read markup after all", (title, harmless) => {
    expect(renderApprise(exampleSystem({ title, lines: [title] }))).toMatchObject({
      title: expect.stringContaining(harmless),
      body: expect.stringContaining(harmless),
    });
  });

  test("stays short enough for common services, whatever the text", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const { title, body } = renderApprise(wildMessage(seededRandom(seed)));
      expect(title.length).toBeLessThanOrEqual(250);
      expect(body.length).toBeLessThanOrEqual(2_000);
      expect(body.trim()).not.toBe("");
      expect(`${title}${body}`.isWellFormed()).toBe(true);
      expect(`${title}\n${body}`).not.toMatch(/@everyone|<[!@#]|javascript:\S+$/m);
    }
  });
});
