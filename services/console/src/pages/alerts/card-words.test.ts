import type { AlertsConfig } from "@wirewatch/config";
import type { CardGroup } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { configFrom } from "../../../../../test/support/config.ts";
import { groupNotes, highestSeverity, leadingGroup, placeTime, stateWords } from "./card-words.ts";

const clock = { now: new Date("2026-03-02T22:00:00Z"), timeZone: "Europe/London" };
const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);

function group(given: Partial<CardGroup>): CardGroup {
  return {
    alertId: "al_1",
    state: "open",
    route: "root",
    receiver: "duty",
    severity: "normal",
    openedAt: at("21:00:00"),
    lastSentAt: at("21:01:00"),
    messages: 1,
    acknowledgedAt: null,
    acknowledgedBy: null,
    reminders: 0,
    escalatedAt: null,
    heldUntil: null,
    speaksAt: null,
    closesAt: at("23:00:00"),
    ...given,
  };
}

async function alerts(): Promise<AlertsConfig> {
  const config = await configFrom({
    sources: { sources: [] },
    alerts: {
      route: { receiver: "duty" },
      receivers: [
        {
          name: "duty",
          terminal: true,
          remind: { every: "15m", max: 3 },
          escalate: { unless_acknowledged_within: "10m", to: "manager" },
        },
        { name: "manager", terminal: true },
      ],
    },
  });
  return config.alerts;
}

describe("a state says in words", () => {
  test.each<[Partial<CardGroup>, string]>([
    [{}, "open"],
    [{ state: "acknowledged", acknowledgedBy: "ada", acknowledgedAt: at("21:30:00") }, "acknowledged by ada, 21:30"],
    [{ state: "held", heldUntil: new Date("2026-03-03T07:00:00Z") }, "held until 3 Mar 07:00 London"],
    [{ state: "held", speaksAt: at("22:01:00") }, "first message at 22:01 London"],
    [{ state: "held" }, "held, nobody was told yet"],
    [{ state: "untold" }, "nobody was told"],
    [{ state: "closed" }, "closed"],
  ])("%o: %s", (given, text) => {
    expect(stateWords(group(given), clock).text).toBe(text);
  });
});

test("the group that needs somebody most stands for all", () => {
  const [open, acknowledged, closed] = [group({}), group({ state: "acknowledged" }), group({ state: "closed" })];
  expect(leadingGroup([closed, acknowledged, open])).toBe(open);
  expect(leadingGroup([closed, acknowledged])).toBe(acknowledged);
  expect(leadingGroup([])).toBeNull();
});

test("the highest severity is the card's", () => {
  expect(highestSeverity([group({ severity: "low" }), group({ severity: "high" })])).toBe("high");
  expect(highestSeverity([])).toBe("normal");
});

test("messages, reminders, escalation and news that wait are noted", async () => {
  const given = { messages: 3, reminders: 2, escalatedAt: at("21:20:00"), heldUntil: new Date("2026-03-03T07:00:00Z") };
  expect(groupNotes(group(given), await alerts(), clock)).toEqual([
    "3 messages",
    "reminded 2 of 3 times",
    "escalated to manager",
    "news held until 3 Mar 07:00 London",
  ]);
  expect(groupNotes(group({}), await alerts(), clock)).toEqual([]);
  expect(
    groupNotes(group({ receiver: "gone", reminders: 1, escalatedAt: at("21:20:00") }), await alerts(), clock),
  ).toEqual(["reminded 1 time", "escalated to another receiver"]);
});

test.each([
  ["America/New_York", "17:00 New York"],
  ["UTC", "22:00 UTC"],
])("a time in %s names the place", (timeZone, text) => {
  expect(placeTime(clock.now, { ...clock, timeZone })).toBe(text);
});
