import { describe, expect, test } from "vitest";
import { keyColumns, keyValues, messageOf } from "./rows.ts";
import { isStageName, stageNames, stages, stagesOf } from "./stages.ts";

describe("the drawing of the pipeline", () => {
  test.each(stageNames)("%s leads to stages that exist", (name) => {
    for (const next of stages[name].next) expect(stageNames).toContain(next);
  });

  test("every stage but the first is led to", () => {
    const reached = new Set<string>(stageNames.flatMap((name) => [...stages[name].next]));
    expect(stageNames.filter((name) => !reached.has(name))).toEqual(["poll"]);
  });

  test.each(stageNames)("%s has a ladder, a time limit and room for work", (name) => {
    const { backoffMs, timeoutMs, concurrency } = stages[name];
    expect(backoffMs.length).toBeGreaterThan(0);
    expect(backoffMs.toSorted((a, b) => a - b)).toEqual(backoffMs);
    expect(timeoutMs).toBeGreaterThan(0);
    expect(concurrency).toBeGreaterThan(0);
  });

  test("rows of feeds, groups and deliveries never fail for good: nothing would try them again", () => {
    for (const name of stageNames) {
      if (stages[name].row !== "article") expect(stages[name].attempts).toBeNull();
    }
  });

  test("stages are owned by their services", () => {
    expect(stagesOf("fetcher")).toEqual(["poll", "fetch", "subscribe"]);
    expect(stagesOf("notifier")).toEqual(["notify", "flush", "announce", "digest", "deliver"]);
    expect(stagesOf("nobody")).toEqual([]);
  });

  test.each([
    ["fetch", true],
    ["done", false],
    ["", false],
    ["toString", false],
    ["__proto__", false],
  ])("%j is a stage: %s", (text, expected) => {
    expect(isStageName(text)).toBe(expected);
  });
});

describe("messages", () => {
  test.each([
    ["article", { article_id: "12", revision: 3 }, { articleId: "12", revision: 3 }],
    ["feed", { id: "5" }, { feedId: "5" }],
    ["group", { id: "6" }, { groupId: "6" }],
    ["subscription", { id: "8" }, { subscriptionId: "8" }],
    ["notice", { id: "9" }, { noticeId: "9" }],
    ["digest", { id: "10" }, { digestId: "10" }],
    ["delivery", { id: "dl_7" }, { deliveryId: "dl_7" }],
  ] as const)("of %s rows name the row by its key", (kind, columns, message) => {
    expect(messageOf(kind, columns)).toEqual(message);
    expect(keyValues(message)).toEqual(Object.values(columns));
    expect(keyColumns[kind]).toEqual(Object.keys(columns));
  });

  test.each([
    ["strip", { articleId: "1; drop table article", revision: 1 }],
    ["strip", { articleId: "1", revision: 0 }],
    ["strip", { articleId: 1, revision: 1 }],
    ["poll", { feedId: "" }],
    ["deliver", {}],
  ] as const)("of %s are refused when they are %o", (stage, message) => {
    expect(stages[stage].message.safeParse(message).success).toBe(false);
  });
});
