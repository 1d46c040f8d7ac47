import type { ChannelConfig, ReceiverConfig } from "@wirewatch/config";
import { oneLine } from "../terminal-text.ts";

/** A channel with the name under which deliveries and `--channel` know it. */
export interface NamedChannel {
  /** Kind and place in the receiver, e.g. `slack-0`. */
  readonly name: string;
  readonly channel: ChannelConfig;
}

export function namedChannels({ channels }: ReceiverConfig): readonly NamedChannel[] {
  return channels.map((channel, index) => ({ name: `${channel.kind}-${index}`, channel }));
}

/**
 * Where a channel leads, in words without secrets: addresses are cut after the host, since what follows is often as good as a
 * password; a reference stays a reference.
 */
export function channelTarget(channel: ChannelConfig): string {
  switch (channel.kind) {
    case "webhook":
      return address(channel.url);
    case "email":
      return oneLine(channel.to, 80);
    case "slack":
      return channel.channel === null ? address(channel.url ?? "") : oneLine(channel.channel, 80);
    case "teams":
    case "discord":
      return address(channel.url);
    case "telegram":
      return `chat ${oneLine(channel.chat, 80)}`;
    case "ntfy":
      return address(channel.topicUrl);
    case "pagerduty":
      return `${channel.region} region`;
    case "apprise":
      return address(channel.target);
    case "terminal":
      return "where Wirewatch runs";
  }
}

function address(text: string): string {
  if (text.includes("${")) return oneLine(text, 80);
  return URL.canParse(text) ? `${new URL(text).origin}/…` : "…";
}
