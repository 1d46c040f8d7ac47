import { expect, it } from "vitest";
import { channelTarget, namedChannels } from "./named-channels.ts";

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

it("names channels by kind and place", () => {
  const channels = [
    { kind: "terminal", repeat },
    { kind: "email", to: "a@example.org", repeat },
    { kind: "email", to: "b@example.org", repeat },
  ] as const;
  expect(namedChannels({ channels: [...channels] }).map(({ name }) => name)).toEqual([
    "terminal-0",
    "email-1",
    "email-2",
  ]);
});
