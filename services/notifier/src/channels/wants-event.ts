import type { ChannelConfig } from "@wirewatch/config";
import type { OutgoingMessage } from "@wirewatch/model";

/**
 * True when the channel gets messages of this event: a webhook those its `events` name, every other channel all. What
 * somebody sends to try a receiver out goes everywhere.
 */
export function wantsEvent(config: ChannelConfig, event: OutgoingMessage["event"]): boolean {
  if (config.kind !== "webhook" || event === "system.test") return true;
  return config.events.includes(event);
}
