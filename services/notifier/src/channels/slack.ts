import { deliveryVerdict, plainText, renderSlack } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import type { OutgoingMessage, FetchedPage } from "@wirewatch/model";
import { unsendable } from "./attempt.ts";
import type { Channel, ResolveSecret } from "./channel.ts";
import { postJson, secretPartsOf } from "./post-json.ts";
import type { HttpDeps, JsonPost, SuccessReading } from "./post-json.ts";

/** Slack's `chat.postMessage`. */
export const slackApiUrl = "https://slack.com/api/chat.postMessage";

type SlackConfig = Pick<Extract<ChannelConfig, { kind: "slack" }>, "url" | "channel" | "token">;
type SlackDeps = HttpDeps & { readonly resolveSecret: ResolveSecret; readonly apiUrl: string };

/**
 * Sends messages to Slack: with a bot token through `chat.postMessage`, which also puts later messages of an alert
 * into its thread, or to an incoming webhook, which has no threads. Slack takes no idempotency key, so a repetition
 * after a crash is visible; the delivery's id is the `block_id` of the first block.
 *
 * @param deps.apiUrl `slackApiUrl`, or a stand-in for it
 * @throws {RangeError} when the configuration has neither a token with a channel nor an incoming webhook
 */
export function createSlackChannel(config: SlackConfig, deps: SlackDeps): Channel {
  const postFor = config.token === null ? webhookPost(config, deps) : apiPost(config, config.token, deps);
  return {
    kind: "slack",
    channelClass: "chat",
    async send(message, signal, replyTo = null) {
      let post: JsonPost;
      try {
        post = await postFor(message, replyTo);
      } catch (error) {
        return unsendable(error);
      }
      return await postJson(post, deps, signal);
    },
  };
}

type PostFor = (message: OutgoingMessage, replyTo: string | null) => Promise<JsonPost>;

function webhookPost({ url }: SlackConfig, deps: SlackDeps): PostFor {
  if (url === null) throw new RangeError("Slack needs a token and a channel, or the url of an incoming webhook");
  return async (message) => {
    const resolvedUrl = await deps.resolveSecret(url);
    return {
      channelClass: "chat",
      url: resolvedUrl,
      headers: {},
      body: JSON.stringify(renderSlack(message)),
      secrets: secretPartsOf(resolvedUrl),
      readSuccess: null,
    };
  };
}

function apiPost({ channel }: SlackConfig, tokenReference: string, deps: SlackDeps): PostFor {
  if (channel === null) throw new RangeError("Slack with a token needs a channel, e.g. #newsdesk");
  return async (message, replyTo) => {
    const token = await deps.resolveSecret(tokenReference);
    const thread = replyTo === null ? {} : { thread_ts: replyTo };
    return {
      channelClass: "chat",
      url: deps.apiUrl,
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ channel, ...thread, ...renderSlack(message) }),
      secrets: [token],
      readSuccess: (page, text) => apiReading(page, text, deps.now()),
    };
  };
}

/** Errors of the Web API that pass by themselves; every other one needs a person. */
const passingErrors = new Set(["fatal_error", "internal_error", "request_timeout", "service_unavailable"]);
const rateErrors = new Set(["ratelimited", "rate_limited", "message_limit_exceeded"]);

/**
 * `chat.postMessage` answers 200 to most errors and names them in `error`.
 *
 * @see Slack, chat.postMessage, "Errors"; "Rate limits" (`Retry-After`)
 */
function apiReading(page: FetchedPage, text: string, now: Date): SuccessReading {
  const reply = parsedReply(text);
  if (reply === null) {
    return {
      verdict: { kind: "retry", reason: "Slack's answer cannot be read", afterMs: null },
      remoteId: null,
    };
  }
  if (reply.ok) return { verdict: { kind: "sent" }, remoteId: reply.ts };
  const reason = `Slack refused the message: ${plainText(reply.error, 80)}`;
  if (rateErrors.has(reply.error)) {
    const verdict = deliveryVerdict("chat", { kind: "response", status: 429, headers: page.headers }, now);
    return { verdict, remoteId: null };
  }
  if (passingErrors.has(reply.error)) return { verdict: { kind: "retry", reason, afterMs: null }, remoteId: null };
  return {
    verdict: { kind: reply.error === "is_archived" ? "disable" : "permanent", reason },
    remoteId: null,
  };
}

interface Reply {
  readonly ok: boolean;
  readonly error: string;
  /** Time of the message, by which Slack names it. */
  readonly ts: string | null;
}

function parsedReply(text: string): Reply | null {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof reply !== "object" || reply === null || !("ok" in reply)) return null;
  const error = "error" in reply && typeof reply.error === "string" ? reply.error : "no reason given";
  const ts = "ts" in reply && typeof reply.ts === "string" && /^\d{1,12}\.\d{1,12}$/.test(reply.ts) ? reply.ts : null;
  return { ok: reply.ok === true, error, ts };
}
