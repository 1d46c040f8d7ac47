import { plainText, renderPagerDuty } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import { unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret } from "./channel.ts";
import type { HttpDeps } from "./post-json.ts";
import { fieldOf, postAndRead } from "./read-answer.ts";
import type { AnswerReading, ReceiverAnswer } from "./read-answer.ts";

/** PagerDuty's Events API v2, by the region of the account. */
export const pagerDutyApiUrls = {
  us: "https://events.pagerduty.com",
  eu: "https://events.eu.pagerduty.com",
} as const;

type PagerDutyConfig = Pick<Extract<ChannelConfig, { kind: "pagerduty" }>, "routingKey" | "region">;
type PagerDutyDeps = HttpDeps & {
  readonly resolveSecret: ResolveSecret;
  readonly apiUrls: Readonly<Record<PagerDutyConfig["region"], string>>;
};

/**
 * Sends messages to PagerDuty as events. The alert's id is the key, so a repetition and every later message of the alert
 * belong to the same incident.
 *
 * @param deps.apiUrls `pagerDutyApiUrls`, or stand-ins for them
 * @see PagerDuty, "Events API v2"
 */
export function createPagerDutyChannel(config: PagerDutyConfig, deps: PagerDutyDeps): Channel {
  return {
    kind: "pagerduty",
    channelClass: "push",
    async send(message, signal) {
      let routingKey: string;
      try {
        routingKey = (await deps.resolveSecret(config.routingKey)).trim();
      } catch (error) {
        return unsendable(error);
      }
      const { kind, ...event } = renderPagerDuty(message);
      const post = {
        channelClass: "push",
        url: `${deps.apiUrls[config.region]}/v2/${kind === "change" ? "change/enqueue" : "enqueue"}`,
        headers: {},
        body: JSON.stringify({ routing_key: routingKey, ...event }),
        secrets: [routingKey],
      } as const;
      return await postAndRead(post, deps, signal, readAnswer);
    },
  };
}

/** Accepted events come back with their key; of a refused one `errors` says what is wrong. */
function readAnswer({ status, json }: ReceiverAnswer): AnswerReading | null {
  if (status >= 200 && status < 300) {
    const key = fieldOf(json, "dedup_key");
    return { verdict: { kind: "sent" }, remoteId: typeof key === "string" && key.length <= 255 ? key : null };
  }
  if (status !== 400) return null;
  const errors = fieldOf(json, "errors");
  const said = [fieldOf(json, "message"), ...(Array.isArray(errors) ? errors.slice(0, 5) : [])];
  const words = said.filter((text) => typeof text === "string").join("; ");
  const reason = `PagerDuty refused the event${words === "" ? "" : `: ${plainText(words, 200)}`}`;
  return { verdict: { kind: "permanent", reason }, remoteId: null };
}
