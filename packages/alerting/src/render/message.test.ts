import type { AlertMessage } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { exampleMessage } from "../example-message.ts";
import { randomMessage } from "../../../../test/support/random-message.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { renderHtml } from "./html.ts";
import { renderMailSubject, renderSubject } from "./subject.ts";
import { renderTerminal } from "./terminal.ts";
import { renderText } from "./text.ts";

const escape = "\u001B";
const ownColors = new RegExp(`${escape}\\[(?:0|1|2|36|37|1;33|1;97;41)m`, "g");
const tagsOfHtml = new Set(
  "!doctype html head meta title body p strong h2 h3 a blockquote br mark small ul li".split(" "),
);

describe("the plain text", () => {
  test("tells topic, severity, passage, reasons, other sources and links", () => {
    expect(renderText(exampleMessage())).toBe(
      `CRITICAL · Acme Corporation
Acme Corp recalls heaters
Example Times · published 2026-03-02 09:10 UTC

https://news.example.com/acme-recall

> *Acme Corp* recalls heaters

What is recalled:
> The heaters were built in *Acme*'s Leeds *factory* & sold for less than £40.

Why: "Acme Corp" in the title
Why: "Acme", "factory" in the section "What is recalled", found by Acme NEAR/8 factory

Also in:
- Regional Wire: Heaters recalled after fires
  https://wire.example.net/2026/heaters

Open the alert: https://wirewatch.example.org/alerts/al_01J8
Why this alert: https://wirewatch.example.org/explain/ar_901
`,
    );
  });

  test("says when, in the zone of its readers", () => {
    const london = renderText(exampleMessage({ timeZone: "Europe/London" }));
    expect(london).toContain("Example Times · published 2026-03-02 09:10 GMT (Europe/London)");
    const kolkata = renderText(exampleMessage({ timeZone: "Asia/Kolkata" }));
    expect(kolkata).toContain("Example Times · published 2026-03-02 14:40 GMT+5:30 (Asia/Kolkata)");
  });

  test("says above the rest why it comes, and that the article has little on the topic", () => {
    const note = "Reminder 2 of 3:\r\nnobody has acknowledged this alert.";
    expect(renderText(exampleMessage({ event: "alert.reminder", note, isBrief: true }))).toMatch(
      /^Reminder 2 of 3: nobody has acknowledged this alert.\n\nREMINDER · CRITICAL · Acme Corporation · brief mention\n/,
    );
  });

  test("says when an article has no date, and marks an update", () => {
    const { article } = exampleMessage();
    const message = exampleMessage({
      event: "alert.updated",
      article: { ...article, publishedAt: null },
    });
    expect(renderText(message)).toMatch(/^UPDATE · CRITICAL/);
    expect(renderText(message)).toContain("Example Times · first seen 2026-03-02 09:12 UTC");
  });

  test("invents no date and no title", () => {
    const { article } = exampleMessage();
    const dates = { publishedAt: "yesterday", firstSeenAt: "+099999-01-01T00:00:00Z" };
    const text = renderText(exampleMessage({ article: { ...article, ...dates, title: "\r\n" } }));
    expect(text).toContain("(no title)\nExample Times\n");
  });

  test("counts what it has no room for", () => {
    const other = exampleMessage().article;
    expect(renderText(exampleMessage({ alsoIn: Array.from({ length: 12 }, () => other) }))).toContain("- and 7 more");
  });
});

describe("the subject", () => {
  test.each<[Partial<AlertMessage>, string]>([
    [{}, "[CRITICAL] Acme Corporation: Acme Corp recalls heaters"],
    [{ severity: "normal" }, "Acme Corporation: Acme Corp recalls heaters"],
    [{ severity: "high", event: "alert.updated" }, "Update: [HIGH] Acme Corporation: Acme Corp recalls heaters"],
    [{ event: "alert.reminder" }, "Reminder: [CRITICAL] Acme Corporation: Acme Corp recalls heaters"],
    [{ event: "alert.escalated", severity: "low" }, "Escalated: Acme Corporation: Acme Corp recalls heaters"],
    [{ topic: { id: "acme", name: "" } }, "[CRITICAL] acme: Acme Corp recalls heaters"],
  ])("for %j is %s", (changes, expected) => {
    expect(renderSubject(exampleMessage(changes))).toBe(expected);
  });
});

test("the subject of a mail that answers another has one Re:, whatever it is besides", () => {
  const expected = "Re: [CRITICAL] Acme Corporation: Acme Corp recalls heaters";
  for (const event of ["alert.updated", "alert.reminder", "alert.escalated"] as const) {
    expect(renderMailSubject(exampleMessage({ event }), true)).toBe(expected);
  }
  expect(renderMailSubject(exampleMessage({ event: "alert.escalated" }), false)).toMatch(/^Escalated: \[CRITICAL\]/);
});

describe("the HTML", () => {
  test("marks what matched and links the article", () => {
    const html = renderHtml(exampleMessage());
    expect(html).toContain("<mark>Acme Corp</mark> recalls heaters");
    expect(html).toContain('<a href="https://news.example.com/acme-recall" rel="noopener noreferrer nofollow">');
    expect(html).toContain("&amp; sold");
  });

  test("holds only tags of its own, whatever the text", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const html = renderHtml(randomMessage(seededRandom(seed)));
      const tags = new Set([...html.matchAll(/<\/?([a-z!0-9]+)/gi)].map((match) => match[1]));
      expect([...tags].filter((tag) => tag !== undefined && !tagsOfHtml.has(tag))).toEqual([]);
      expect([...html.matchAll(/href="([^"]*)"/g)].every((match) => match[1]?.startsWith("https://"))).toBe(true);
    }
  });
});

describe("the terminal", () => {
  test("wraps at the width and keeps marks readable without colour", () => {
    const text = renderTerminal(exampleMessage(), { color: false, width: 50 });
    expect(text).toContain("[CRITICAL] Acme Corporation\n  Acme Corp recalls heaters\n");
    expect(text).toContain("│ The heaters were built in *Acme*'s Leeds\n  │ *factory* & sold for less than £40.\n");
    const prose = text.split("\n").filter((line) => !line.includes("http"));
    expect(prose.every((line) => line.length <= 50)).toBe(true);
  });

  test("keeps a mark over two words together, and breaks it with the line", () => {
    const snippet = {
      text: "one two three four five six seven eight nine ten",
      marks: [[8, 39]] as const,
      heading: null,
    };
    const [reason] = exampleMessage().why;
    const message = exampleMessage({ why: reason === undefined ? [] : [{ ...reason, snippet }] });
    expect(renderTerminal(message, { color: false, width: 10 })).toContain(
      "│ one two *three four five six*\n  │ *seven eight* nine ten\n",
    );
  });

  test("counts East Asian letters as two columns", () => {
    const { article } = exampleMessage();
    const message = exampleMessage({
      article: { ...article, title: "東京 大阪 名古屋 札幌 福岡 京都 神戸 横浜 仙台" },
    });
    expect(renderTerminal(message, { color: false, width: 40 })).toContain("東京 大阪 名古屋 札幌 福岡 京都 神戸\n");
  });

  test("colours only by itself, whatever the text", () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const message = randomMessage(seededRandom(seed));
      const colored = renderTerminal(message, { color: true, width: 80 });
      const withoutOwn = colored
        .split(escape)
        .map((piece) => piece.replace(/^\[[\d;]+m/, ""))
        .join("");
      const escapes = colored.split(escape).length - 1;
      expect(colored.match(ownColors)).toHaveLength(escapes);
      expect(withoutOwn.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      expect(colored.length).toBeLessThan(250_000);
      expect(renderTerminal(message, { color: false, width: 80 })).not.toContain(escape);
    }
  });
});

test("no form of a message breaks a line where outside text does", () => {
  const { article } = exampleMessage();
  const message = exampleMessage({
    article: { ...article, title: "Acme\r\nBcc: eve@example.com\u2028x" },
  });
  const title = "Acme Bcc: eve@example.com x";
  expect(renderSubject(message)).toContain(title);
  expect(renderText(message)).toContain(`\n${title}\n`);
  expect(renderTerminal(message, { color: false, width: 80 })).toContain(`  ${title}\n`);
});
