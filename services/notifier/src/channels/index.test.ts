import type { ChannelConfig } from "@wirewatch/config";
import { createHttpClient } from "@wirewatch/runtime";
import { afterAll, expect, test } from "vitest";
import { createChannel } from "./index.ts";
import type { ChannelDeps } from "./index.ts";

const http = createHttpClient({ userAgent: "Wirewatch/test" });
afterAll(() => http.close());

const repeat = "at-least-once" as const;
const deps: ChannelDeps = {
  http,
  allowPrivate: [],
  smtp: {
    host: "mail.example.org",
    port: 587,
    secure: false,
    user: null,
    password: null,
    from: "alerts@example.org",
  },
  resolveSecret: (text) => text,
  now: () => new Date(),
  terminal: { write: () => {}, color: false, width: 80 },
  appriseUrl: "https://apprise.example.org",
};

test.each<[ChannelConfig, string]>([
  [
    {
      kind: "webhook",
      url: "https://hooks.example.com/",
      secrets: [],
      events: ["alert.opened"],
      repeat,
    },
    "webhook",
  ],
  [
    {
      kind: "slack",
      url: null,
      channel: "#newsdesk",
      token: "${env:TOKEN}",
      threadBy: "story",
      updateInPlace: true,
      repeat,
    },
    "chat",
  ],
  [{ kind: "teams", url: "${env:TEAMS_URL}", repeat }, "chat"],
  [{ kind: "email", to: "desk@example.org", repeat }, "email"],
  [{ kind: "discord", url: "${env:DISCORD_URL}", repeat }, "chat"],
  [{ kind: "telegram", token: "${env:BOT_TOKEN}", chat: "@newsdesk", repeat }, "chat"],
  [{ kind: "ntfy", topicUrl: "https://ntfy.example.org/desk", token: null, priority: null, repeat }, "push"],
  [{ kind: "pagerduty", routingKey: "${env:PAGERDUTY_KEY}", region: "us", repeat }, "push"],
  [{ kind: "apprise", target: "${env:DUTY_URL}", repeat }, "chat"],
  [{ kind: "terminal", repeat }, "push"],
])("makes the channel of %j with the patience of class %s", (config, channelClass) => {
  expect(createChannel(config, deps)).toMatchObject({ kind: config.kind, channelClass });
});

test("refuses e-mail without a mail server, and says what to do", () => {
  const config: ChannelConfig = { kind: "email", to: "desk@example.org", repeat };
  expect(() => createChannel(config, { ...deps, smtp: null })).toThrow("no smtp section");
});

test("refuses Apprise without the address of its API", () => {
  const config: ChannelConfig = { kind: "apprise", target: "${env:DUTY_URL}", repeat };
  expect(() => createChannel(config, { ...deps, appriseUrl: null })).toThrow("no apprise section");
});
