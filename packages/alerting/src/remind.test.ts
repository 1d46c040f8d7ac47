import { describe, expect, test } from "vitest";
import { attention, escalationDue, reminderDue } from "./remind.ts";
import type { FollowUp } from "./remind.ts";

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 2, 9, minute));
const never: FollowUp = { kind: "never" };
const due = (minute: number): FollowUp => ({ kind: "at", at: at(minute) });

const waiting: Parameters<typeof reminderDue>[0] = {
  remind: { everyMs: 900_000, max: 3 },
  severity: "critical",
  lastSentAt: at(0),
  reminders: 0,
  isAcknowledged: false,
};

describe("a reminder", () => {
  test.each<[string, Partial<typeof waiting>, number, FollowUp]>([
    ["comes so long after the message", {}, 5, due(15)],
    ["comes so long after the reminder before", { lastSentAt: at(15), reminders: 1 }, 15, due(30)],
    ["is due at its time", {}, 15, due(15)],
    ["is due at once when its time has passed", {}, 40, due(40)],
    ["comes for high alerts as well", { severity: "high" }, 5, due(15)],
    ["does not come for others", { severity: "normal" }, 5, never],
    ["does not come once somebody has acknowledged", { isAcknowledged: true }, 5, never],
    ["does not come more often than it may", { reminders: 3 }, 50, never],
    ["does not come before the first message", { lastSentAt: null }, 5, never],
    ["does not come where nobody wants one", { remind: null }, 5, never],
  ])("%s", (_, changes, now, expected) => {
    expect(reminderDue({ ...waiting, ...changes }, at(now))).toEqual(expected);
  });
});

const open: Parameters<typeof escalationDue>[0] = {
  escalate: { afterMs: 600_000, to: "duty-manager" },
  severity: "high",
  openSince: at(0),
  escalatedAt: null,
  isAcknowledged: false,
};

describe("an escalation", () => {
  test.each<[string, Partial<typeof open>, number, FollowUp]>([
    ["comes so long after the first message", {}, 5, due(10)],
    ["is due at once when its time has passed", {}, 25, due(25)],
    ["comes once", { escalatedAt: at(10) }, 25, never],
    ["comes again when the alert was re-opened", { escalatedAt: at(10), openSince: at(30) }, 31, due(40)],
    ["does not come for an ordinary alert", { severity: "normal" }, 25, never],
    ["does not come once somebody has acknowledged", { isAcknowledged: true }, 25, never],
    ["does not come before the first message", { openSince: null }, 25, never],
    ["does not come where there is nobody", { escalate: null }, 25, never],
  ])("%s", (_, changes, now, expected) => {
    expect(escalationDue({ ...open, ...changes }, at(now))).toEqual(expected);
  });
});

describe("an acknowledgement", () => {
  test.each<[string, number[], number | null, ReturnType<typeof attention>]>([
    ["is missing at first", [0], null, { isAcknowledged: false, openSince: at(0) }],
    ["covers what was told before", [0, 5], 6, { isAcknowledged: true, openSince: null }],
    [
      "does not cover news after it: they re-open the alert",
      [20, 0, 30],
      6,
      { isAcknowledged: false, openSince: at(20) },
    ],
    ["covers a message of the same instant", [6], 6, { isAcknowledged: true, openSince: null }],
    ["leaves the first message as the one to count from", [5, 0], null, { isAcknowledged: false, openSince: at(0) }],
    ["of what nobody was told changes nothing", [], null, { isAcknowledged: false, openSince: null }],
  ])("%s", (_, newsAt, acknowledged, expected) => {
    expect(attention(newsAt.map(at), acknowledged === null ? null : at(acknowledged))).toEqual(expected);
  });
});
