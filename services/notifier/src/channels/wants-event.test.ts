import type { ChannelConfig } from "@wirewatch/config";
import type { OutgoingMessage } from "@wirewatch/model";
import { expect, test } from "vitest";
import { wantsEvent } from "./wants-event.ts";

const webhook: ChannelConfig = {
  kind: "webhook",
  url: "https://hooks.example.com/",
  secrets: [],
  events: ["alert.opened", "alert.digest", "system.stalled"],
  repeat: "at-least-once",
};
const mail: ChannelConfig = { kind: "email", to: "desk@example.org", repeat: "at-least-once" };

test.each<[OutgoingMessage["event"], boolean]>([
  ["alert.opened", true],
  ["alert.updated", false],
  ["alert.reminder", false],
  ["alert.digest", true],
  ["source.problem", false],
  ["system.stalled", true],
  ["system.heartbeat", false],
  ["channel.disabled", false],
  ["system.test", true],
])("a webhook with a list of events gets %s: %s", (event, expected) => {
  expect(wantsEvent(webhook, event)).toBe(expected);
  expect(wantsEvent(mail, event)).toBe(true);
});
