import type { ChannelConfig, Config } from "@wirewatch/config";
import type { Channel } from "./channels/channel.ts";
import { createChannel } from "./channels/index.ts";
import type { NotifierDeps } from "./deps.ts";

/** Channels that are built once per configuration; their secrets are read at each attempt. */
export interface ChannelCache {
  /**
   * @param name of the channel, e.g. `webhook-0`
   * @throws {RangeError} as `createChannel`
   */
  get(version: string, config: Config, name: string, receiver: string, channel: ChannelConfig): Channel;
}

export function createChannelCache(
  deps: Pick<NotifierDeps, "http" | "resolveSecrets" | "now" | "terminal">,
): ChannelCache {
  let known = "";
  const built = new Map<string, Channel>();
  return {
    get(version, config, name, receiver, channel) {
      if (version !== known) {
        built.clear();
        known = version;
      }
      const key = `${receiver}/${name}`;
      const ready = built.get(key);
      if (ready !== undefined) return ready;
      const made = createChannel(channel, {
        http: deps.http,
        smtp: config.alerts.smtp,
        appriseUrl: config.alerts.appriseUrl,
        resolveSecret: deps.resolveSecrets,
        allowPrivate: config.network.allowPrivate,
        now: deps.now,
        terminal: deps.terminal,
      });
      built.set(key, made);
      return made;
    },
  };
}

/** The channel of that name, e.g. `webhook-0`; undefined when the configuration has none. */
export function findChannel(config: Config, receiver: string, channel: string): ChannelConfig | undefined {
  const channels = config.alerts.receivers.find(({ name }) => name === receiver)?.channels;
  return channels?.find(({ kind }, index) => `${kind}-${index}` === channel);
}
