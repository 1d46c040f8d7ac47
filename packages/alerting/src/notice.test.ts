import type { NoticeKind, SourceNotice } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { noticeDueAt, noticeEvent, noticeMessage, noticeSeverity, noticeTitle } from "./notice.ts";

const minute = 60_000;
const at = new Date("2026-03-02T09:00:00Z");
const timers = { groupWaitMs: 30_000, groupIntervalMs: 15 * minute };
const secondsLater = (due: Date): number => (due.getTime() - at.getTime()) / 1_000;
const before = (...seconds: number[]): Date[] => seconds.map((second) => new Date(at.getTime() - second * 1_000));

function about(sourceName: string, kind: NoticeKind): SourceNotice {
  return { id: "1", sourceId: sourceName.toLowerCase(), sourceName, kind, text: "It is so.", at: at.toISOString() };
}

describe("a notice is told", () => {
  test.each([
    ["after the route's wait, so that others can join it", [], 30],
    ["without a further wait when the last message is long ago", before(60), 30],
    ["after a pause behind the last message", before(10), 30],
    ["after twice the pause behind the second message in a row", before(10, 40), 50],
    ["after eight times the pause behind the fourth", before(0, 60, 90, 120), 240],
    ["after the group's interval at the latest", before(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 900],
  ])("%s", (_, sentAt, seconds) => {
    expect(secondsLater(noticeDueAt(at, sentAt, timers))).toBe(seconds);
  });

  test("at once on a route that does not wait, but not more often than every ten seconds", () => {
    const hasty = { groupWaitMs: 0, groupIntervalMs: 0 };
    expect(secondsLater(noticeDueAt(at, [], hasty))).toBe(0);
    expect(secondsLater(noticeDueAt(at, before(4), hasty))).toBe(6);
    expect(secondsLater(noticeDueAt(at, before(4, 14, 24), hasty))).toBe(6);
  });

  test("in a handful of messages when 500 sources fail one by one for ten minutes", () => {
    const sent: Date[] = [];
    let waiting: Date | null = null;
    for (let second = 0; second < 700; second += 1) {
      const now = new Date(at.getTime() + second * 1_000);
      if (second < 600) waiting ??= now;
      if (waiting !== null && now >= noticeDueAt(waiting, sent, timers)) {
        sent.unshift(now);
        waiting = null;
      }
    }
    expect(sent.length).toBeLessThanOrEqual(6);
    expect(sent.length).toBeGreaterThanOrEqual(3);
  });
});

describe("the title", () => {
  test.each<[string, readonly SourceNotice[]]>([
    ["Example Times fails", [about("Example Times", "failing")]],
    ["Example Times is blocked", [about("Example Times", "blocked")]],
    ["Example Times has fallen silent", [about("Example Times", "silent")]],
    ["Example Times works again", [about("Example Times", "recovered")]],
    ["Example Times gives less than usual", [about("Example Times", "drift")]],
    ["Example Times is watched by a new measure", [about("Example Times", "settled")]],
    ["2 sources give less than usual: A, B", [about("A", "drift"), about("B", "drift")]],
    ["Example Times has problems", [about("Example Times", "failing"), about("Example Times", "silent")]],
    ["2 sources fail: A, B", [about("A", "failing"), about("B", "failing")]],
    ["2 sources have problems: A, B", [about("A", "gone"), about("B", "silent")]],
    ["5 sources work again: A, B, C and 2 more", ["A", "B", "C", "D", "E"].map((name) => about(name, "recovered"))],
  ])("%s", (title, notices) => {
    expect(noticeTitle(notices)).toBe(title);
  });
});

describe("a message about sources", () => {
  test("is as severe as the worst of them", () => {
    const facts = { id: "dl_1", event: "source.problem", at: at.toISOString(), links: {} } as const;
    expect(noticeMessage([about("A", "silent")], facts).severity).toBe("low");
    expect(noticeMessage([about("A", "silent"), about("B", "gone")], facts)).toMatchObject({
      severity: "normal",
      title: "2 sources have problems: A, B",
    });
  });

  test("of a recovery is an event of its own and of low severity", () => {
    expect(noticeEvent("recovered")).toBe("source.recovered");
    expect(noticeEvent("settled")).toBe("source.recovered");
    expect(noticeEvent("drift")).toBe("source.problem");
    expect(noticeEvent("blocked")).toBe("source.problem");
    expect(noticeSeverity("recovered")).toBe("low");
    expect(noticeSeverity("settled")).toBe("low");
    expect(noticeSeverity("drift")).toBe("normal");
  });
});
