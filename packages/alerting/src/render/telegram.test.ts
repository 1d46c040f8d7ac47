import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { readTelegramHtml } from "../../../../test/support/telegram-html.ts";
import type { TelegramText } from "../../../../test/support/telegram-html.ts";
import { exampleDigest, exampleMessage } from "../example-message.ts";
import { wildMessage } from "../fixtures/wild-message.ts";
import { renderTelegram } from "./telegram.ts";

function read(html: string): TelegramText {
  const text = readTelegramHtml(html);
  if ("complaint" in text) throw new Error(text.complaint);
  return text;
}

describe("a message for Telegram", () => {
  test("is HTML with the title as a link, quotes and links", () => {
    const { text, ...rest } = renderTelegram(exampleMessage({ note: "Reminder 2 of 3.", event: "alert.reminder" }));
    expect(text).toBe(`<b>Reminder 2 of 3.</b>
Reminder · <b>CRITICAL</b> · Acme Corporation
<b><a href="https://news.example.com/acme-recall">Acme Corp recalls heaters</a></b>
Example Times · published 2026-03-02 09:10 UTC

<blockquote><b>Acme Corp</b> recalls heaters</blockquote>

<blockquote><b>What is recalled</b>
The heaters were built in <b>Acme</b>&#39;s Leeds <b>factory</b> &amp; sold for less than £40.</blockquote>

Why: &quot;Acme Corp&quot; in the title
Why: &quot;Acme&quot;, &quot;factory&quot; in the section &quot;What is recalled&quot;, found by Acme NEAR/8 factory

Also in:
• Regional Wire: <a href="https://wire.example.net/2026/heaters">Heaters recalled after fires</a>

<a href="https://wirewatch.example.org/alerts/al_01J8">Open the alert</a> · <a href="https://wirewatch.example.org/explain/ar_901">Why this alert</a>`);
    expect(rest).toEqual({
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      disable_notification: false,
    });
  });

  test("makes no sound for what is of low severity", () => {
    expect(renderTelegram(exampleMessage({ severity: "low" })).disable_notification).toBe(true);
  });

  test("writes outside text without effect", () => {
    const { article } = exampleMessage();
    const title = '<b>x</b> <a href="http://evil.example">bank</a> &lt;';
    const { text } = renderTelegram(exampleMessage({ article: { ...article, title } }));
    expect(read(text).text).toContain(title);
    expect(read(text).links).not.toContain("http://evil.example");
  });

  test("shows as many stories of a digest as fit, counts the others and keeps its links", () => {
    const [section] = exampleDigest().sections;
    const entries = Array.from({ length: 90 }, () => section?.entries ?? []).flat();
    const { text } = renderTelegram(exampleDigest({ sections: [{ heading: "Acme", entries }], more: 10 }));
    const shown = text.match(/^• /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(5);
    expect(text).toContain(`and ${100 - shown} more\n`);
    expect(text).toMatch(/Open Wirewatch<\/a>$/);
  });

  test("is read by Telegram and keeps its limits, whatever the text", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const { text: html } = renderTelegram(wildMessage(seededRandom(seed)));
      const { text, links, entities } = read(html);
      expect(text.length).toBeLessThanOrEqual(4_096);
      expect(text.trim()).not.toBe("");
      expect(entities).toBeLessThanOrEqual(100);
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(35_000);
      expect(html.isWellFormed()).toBe(true);
      expect(links.filter((link) => !link.startsWith("https://"))).toEqual([]);
    }
  });
});
