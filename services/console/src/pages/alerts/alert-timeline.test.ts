import type { AlertCard, AlertedMatch, AlertMessageLine, CardGroup } from "@wirewatch/store";
import { expect, test } from "vitest";
import { alertTimeline, eventName } from "./alert-timeline.ts";

const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);

const group: CardGroup = {
  alertId: "al_1",
  state: "open",
  route: "root",
  receiver: "desk",
  severity: "high",
  openedAt: at("09:01:00"),
  lastSentAt: at("09:02:00"),
  messages: 1,
  acknowledgedAt: null,
  acknowledgedBy: null,
  reminders: 0,
  escalatedAt: null,
  heldUntil: null,
  speaksAt: null,
  closesAt: at("11:00:00"),
};

const match: AlertedMatch = {
  id: "1",
  articleId: "1",
  revision: 1,
  title: "Quay closed",
  url: null,
  sourceId: "wire",
  severity: "high",
  raisedFrom: null,
  language: null,
  publishedAt: null,
  firstSeenAt: at("09:00:00"),
  matchedAt: at("09:00:30"),
  snippets: [],
  clauses: [],
  outcome: "sent",
  reason: null,
  detail: null,
  states: [{ alertId: "al_1", state: "sent", at: "2026-03-02T09:01:00Z" }],
  isRelevant: null,
};

const message: AlertMessageLine = {
  id: "dl_1",
  alertId: "al_1",
  receiver: "desk",
  channel: "slack-1",
  channelKind: "slack",
  event: "alert.opened",
  state: "sent",
  reason: null,
  createdAt: at("09:02:00"),
  sentAt: at("09:02:01"),
  nextTryAt: null,
  attempts: [],
};

function titles(given: {
  groups?: readonly CardGroup[];
  matches?: readonly AlertedMatch[];
  messages?: readonly AlertMessageLine[];
}): string[] {
  const { groups = [group], matches = [match], messages = [message] } = given;
  const card: AlertCard = {
    alertId: "al_1",
    groups,
    topicId: "harbour",
    topicName: "Harbour",
    storyId: "1",
    title: "Quay closed",
    storyTitle: "Quay closed",
    match: null,
    articles: 1,
    sources: ["wire"],
    lastMatchAt: at("09:00:30"),
    hours: [],
  };
  return alertTimeline({ card, matches, messages }).map(({ title }) => title);
}

test("tells a life from match to close, the oldest first", () => {
  const groups: CardGroup[] = [{ ...group, state: "closed", acknowledgedAt: at("09:40:00"), acknowledgedBy: "ada" }];
  const messages: AlertMessageLine[] = [
    { ...message, id: "dl_3", event: "alert.escalated", receiver: "manager", sentAt: at("09:30:00") },
    { ...message, id: "dl_2", event: "alert.reminder", sentAt: at("09:15:00") },
    message,
  ];
  expect(titles({ groups, messages })).toEqual([
    "Matched in an article of wire",
    "Grouped for desk",
    "First message to desk sent",
    "Reminder to desk sent",
    "Escalation to manager sent",
    "Acknowledged by ada",
    "Closed for desk",
  ]);
});

test("matches that come together are one line, later ones another", () => {
  const matches = [
    match,
    { ...match, id: "2", articleId: "2", matchedAt: at("09:01:10") },
    { ...match, id: "3", articleId: "3", matchedAt: at("09:30:00") },
  ];
  expect(titles({ matches, messages: [], groups: [] })).toEqual([
    "Matched in 2 articles",
    "Matched in an article of wire",
  ]);
});

test("what is held, failed, or on its way is said", () => {
  const held = { ...match, states: [{ alertId: "al_1", state: "held" as const, at: "2026-03-02T09:01:00Z" }] };
  const messages: AlertMessageLine[] = [
    { ...message, state: "failed", sentAt: null, reason: "404 no such channel", createdAt: at("09:03:00") },
    { ...message, state: "pending", sentAt: null, reason: "503", createdAt: at("09:04:00") },
    { ...message, state: "unknown", sentAt: null, createdAt: at("09:05:00") },
  ];
  expect(titles({ matches: [held], messages }).slice(2)).toEqual([
    "Held for desk",
    "First message to desk failed",
    "First message to desk on its way",
    "First message to desk: not known whether it arrived",
  ]);
});

test("an event of a later version is shown by its name", () => {
  expect(eventName("alert.new")).toBe("alert.new");
  expect(eventName("constructor")).toBe("constructor");
});

test("two versions of one article are one article that matched", () => {
  const matches = [match, { ...match, id: "2", revision: 2, matchedAt: at("09:00:35") }];
  expect(titles({ matches, messages: [] })[0]).toBe("Matched in an article of wire");
});
