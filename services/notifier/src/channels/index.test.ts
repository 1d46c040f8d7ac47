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
  [{ kind: "slack", url: null, channel: "#newsdesk", token: "${env:TOKEN}", repeat }, "chat"],
  [{ kind: "email", to: "desk@example.org", repeat }, "email"],
  [{ kind: "terminal", repeat }, "push"],
])("makes the channel of %j with the patience of class %s", (config, channelClass) => {
  expect(createChannel(config, deps)).toMatchObject({ kind: config.kind, channelClass });
});

test("refuses e-mail without a mail server, and says what to do", () => {
  const config: ChannelConfig = { kind: "email", to: "desk@example.org", repeat };
  expect(() => createChannel(config, { ...deps, smtp: null })).toThrow("no smtp section");
});
