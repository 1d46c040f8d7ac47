import type { AlertReason } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { exampleMessage } from "../example-message.ts";
import { hostileText } from "../fixtures/hostile-text.ts";
import { randomMessage } from "../../../../test/support/random-message.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { webhookBody } from "./webhook-body.ts";

interface Body {
  readonly data: {
    readonly article: { readonly url: string | null; readonly title: string };
    readonly why: readonly { readonly snippet: string }[];
    readonly links: Readonly<Record<string, string>>;
  };
}

function read(body: string): Body {
  const parsed: Body = JSON.parse(body);
  return parsed;
}

describe("the body of a webhook", () => {
  test("has the documented form", () => {
    expect(JSON.parse(webhookBody(exampleMessage()))).toEqual({
      type: "alert.opened",
      timestamp: "2026-03-02T09:14:31Z",
      data: {
        alert_id: "al_01J8",
        revision: 1,
        topic: { id: "acme", name: "Acme Corporation" },
        severity: "critical",
        brief: false,
        note: null,
        story: { id: "st_77", title: "Acme Corp recalls heaters", sources: 3 },
        article: {
          id: "ar_901",
          url: "https://news.example.com/acme-recall",
          title: "Acme Corp recalls heaters",
          source: "example-times",
          language: "en",
          published_at: "2026-03-02T09:10:00Z",
          first_seen_at: "2026-03-02T09:12:05Z",
        },
        also_in: [
          {
            id: "ar_902",
            url: "https://wire.example.net/2026/heaters",
            title: "Heaters recalled after fires",
            source: "regional-wire",
            language: "en",
            published_at: null,
            first_seen_at: "2026-03-02T09:13:40Z",
          },
        ],
        why: [
          {
            clause: "any[0]",
            query: '"Acme Corp"',
            field: "title",
            snippet: "<mark>Acme Corp</mark> recalls heaters",
          },
          {
            clause: "any[1]",
            query: "Acme NEAR/8 factory",
            field: "text",
            snippet:
              "The heaters were built in <mark>Acme</mark>&#39;s Leeds <mark>factory</mark> &amp; sold for less than £40.",
          },
        ],
        links: {
          open: "https://wirewatch.example.org/alerts/al_01J8",
          why: "https://wirewatch.example.org/explain/ar_901",
        },
      },
    });
  });

  test("is the same text for the same message, so that every attempt signs the same", () => {
    expect(webhookBody(exampleMessage())).toBe(webhookBody(exampleMessage()));
  });

  test("names no link that is not http(s)", () => {
    const { article } = exampleMessage();
    const message = exampleMessage({
      article: { ...article, url: "javascript:alert(1)" },
      links: { open: "data:text/html,x", why: "https://wirewatch.example.org/" },
    });
    const { data } = read(webhookBody(message));
    expect(data.article.url).toBe(null);
    expect(data.links).toEqual({ why: "https://wirewatch.example.org/" });
  });

  test("cuts snippets before it leaves out reasons", () => {
    const reason: Omit<AlertReason, "snippet"> = { clause: "any[0]", query: "Acme", field: "text" };
    const text = `${'"&<漢'.repeat(2_000)}Acme`;
    const why = Array.from({ length: 20 }, () => ({
      ...reason,
      snippet: { text, marks: [[8_000, 8_004]] as const, heading: null },
    }));
    const body = webhookBody(exampleMessage({ why }));
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
    const { data } = read(body);
    expect(data.why).toHaveLength(20);
    expect(data.why.every(({ snippet }) => snippet.includes("<mark>Acme</mark>"))).toBe(true);
  });

  test("stays below 20 kB and escaped for any text", () => {
    const random = seededRandom(9);
    for (let round = 0; round < 20; round += 1) {
      const hostile = (): string => hostileText(random, 1 + Math.floor(random() * 400));
      const { article, story, topic } = exampleMessage();
      const message = exampleMessage({
        topic: { ...topic, name: hostile() },
        story: { ...story, title: hostile() },
        article: {
          ...article,
          title: hostile(),
          url: `https://news.example.com/${encodeURIComponent(hostile().toWellFormed())}`,
        },
        why: Array.from({ length: Math.floor(random() * 40) }, () => ({
          clause: hostile(),
          query: hostile(),
          field: "text",
          snippet: { text: hostile(), marks: [[5, 60]], heading: null },
        })),
        links: { open: hostile(), why: `https://wirewatch.example.org/?${hostile()}` },
      });
      const body = webhookBody(message);
      expect(Buffer.byteLength(body)).toBeLessThan(20_000);
      const { data } = read(body);
      expect(data.article.title.length).toBeLessThanOrEqual(300);
      for (const { snippet } of data.why) expect(snippet.replaceAll(/<\/?mark>/g, "")).not.toMatch(/[<>"']/);
    }
  });

  test("of any kind stays below 20 kB, with links to http(s) only, and is never empty", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const message = randomMessage(seededRandom(seed));
      const body = webhookBody(message);
      expect(Buffer.byteLength(body)).toBeLessThan(20_000);
      expect(body.isWellFormed()).toBe(true);
      const parsed: { type: string; data: { links: Record<string, string> } } = JSON.parse(body);
      expect(parsed.type).toBe(message.event);
      expect(Object.values(parsed.data.links).filter((link) => !/^https?:/.test(link))).toEqual([]);
    }
  });

  test("names other articles of the story while there is room for them", () => {
    const { article } = exampleMessage();
    const alsoIn = Array.from({ length: 30 }, (_, index) => ({ ...article, id: `ar_${index}` }));
    expect(JSON.parse(webhookBody(exampleMessage({ alsoIn })))).toMatchObject({ data: { also_in: { length: 10 } } });
    const long = alsoIn.map((other) => ({ ...other, url: `https://news.example.com/${"a".repeat(2_000)}` }));
    expect(JSON.parse(webhookBody(exampleMessage({ alsoIn: long })))).toMatchObject({
      data: { also_in: { length: 5 } },
    });
  });

  test("carries the note and says that a mention is brief", () => {
    const body = webhookBody(exampleMessage({ event: "alert.reminder", note: "Reminder 2 of 3.", isBrief: true }));
    expect(JSON.parse(body)).toMatchObject({ type: "alert.reminder", data: { note: "Reminder 2 of 3.", brief: true } });
  });
});
