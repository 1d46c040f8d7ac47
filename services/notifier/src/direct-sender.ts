import { deliveryId } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import type { SystemMessage } from "@wirewatch/model";
import { createChannel, wantsEvent } from "./channels/index.ts";
import type { NotifierDeps } from "./deps.ts";

/**
 * Hands a message to the channels of a receiver at once, one attempt each.
 *
 * @param number of the alarm: the same makes the same ids
 * @returns whether one of them took it
 */
export type DirectSender = (
  config: Config,
  receiver: string,
  message: Omit<SystemMessage, "id" | "timeZone">,
  number: number,
) => Promise<boolean>;

/** For one attempt, milliseconds. */
const attemptMs = 30_000;

export function createDirectSender(
  deps: Pick<NotifierDeps, "http" | "resolveSecrets" | "now" | "terminal"> & {
    readonly onError: (error: unknown, what: string) => void;
  },
): DirectSender {
  return async (config, receiver, message, number) => {
    const found = config.alerts.receivers.find(({ name }) => name === receiver);
    if (found === undefined) return false;
    const timeZone = found.timeZone ?? config.alerts.timeZone;
    const wanting = found.channels
      .map((channel, index) => ({ channel, name: `${channel.kind}-${index}` }))
      .filter(({ channel }) => wantsEvent(channel, message.event));
    const taken = await Promise.all(
      wanting.map(async ({ channel, name }) => {
        const id = deliveryId({ receiver, channel: name, groupId: "dead-man", event: message.event, revision: number });
        try {
          const made = createChannel(channel, {
            http: deps.http,
            smtp: config.alerts.smtp,
            appriseUrl: config.alerts.appriseUrl,
            resolveSecret: deps.resolveSecrets,
            allowPrivate: config.network.allowPrivate,
            now: deps.now,
            terminal: deps.terminal,
          });
          const result = await made.send({ ...message, id, timeZone }, AbortSignal.timeout(attemptMs));
          if (result.kind === "sent") return true;
          deps.onError(new Error(result.reason), `${name} of ${receiver} did not take ${message.event}`);
        } catch (error) {
          deps.onError(error, `${name} of ${receiver} could not be tried`);
        }
        return false;
      }),
    );
    return taken.includes(true);
  };
}
