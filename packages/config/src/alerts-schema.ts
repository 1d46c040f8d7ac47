import { z } from "zod";
import {
  address,
  count,
  duration,
  email,
  flag,
  formatted,
  id,
  line,
  listOf,
  network,
  preamble,
  secret,
  textWithReferences,
} from "./fields.ts";
import { hostFormat } from "./formats.ts";

const dayMs = 86_400_000;
const timer = duration({ minMs: 0, maxMs: 30 * dayMs });

/** What a route may set and its children inherit. */
const routeSettings = {
  group_by: listOf(z.enum(["topic", "story"]))
    .min(1, { error: "topic, story or both" })
    .exactOptional(),
  group_wait: timer.exactOptional().describe("Wait for other outlets before the first message of a group."),
  group_interval: timer.exactOptional().describe("Shortest time between two messages of a group."),
  close_after: timer.exactOptional().describe("A group without news for this long is closed."),
  updates: z
    .strictObject({
      new_sources: count(1, 1_000).exactOptional().describe("An update after this many new sources."),
      severity_raised: flag.exactOptional(),
      text_changed: z.enum(["material", "never"]).exactOptional(),
    })
    .exactOptional(),
};

const childSettings = z.strictObject({
  name: id,
  matchers: listOf(z.string({ error: 'a matcher such as severity="critical"' })).exactOptional(),
  receiver: id.exactOptional().describe("The parent's receiver when left out."),
  continue: flag.exactOptional().describe("Try the following routes as well."),
  ...routeSettings,
});

export type ChildRoute = z.output<typeof childSettings> & { routes?: ChildRoute[] };

const childRoute: z.ZodType<ChildRoute> = childSettings.extend({
  get routes() {
    return z.exactOptional(listOf(childRoute));
  },
});

const rootRoute = z.strictObject({
  name: id.exactOptional(),
  receiver: id.describe("Gets everything that no route below takes."),
  ...routeSettings,
  routes: listOf(childRoute).exactOptional(),
});

const repeat = z
  .enum(["at-least-once", "at-most-once"])
  .exactOptional()
  .describe("After a crash: send again what was in flight, or leave it as unknown.");

const webhook = z.strictObject({
  url: address,
  secret: secret.exactOptional().describe('Standard Webhooks secret (whsec_…) as "${env:NAME}".'),
  secrets: listOf(secret)
    .min(1, { error: "at least one secret" })
    .max(5, { error: "at most 5 secrets" })
    .exactOptional()
    .describe("Several during a rotation."),
  events: listOf(z.enum(["alert.opened", "alert.updated", "source.problem", "source.recovered"]))
    .min(1, { error: "at least one event" })
    .exactOptional(),
  repeat,
});

const slack = z.strictObject({
  url: secret.exactOptional().describe("Incoming webhook, as a reference."),
  channel: line(100).exactOptional(),
  token: secret.exactOptional(),
  repeat,
});

const receiver = z.strictObject({
  name: id,
  webhook: listOf(webhook).exactOptional(),
  email: listOf(z.strictObject({ to: email, repeat })).exactOptional(),
  slack: listOf(slack).exactOptional(),
  terminal: z
    .union([z.literal(true), listOf(z.strictObject({ repeat }))], { error: "true" })
    .exactOptional()
    .describe("Alerts are printed where Wirewatch runs."),
});

const smtp = z.strictObject({
  host: formatted({ ...hostFormat, expected: "the name of a mail server" }),
  port: count(1, 65_535).exactOptional().describe("465 with secure, else 587."),
  secure: flag.exactOptional().describe("TLS from the first byte."),
  user: textWithReferences.exactOptional(),
  password: secret.exactOptional(),
  from: email,
});

/** `alerts.yaml` as it is written; durations come out in milliseconds. */
export const alertsSchema = z
  .strictObject({
    ...preamble,
    public_url: address.exactOptional().describe("Where people reach the console, for links in messages."),
    network: network.exactOptional(),
    smtp: smtp.exactOptional(),
    route: rootRoute,
    receivers: listOf(receiver),
  })
  .describe("Wirewatch: who is told about what.");

export type AlertsFile = z.output<typeof alertsSchema>;
export type RootRoute = z.output<typeof rootRoute>;
export type ReceiverEntry = z.output<typeof receiver>;
