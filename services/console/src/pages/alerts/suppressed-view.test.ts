import { suppressionReasons } from "@wirewatch/model";
import { expect, test } from "vitest";
import { historyBlocks } from "./history-view.ts";
import { ruleLink, suppressedList } from "./suppressed-view.ts";

const match = { detail: null, sourceId: "wire", topicId: "harbour", storyId: "7" } as const;

test("every reason leads to what decided", () => {
  for (const reason of suppressionReasons) {
    expect(ruleLink({ ...match, reason })?.href).toMatch(
      /^\/(?:silences|sources\/wire|stories\/7|topics\/harbour|settings|deliveries)/u,
    );
  }
});

test.each([
  ["silence 12 of ada (works), until 2026-03-02T09:00:00.000Z", "/silences/12"],
  ["silence x of ada", "/silences"],
  ["something else", "/silences"],
])("a silence is named by its number: %s", (detail, href) => {
  expect(ruleLink({ ...match, reason: "silenced", detail })?.href).toBe(href);
});

test("hostile texts stay texts", () => {
  const hostile = `"><img src=x onerror=alert(1)><script>x()</script>`;
  const { markup } = suppressedList(
    [
      {
        ...match,
        id: "1",
        topicName: hostile,
        severity: "high",
        articleId: "2",
        revision: 1,
        title: hostile,
        url: "javascript:alert(1)",
        reason: "quiet_hours",
        detail: hostile,
        at: new Date(0),
        snippet: {
          text: hostile,
          marks: [
            [0, 4],
            [2, 900],
          ],
          heading: null,
        },
        alertId: null,
      },
    ],
    { now: new Date(0), timeZone: "UTC" },
  );
  expect(markup).not.toMatch(/<img|<script|href="javascript/u);
});

test("24 hours are 24 blocks, the darker the more came", () => {
  const { markup } = historyBlocks([...Array.from({ length: 21 }, () => 0), 1, 4, 100]);
  expect(markup.match(/<rect/gu)).toHaveLength(24);
  expect(markup.match(/class="b[^0]"/gu)).toEqual(['class="b1"', 'class="b3"', 'class="b4"']);
  expect(markup).toContain("105 articles in the last 24 hours");
});
