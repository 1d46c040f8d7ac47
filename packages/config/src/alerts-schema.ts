import { z } from "zod";
import { channels, smtp } from "./channel-schemas.ts";
import { address, count, duration, flag, id, line, listOf, network, preamble } from "./fields.ts";
import { schedule, timeOfDay, timeZone, weekdays } from "./time-fields.ts";

const dayMs = 86_400_000;
const timer = duration({ minMs: 0, maxMs: 30 * dayMs });
const matchers = listOf(z.string({ error: 'a matcher such as severity="critical"' }));

const quietHours = z.strictObject({
  during: id.describe("The name of one of time_intervals."),
  // oxlint-disable-next-line unicorn/no-thenable -- the word of the file
  then: z
    .enum(["hold", "digest", "drop"])
    .describe("hold: sent together at the end; digest: in the receiver's digest; drop: never, with the reason."),
  except: matchers.exactOptional().describe("What all of these match is sent at any hour."),
});

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
  quiet_hours: z
    .union([z.literal("none"), quietHours], { error: "during and then, or none" })
    .exactOptional()
    .describe("none: at any hour, whatever the route above says."),
};

const childSettings = z.strictObject({
  name: id,
  matchers: matchers.exactOptional(),
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

const timeInterval = z.strictObject({
  name: id,
  time_zone: timeZone.describe("A name such as Europe/London."),
  times: listOf(z.strictObject({ start: timeOfDay, end: timeOfDay }))
    .exactOptional()
    .describe("Local times; an end before the start is on the next day. The whole day when left out."),
  weekdays: weekdays.exactOptional().describe("Days on which it starts; every day when left out."),
});

const inhibitRule = z.strictObject({
  name: id,
  source_matchers: matchers.min(1, { error: "at least one matcher" }),
  target_matchers: matchers.min(1, { error: "at least one matcher" }),
  equal: listOf(line(64, "the name of a label")).exactOptional().describe("Labels that both must have alike."),
  for: duration({ minMs: 60_000, maxMs: 30 * dayMs }).describe("How long a source match keeps targets silent."),
});

const digest = z.strictObject({
  schedule,
  sections: listOf(z.enum(["topic", "story", "source"])).exactOptional(),
  max_stories: count(1, 500).exactOptional(),
  send_empty: flag.exactOptional(),
  via: z.strictObject(channels).describe("The channels by which the digest is sent."),
});

const receiver = z.strictObject({
  name: id,
  ...channels,
  digest: digest.exactOptional().describe("Alerts are collected and sent together; high and critical ones at once."),
  time_zone: timeZone.exactOptional().describe("Zone of the times in its messages."),
  rate_limit: z
    .strictObject({
      max: count(1, 10_000),
      per: duration({ minMs: 60_000, maxMs: 7 * dayMs }),
      overflow: z.literal("digest", { error: "digest, the only way there is" }).exactOptional(),
    })
    .exactOptional()
    .describe("What is beyond it is sent together when the time is over."),
  remind: z
    .strictObject({ every: duration({ minMs: 60_000, maxMs: 7 * dayMs }), max: count(1, 20) })
    .exactOptional()
    .describe("High and critical alerts again, while nobody has acknowledged them."),
  escalate: z
    .strictObject({ unless_acknowledged_within: duration({ minMs: 60_000, maxMs: 7 * dayMs }), to: id })
    .exactOptional(),
  fallback: id.exactOptional().describe("Gets what could not be delivered to this receiver."),
  heartbeat: z
    .strictObject({ at: timeOfDay, time_zone: timeZone })
    .exactOptional()
    .describe("A line a day that says that Wirewatch runs."),
});

/** `alerts.yaml` as it is written; durations come out in milliseconds. */
export const alertsSchema = z
  .strictObject({
    ...preamble,
    public_url: address.exactOptional().describe("Where people reach the console, for links in messages."),
    time_zone: timeZone.exactOptional().describe("Zone of the times in messages; UTC when left out."),
    network: network.exactOptional(),
    smtp: smtp.exactOptional(),
    apprise: z.strictObject({ url: address }).exactOptional().describe("The Apprise API that `apprise` channels use."),
    route: rootRoute,
    inhibit_rules: listOf(inhibitRule).exactOptional(),
    time_intervals: listOf(timeInterval).exactOptional(),
    receivers: listOf(receiver),
    dead_man: z
      .strictObject({ receiver: id, after: duration({ minMs: 60_000, maxMs: 7 * dayMs }) })
      .exactOptional()
      .describe("Told, past all queues, when the pipeline stands still for so long."),
  })
  .describe("Wirewatch: who is told about what.");

export type AlertsFile = z.output<typeof alertsSchema>;
export type RootRoute = z.output<typeof rootRoute>;
export type ReceiverEntry = z.output<typeof receiver>;
