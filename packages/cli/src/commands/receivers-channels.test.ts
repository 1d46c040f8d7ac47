import { failureAdvice } from "./receivers-advice.ts";
import { channelTarget } from "./receivers-channels.ts";
import { describe, expect, it } from "vitest";

const repeat = "at-least-once" as const;
const slack = { kind: "slack", threadBy: "story", updateInPlace: false, repeat } as const;

it.each([
  [
    { kind: "webhook", url: "https://p.example.com/hooks/s3cret?k=1", secrets: [], events: [], repeat },
    "https://p.example.com/…",
  ],
  [{ kind: "email", to: "desk@example.org", repeat }, "desk@example.org"],
  [{ ...slack, url: null, channel: "#news", token: "${env:T}" }, "#news"],
  [{ ...slack, url: "${env:SLACK}", channel: null, token: null }, "${env:SLACK}"],
  [{ kind: "teams", url: "${env:TEAMS}", repeat }, "${env:TEAMS}"],
  [{ kind: "discord", url: "${file:/run/d}", repeat }, "${file:/run/d}"],
  [{ kind: "telegram", token: "${env:T}", chat: "@newsdesk", repeat }, "chat @newsdesk"],
  [
    { kind: "ntfy", topicUrl: "https://ntfy.example.org/s3cret", token: null, priority: null, repeat },
    "https://ntfy.example.org/…",
  ],
  [{ kind: "pagerduty", routingKey: "${env:P}", region: "eu", repeat }, "eu region"],
  [{ kind: "apprise", target: "${env:A}", repeat }, "${env:A}"],
  [{ kind: "terminal", repeat }, "where Wirewatch runs"],
] as const)("%j leads to %s", (channel, target) => {
  const writable = channel.kind === "webhook" ? { ...channel, secrets: [], events: [] } : channel;
  expect(channelTarget(writable)).toBe(target);
});

describe("what to do", () => {
  const failed = (status: number | null, reason = "no") =>
    ({ kind: "retry", status, reason, retryAfterMs: null, latencyMs: 1, excerpt: "" }) as const;

  it.each([
    ["slack", failed(401), "check the token (xoxb-…)"],
    ["webhook", failed(403), "verifies with the same secret"],
    ["telegram", failed(400), "check the bot's token, that the bot is in the chat"],
    ["ntfy", failed(404), "the address does not exist any more"],
    ["discord", failed(429), "wait a while"],
    ["teams", failed(503), "a problem of its own"],
    ["webhook", failed(null), "network.allow_private"],
    ["email", failed(null), "host, port and secure under smtp"],
    ["email", failed(535), "user and password under smtp"],
    ["email", failed(550), "the address under `to`"],
    ["email", failed(451), "asks to try later"],
    ["slack", failed(null, "the environment variable X is not set"), "set the variable"],
  ] as const)("of %s with %j", (kind, result, advice) => {
    expect(failureAdvice(kind, result)).toContain(advice);
  });
});
