import { describe, expect, test } from "vitest";
import { dueReason } from "./grouping.ts";
import type { AlertGroup, DueReason } from "./grouping.ts";

const timers = { groupWaitMs: 60_000, groupIntervalMs: 900_000, closeAfterMs: 172_800_000 };

/** Time of day on the day of the first match; 24 and more is the day after. */
function at(time: string): Date {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return new Date(Date.UTC(2026, 2, 2, hours, minutes, seconds));
}

const fresh: AlertGroup = {
  firstMatchAt: at("09:00"),
  lastMatchAt: at("09:00"),
  lastSentAt: null,
  severity: "normal",
  isWaiting: true,
};
const told: AlertGroup = { ...fresh, lastSentAt: at("09:01"), isWaiting: false };

describe("a group's message", () => {
  test.each<[string, AlertGroup, string, DueReason]>([
    ["the first waits for other outlets", fresh, "09:00:59", { kind: "wait", until: at("09:01") }],
    ["the first leaves when the wait is over", fresh, "09:01", { kind: "send", why: "groupWait" }],
    [
      "a critical first one leaves at once",
      { ...fresh, severity: "critical" },
      "09:00",
      { kind: "send", why: "critical" },
    ],
    [
      "the wait counts from the first match, not the last",
      { ...fresh, lastMatchAt: at("09:00:50") },
      "09:01",
      { kind: "send", why: "groupWait" },
    ],
    ["a later one keeps the interval", { ...told, isWaiting: true }, "09:15:59", { kind: "wait", until: at("09:16") }],
    [
      "a later one leaves with the interval",
      { ...told, isWaiting: true },
      "09:16",
      { kind: "send", why: "groupInterval" },
    ],
    [
      "a later one keeps the interval although it is critical",
      { ...told, isWaiting: true, severity: "critical" },
      "09:02",
      { kind: "wait", until: at("09:16") },
    ],
    ["nothing to tell: the group stays open", told, "33:00", { kind: "idle", until: at("57:00") }],
    ["the group closes two days after its last match", told, "57:00", { kind: "close" }],
    [
      "a later match keeps it open",
      { ...told, lastMatchAt: at("20:00") },
      "57:00",
      { kind: "idle", until: at("68:00") },
    ],
    [
      "what waits is told before it closes",
      { ...told, isWaiting: true },
      "90:00",
      { kind: "send", why: "groupInterval" },
    ],
  ])("%s", (_, group, now, expected) => {
    expect(dueReason(group, at(now), timers)).toEqual(expected);
  });

  test("a group_wait of zero sends at once", () => {
    expect(dueReason(fresh, at("09:00"), { ...timers, groupWaitMs: 0 })).toEqual({
      kind: "send",
      why: "groupWait",
    });
  });
});
