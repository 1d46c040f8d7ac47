import { describe, expect, test } from "vitest";
import { attentionVerdict } from "./attention-verdict.ts";
import type { AttentionFacts, AttentionVerdict } from "./attention-verdict.ts";

function at(time: string): Date {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return new Date(Date.UTC(2026, 2, 2, hours, minutes));
}

const nights = {
  name: "nights",
  timeZone: "Europe/London",
  times: [{ startMinute: 1140, endMinute: 420 }],
  weekdays: [],
};
const quietHours = { during: "nights", action: "hold", except: [] } as const;
const silence = {
  id: "4",
  matchers: ['topic="acme"'],
  startsAt: at("9:00"),
  endsAt: at("14:00"),
  author: "desk",
  comment: "",
};
const facts: AttentionFacts = {
  remind: { everyMs: 900_000, max: 3 },
  escalate: { afterMs: 600_000, to: "duty-manager" },
  severity: "critical",
  labels: { topic: "acme" },
  newsAt: [at("12:00")],
  lastSentAt: at("12:00"),
  reminders: 0,
  escalatedAt: null,
  acknowledgedAt: null,
  quietHours: null,
  intervals: [nights],
  silences: [],
};
const escalated: AttentionFacts = { ...facts, escalatedAt: at("12:10") };
const late: AttentionFacts = { ...facts, newsAt: [at("18:55")], lastSentAt: at("18:55"), quietHours };
const remind: AttentionVerdict = { kind: "remind", number: 1, of: 3 };
const none: AttentionVerdict = { kind: "none" };

describe("an alert nobody has acknowledged", () => {
  test.each<[string, AttentionFacts, string, AttentionVerdict]>([
    ["waits for whichever comes first", facts, "12:05", { kind: "wait", until: at("12:10") }],
    ["goes to somebody else", facts, "12:10", { kind: "escalate", to: "duty-manager" }],
    ["is told again after that", escalated, "12:10", { kind: "wait", until: at("12:15") }],
    ["is told again", escalated, "12:15", remind],
    ["is told so often and no more", { ...escalated, reminders: 3 }, "13:15", none],
    ["is left alone when it is acknowledged", { ...facts, acknowledgedAt: at("12:01") }, "12:30", none],
    [
      "is open again after news",
      { ...facts, acknowledgedAt: at("12:01"), newsAt: [at("12:00"), at("12:20")], lastSentAt: at("12:20") },
      "12:30",
      { kind: "escalate", to: "duty-manager" },
    ],
    [
      "goes to somebody else again after news",
      { ...escalated, acknowledgedAt: at("12:11"), newsAt: [at("12:00"), at("12:20")], lastSentAt: at("12:20") },
      "12:25",
      { kind: "wait", until: at("12:30") },
    ],
    ["goes to somebody else at quiet hours", late, "19:05", { kind: "escalate", to: "duty-manager" }],
    [
      "is told again only when they end",
      { ...late, escalatedAt: at("19:05") },
      "19:10",
      { kind: "wait", until: at("31:00") },
    ],
    ["is told again when they ended", { ...late, escalatedAt: at("19:05") }, "31:00", remind],
    [
      "is left alone while it is silenced",
      { ...facts, silences: [silence] },
      "12:30",
      { kind: "wait", until: at("14:00") },
    ],
    ["is left alone when it is an ordinary one", { ...facts, severity: "normal" }, "12:30", none],
    ["is left alone where nobody wants to be reminded", { ...facts, remind: null, escalate: null }, "12:30", none],
  ])("%s", (_, given, now, expected) => {
    expect(attentionVerdict(given, at(now))).toEqual(expected);
  });
});
