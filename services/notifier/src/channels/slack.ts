import { renderSlack } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import type { OutgoingMessage } from "@wirewatch/model";
import { unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret, SendResult } from "./channel.ts";
import { postJson, secretPartsOf } from "./post-json.ts";
import type { HttpDeps } from "./post-json.ts";
import { callSlack } from "./slack-api.ts";
import type { SlackAnswer, SlackPlace } from "./slack-api.ts";

type SlackConfig = Pick<
  Extract<ChannelConfig, { kind: "slack" }>,
  "url" | "channel" | "token" | "threadBy" | "updateInPlace"
>;
type SlackDeps = HttpDeps & { readonly resolveSecret: ResolveSecret; readonly apiUrl: string };

/**
 * Sends messages to Slack: to an incoming webhook, or with a bot token through `chat.postMessage`, which also puts later
 * messages of an alert into the thread of its first (`threadBy`) and keeps that one up to date (`updateInPlace`). Slack
 * takes no idempotency key, so a repetition after a crash is visible; the delivery's id is the `block_id` of the first block.
 *
 * @param deps.apiUrl `slackApiUrl`, or a stand-in for it
 * @throws {RangeError} when the configuration has neither a token with a channel nor an incoming webhook
 */
export function createSlackChannel(config: SlackConfig, deps: SlackDeps): Channel {
  const { url, channel, token } = config;
  if (token === null && url === null) {
    throw new RangeError("Slack needs a token and a channel, or the url of an incoming webhook");
  }
  if (token !== null && channel === null) throw new RangeError("Slack with a token needs a channel, e.g. #newsdesk");
  return {
    kind: "slack",
    channelClass: "chat",
    async send(message, signal, replyTo = null) {
      let secret: string;
      try {
        secret = await deps.resolveSecret(token ?? url ?? "");
      } catch (error) {
        return unsendable(error);
      }
      if (token === null || channel === null) return await postToWebhook(message, secret, deps, signal);
      return await postToRoom(message, replyTo, { ...config, channel }, { ...deps, token: secret }, signal);
    },
  };
}

async function postToWebhook(
  message: OutgoingMessage,
  url: string,
  deps: SlackDeps,
  signal: AbortSignal,
): Promise<SendResult> {
  const body = JSON.stringify(renderSlack(message));
  const post = {
    channelClass: "chat",
    url,
    headers: {},
    body,
    secrets: secretPartsOf(url),
    readSuccess: null,
  } as const;
  return await postJson(post, deps, signal);
}

type RoomConfig = Omit<SlackConfig, "channel"> & { readonly channel: string };
type RoomDeps = SlackDeps & { readonly token: string };

/** What Slack says when one cannot answer to a message any more: it was deleted, or its thread is closed. */
const threadErrors = new Set([
  "cannot_reply_to_message",
  "message_not_found",
  "restricted_action_thread_locked",
  "thread_locked",
  "thread_not_found",
]);

async function postToRoom(
  message: OutgoingMessage,
  replyTo: string | null,
  config: RoomConfig,
  deps: RoomDeps,
  signal: AbortSignal,
): Promise<SendResult> {
  const first = firstMessage(replyTo, config.channel);
  if (first === null) return withPlace(await post(message, null, config, deps, signal), config);
  // Up to three calls share the time of one attempt.
  const shared = { ...deps, timeoutMs: Math.ceil(deps.timeoutMs / 3) };
  if (config.updateInPlace && message.event === "alert.updated" && first.channel !== null) {
    const { text, blocks } = renderSlack(message);
    const changed = await callSlack(
      "chat.update",
      { channel: first.channel, ts: first.ts, text, blocks },
      shared,
      signal,
    );
    // The message itself would meet the same limit. Any other failure costs the change, not the message.
    if (changed.result.kind === "retry" && changed.result.retryAfterMs !== null) return changed.result;
  }
  const thread = config.threadBy === "story" ? first : null;
  const answer = await post(message, thread, config, shared, signal);
  const isThreadLost = thread !== null && answer.error !== null && threadErrors.has(answer.error);
  return withPlace(isThreadLost ? await post(message, null, config, shared, signal) : answer, config);
}

async function post(
  message: OutgoingMessage,
  thread: SlackPlace | null,
  config: RoomConfig,
  deps: RoomDeps,
  signal: AbortSignal,
): Promise<SlackAnswer> {
  // Reminders are for those who do not follow the thread, too.
  const isLoud = message.event === "alert.reminder" || message.event === "alert.escalated";
  const answering = thread === null ? {} : { thread_ts: thread.ts, ...(isLoud ? { reply_broadcast: true } : {}) };
  const args = { channel: thread?.channel ?? config.channel, ...answering, ...renderSlack(message) };
  return await callSlack("chat.postMessage", args, deps, signal);
}

/** Kept with the delivery: time and room of the message, and the name of the room in the configuration. */
function withPlace({ result, place }: SlackAnswer, { channel }: RoomConfig): SendResult {
  if (result.kind !== "sent" || place === null) return result;
  return { ...result, remoteId: place.channel === null ? place.ts : `${place.ts} ${place.channel} ${channel}` };
}

/** Null when there is none, or when it is in another room than the configuration names by now. */
function firstMessage(remoteId: string | null, channel: string): SlackPlace | null {
  const found = /^(\d{1,12}\.\d{1,12})(?: (\w{1,50}) (.+))?$/.exec(remoteId ?? "");
  if (found === null) return null;
  const [, ts = "", room, configured = channel] = found;
  return configured === channel ? { ts, channel: room ?? null } : null;
}
