import { z } from "zod";
import { address, count, email, flag, formatted, line, listOf, secret, textWithReferences } from "./fields.ts";
import { hostFormat } from "./formats.ts";

const repeat = z
  .enum(["at-least-once", "at-most-once"])
  .exactOptional()
  .describe("After a crash: send again what was in flight, or leave it as unknown.");

/** What a webhook may ask for. */
export const webhookEvents = [
  "alert.opened",
  "alert.updated",
  "alert.reminder",
  "alert.escalated",
  "alert.digest",
  "source.problem",
  "source.recovered",
  "system.heartbeat",
  "system.stalled",
  "system.resumed",
  "channel.disabled",
] as const;

const webhook = z.strictObject({
  url: address,
  secret: secret.exactOptional().describe('Standard Webhooks secret (whsec_…) as "${env:NAME}".'),
  secrets: listOf(secret)
    .min(1, { error: "at least one secret" })
    .max(5, { error: "at most 5 secrets" })
    .exactOptional()
    .describe("Several during a rotation."),
  events: listOf(z.enum(webhookEvents))
    .min(1, { error: "at least one event" })
    .exactOptional()
    .describe("All of them when left out."),
  repeat,
});

const mail = z.strictObject({ to: email, repeat });

const slack = z.strictObject({
  url: secret.exactOptional().describe("Incoming webhook, as a reference."),
  channel: line(100).exactOptional(),
  token: secret.exactOptional(),
  thread_by: z
    .enum(["story", "none"])
    .exactOptional()
    .describe("story: later messages on a story go into the thread of the first. Needs channel and token."),
  update_in_place: flag.exactOptional().describe("The first message of a story is kept up to date as well."),
  repeat,
});

/** An incoming webhook of a workflow in Teams, of a Discord channel. */
const hook = z.strictObject({ url: secret.describe("Its address, as a reference."), repeat });

const telegram = z.strictObject({
  token: secret.describe("Of the bot, as a reference."),
  chat: line(100, 'a chat in quotes such as "-1001234567890" or "@newsdesk"'),
  repeat,
});

const ntfy = z.strictObject({
  topic_url: z.union([address, secret], { error: "the address of a topic such as https://ntfy.example.org/desk" }),
  token: secret.exactOptional(),
  priority: z
    .enum(["min", "low", "default", "high", "max"])
    .exactOptional()
    .describe("By the alert's severity when left out."),
  repeat,
});

const pagerduty = z.strictObject({
  routing_key: secret.describe("Integration key of the service (Events API v2), as a reference."),
  region: z.enum(["us", "eu"]).exactOptional(),
  repeat,
});

/** A line such as `${env:DUTY_URL}`, or with settings. */
const apprise = z.union([secret.transform((target) => ({ target })), z.strictObject({ target: secret, repeat })], {
  error: 'an Apprise URL as a reference such as "${env:DUTY_URL}"',
});

export const smtp = z.strictObject({
  host: formatted({ ...hostFormat, expected: "the name of a mail server" }),
  port: count(1, 65_535).exactOptional().describe("465 with secure, else 587."),
  secure: flag.exactOptional().describe("TLS from the first byte."),
  user: textWithReferences.exactOptional(),
  password: secret.exactOptional(),
  from: email,
});

/** The channels a receiver may have, by their keys. */
export const channels = {
  webhook: listOf(webhook).exactOptional(),
  email: listOf(mail).exactOptional(),
  slack: listOf(slack).exactOptional(),
  teams: listOf(hook).exactOptional(),
  discord: listOf(hook).exactOptional(),
  telegram: listOf(telegram).exactOptional(),
  ntfy: listOf(ntfy).exactOptional(),
  pagerduty: listOf(pagerduty).exactOptional(),
  apprise: listOf(apprise).exactOptional().describe("Everything Apprise knows, through the API named by `apprise`."),
  terminal: z
    .union([z.literal(true), listOf(z.strictObject({ repeat }))], { error: "true" })
    .exactOptional()
    .describe("Alerts are printed where Wirewatch runs."),
};

const channelsOnly = z.strictObject(channels);
export type ChannelEntries = z.output<typeof channelsOnly>;
