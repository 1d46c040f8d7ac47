import type { StoryAlert, StoryDelivery, StoryPage, StoryText } from "@wirewatch/store";
import { expect, test } from "vitest";
import { html } from "../../views/html.ts";
import { axisPoints, copiesView } from "./story-axis.ts";

const base = Date.parse("2026-03-02T12:00:00Z");
const at = (seconds: number): Date => new Date(base + seconds * 1000);

function text(given: Partial<StoryText>): StoryText {
  return {
    articleId: "1",
    revision: 1,
    url: "https://site.example/a",
    sourceId: "site",
    title: "Quay shut",
    language: "en",
    seenAt: at(0),
    publishedAt: null,
    verdict: "unique",
    score: null,
    ofArticleId: null,
    isSameSite: false,
    why: null,
    isMaterial: null,
    change: null,
    clusterId: null,
    isCanonical: false,
    topics: [],
    ...given,
  };
}

function delivery(given: Partial<StoryDelivery>): StoryDelivery {
  return {
    id: "dl",
    alertId: "al_1",
    receiver: "desk",
    channel: "slack-0",
    event: "alert.updated",
    state: "sent",
    reason: null,
    createdAt: at(0),
    sentAt: at(0),
    ...given,
  };
}

const alert: StoryAlert = {
  alertId: "al_1",
  topicId: "harbour",
  topicName: "Harbour",
  severity: "high",
  route: "default",
  receiver: "desk",
  openedAt: at(5),
  states: { sent: 1, joined: 2 },
};

function page(given: Partial<StoryPage>): StoryPage {
  const story = { id: "1", title: null, openedAt: at(0), lastAt: at(0), language: null, articles: 1, terms: [] };
  return {
    story,
    texts: [],
    upTo: null,
    olderTexts: null,
    sources: [],
    alerts: [],
    deliveries: [],
    translations: [],
    ...given,
  };
}

const shown = (given: Partial<StoryPage>): [unknown, string][] =>
  axisPoints(page(given)).map(({ name, text: words }) => [
    name,
    html`${words}`.markup
      .replaceAll(/<[^>]*>/gu, "")
      .replaceAll(/\s+/gu, " ")
      .trim(),
  ]);

test("channels that told at one time are one message, the next message of a channel is another", () => {
  const deliveries = [
    delivery({ id: "a" }),
    delivery({ id: "b", channel: "email-0", sentAt: at(1) }),
    delivery({ id: "c", sentAt: at(3) }),
    delivery({ id: "d", channel: "email-0", sentAt: at(4) }),
    delivery({ id: "e", channel: "email-0", sentAt: at(90) }),
  ];
  expect(shown({ deliveries }).map(([, words]) => words.replace(/, for.*/u, ""))).toEqual([
    "sent: desk by email-0",
    "sent: desk by slack-0 and email-0",
    "sent: desk by slack-0 and email-0",
  ]);
});

test("of alerts and messages a page has those between its texts, so that each is on one page", () => {
  const all = { alerts: [alert], deliveries: [delivery({ sentAt: at(20) }), delivery({ id: "old", sentAt: at(-5) })] };
  const first = shown({
    ...all,
    texts: [text({ seenAt: at(30) }), text({ revision: 2, seenAt: at(10) })],
    olderTexts: "1-2",
  });
  const second = shown({ ...all, texts: [text({ revision: 3, seenAt: at(0) })], upTo: at(10) });
  expect(first.map(([name]) => name)).toEqual(["article", "message", "edit"]);
  expect(second.map(([name]) => name)).toEqual(["alert", "edit", "message"]);
});

test("an article stands out as the first only when there are copies of it", () => {
  const first = text({ clusterId: "7", isCanonical: true });
  expect(shown({ texts: [first] })[0]?.[1]).not.toContain("first with this text");
  const copy = text({ articleId: "2", clusterId: "7", verdict: "duplicate", ofArticleId: "1", seenAt: at(5) });
  expect(shown({ texts: [copy, first] })).toEqual([
    ["copy", "Quay shut site, en"],
    ["article", "Quay shut site, en first with this text"],
  ]);
});

test("texts that came twice are listed once each, under their latest title, the first one before its copies", () => {
  const texts = [
    text({ revision: 2, title: "Quay shut, edited", clusterId: "7", isCanonical: true, seenAt: at(9) }),
    text({ articleId: "2", title: "Copy", clusterId: "7", seenAt: at(5) }),
    text({ clusterId: "7", isCanonical: true }),
    text({ articleId: "3", title: "Alone", clusterId: "8", isCanonical: true }),
  ];
  const { markup } = copiesView(texts);
  expect([...markup.matchAll(/articles\/\d+">([^<]+)/gu)].map(([, title]) => title)).toEqual([
    "Quay shut, edited",
    "Copy",
  ]);
  expect(copiesView([]).markup).toContain("No text came twice");
});
