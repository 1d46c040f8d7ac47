import type { ChannelConfig, ReceiverConfig } from "./config.ts";

/** A channel with the name under which deliveries, the console and `--channel` know it. */
export interface NamedChannel {
  /** Kind and place in the receiver, e.g. `slack-0`. */
  readonly name: string;
  readonly channel: ChannelConfig;
}

export function namedChannels({ channels }: Pick<ReceiverConfig, "channels">): readonly NamedChannel[] {
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
      return short(channel.to);
    case "slack":
      return channel.channel === null ? address(channel.url ?? "") : short(channel.channel);
    case "teams":
    case "discord":
      return address(channel.url);
    case "telegram":
      return `chat ${short(channel.chat)}`;
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
  if (text.includes("${")) return short(text);
  return URL.canParse(text) ? `${new URL(text).origin}/…` : "…";
}

/** One line of at most 80 characters. */
function short(text: string): string {
  const line = text.slice(0, 400).replaceAll(/\s+/gu, " ").trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
