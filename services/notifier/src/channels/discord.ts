import { plainText, renderDiscord } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import { unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret } from "./channel.ts";
import { secretPartsOf } from "./post-json.ts";
import type { HttpDeps } from "./post-json.ts";
import { fieldOf, pauseMs, postAndRead } from "./read-answer.ts";
import type { AnswerReading, ReceiverAnswer } from "./read-answer.ts";

type DiscordConfig = Pick<Extract<ChannelConfig, { kind: "discord" }>, "url">;
type DiscordDeps = HttpDeps & { readonly resolveSecret: ResolveSecret };

/**
 * Sends messages to a Discord channel by its webhook; a thread can be named in the address (`?thread_id=…`). Discord
 * takes no key for messages of webhooks, so a repetition after a crash is visible, and webhooks cannot answer to a message.
 *
 * @see Discord, "Execute Webhook"
 */
export function createDiscordChannel(config: DiscordConfig, deps: DiscordDeps): Channel {
  return {
    kind: "discord",
    channelClass: "chat",
    async send(message, signal) {
      let url: string;
      try {
        url = await deps.resolveSecret(config.url);
      } catch (error) {
        return unsendable(error);
      }
      const post = {
        channelClass: "chat",
        url: waiting(url),
        headers: {},
        body: JSON.stringify(renderDiscord(message)),
        secrets: [...secretPartsOf(url), ...secretPartsOf(waiting(url)), ...segmentsOf(url)],
      } as const;
      return await postAndRead(post, deps, signal, readAnswer);
    },
  };
}

/** Asks for the message as the answer: without it a message that Discord does not keep is no error, and has no id. */
function waiting(address: string): string {
  const url = URL.parse(address);
  if (url === null) return address;
  url.searchParams.set("wait", "true");
  return url.href;
}

/** Segments of the path, of which the last is the webhook's token. */
function segmentsOf(address: string): readonly string[] {
  return URL.parse(address)?.pathname.split("/").slice(-2) ?? [];
}

/**
 * Discord names the pause to the millisecond in the body (the header is in whole seconds), and asks that a webhook that
 * it does not know is not called again.
 *
 * @see Discord, "Rate Limits", "Opcodes and Status Codes" (10015)
 */
function readAnswer({ status, json }: ReceiverAnswer): AnswerReading | null {
  if (status >= 200 && status < 300) {
    const id = fieldOf(json, "id");
    const remoteId = typeof id === "string" && /^\d{1,20}$/.test(id) ? id : null;
    return { verdict: { kind: "sent" }, remoteId };
  }
  const said = fieldOf(json, "message");
  const words = typeof said === "string" ? `: ${plainText(said, 100)}` : "";
  if (status === 429) {
    const afterMs = pauseMs(fieldOf(json, "retry_after"));
    if (afterMs === null) return null;
    const extent = fieldOf(json, "global") === true ? " (for all of its webhooks)" : "";
    return { verdict: { kind: "retry", reason: `Discord limits the rate${extent}`, afterMs }, remoteId: null };
  }
  if (status === 404) {
    return { verdict: { kind: "disable", reason: `Discord knows this webhook no more${words}` }, remoteId: null };
  }
  if (![400, 401, 403, 405, 413].includes(status) || words === "") return null;
  return { verdict: { kind: "permanent", reason: `Discord refused the message${words}` }, remoteId: null };
}
