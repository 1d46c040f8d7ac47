import type { ChannelEntries } from "./channel-schemas.ts";
import { webhookEvents } from "./channel-schemas.ts";
import type { ChannelConfig } from "./config.ts";

const defaultRepeat = "at-least-once";

type EntryOf<Key extends Exclude<keyof ChannelEntries, "terminal">> = NonNullable<ChannelEntries[Key]>[number];

/** The channels of a receiver, in the order of the kinds below; their numbers in this list are part of their names. */
export function buildChannels(entry: ChannelEntries): ChannelConfig[] {
  return [
    ...(entry.webhook ?? []).map(webhook),
    ...(entry.email ?? []).map(({ to, repeat }) => ({ kind: "email" as const, to, repeat: repeat ?? defaultRepeat })),
    ...(entry.slack ?? []).map(slack),
    ...terminals(entry),
    // New kinds come last: deliveries that are on their way know their channel by its number.
    ...(entry.teams ?? []).map(({ url, repeat }) => ({ kind: "teams" as const, url, repeat: repeat ?? defaultRepeat })),
    ...(entry.discord ?? []).map(({ url, repeat }) => ({
      kind: "discord" as const,
      url,
      repeat: repeat ?? defaultRepeat,
    })),
    ...(entry.telegram ?? []).map(({ repeat, ...rest }) => ({
      kind: "telegram" as const,
      ...rest,
      repeat: repeat ?? defaultRepeat,
    })),
    ...(entry.ntfy ?? []).map(ntfy),
    ...(entry.pagerduty ?? []).map(pagerduty),
    ...(entry.apprise ?? []).map(apprise),
  ];
}

/** How many channels there are. */
export function countChannels(entry: ChannelEntries): number {
  return buildChannels(entry).length;
}

function webhook(entry: EntryOf<"webhook">): ChannelConfig {
  return {
    kind: "webhook",
    url: entry.url,
    secrets: entry.secrets ?? (entry.secret === undefined ? [] : [entry.secret]),
    events: entry.events ?? [...webhookEvents],
    repeat: entry.repeat ?? defaultRepeat,
  };
}

function slack(entry: EntryOf<"slack">): ChannelConfig {
  return {
    kind: "slack",
    url: entry.url ?? null,
    channel: entry.channel ?? null,
    token: entry.token ?? null,
    threadBy: entry.thread_by ?? "story",
    updateInPlace: entry.update_in_place ?? false,
    repeat: entry.repeat ?? defaultRepeat,
  };
}

function ntfy(entry: EntryOf<"ntfy">): ChannelConfig {
  return {
    kind: "ntfy",
    topicUrl: entry.topic_url,
    token: entry.token ?? null,
    priority: entry.priority ?? null,
    repeat: entry.repeat ?? defaultRepeat,
  };
}

function pagerduty(entry: EntryOf<"pagerduty">): ChannelConfig {
  return {
    kind: "pagerduty",
    routingKey: entry.routing_key,
    region: entry.region ?? "us",
    repeat: entry.repeat ?? defaultRepeat,
  };
}

function apprise(entry: EntryOf<"apprise">): ChannelConfig {
  const repeat = "repeat" in entry ? entry.repeat : undefined;
  return { kind: "apprise", target: entry.target, repeat: repeat ?? defaultRepeat };
}

function terminals({ terminal }: ChannelEntries): ChannelConfig[] {
  const entries = terminal === true ? [{}] : (terminal ?? []);
  return entries.map((entry: { readonly repeat?: "at-least-once" | "at-most-once" }) => ({
    kind: "terminal" as const,
    repeat: entry.repeat ?? defaultRepeat,
  }));
}
