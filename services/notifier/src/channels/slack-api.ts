import { deliveryVerdict, plainText } from "@wirewatch/alerting";
import type { FetchedPage } from "@wirewatch/model";
import type { SendResult } from "./channel.ts";
import { postJson } from "./post-json.ts";
import type { HttpDeps, SuccessReading } from "./post-json.ts";

/** Slack's Web API. */
export const slackApiUrl = "https://slack.com/api/";

/** How one call of the Web API went. */
export interface SlackAnswer {
  readonly result: SendResult;
  /** Slack's own name for what is wrong; null when it took the call, or when no answer could be read. */
  readonly error: string | null;
  /** Where the message is; null when Slack did not say. */
  readonly place: SlackPlace | null;
}

/** By which Slack finds a message again. */
export interface SlackPlace {
  /** Id of the room, e.g. `C0123`; names do not do for changes. */
  readonly channel: string | null;
  /** Time of the message, which is its name within the room. */
  readonly ts: string;
}

/**
 * One call of the Web API.
 *
 * @param method e.g. `chat.postMessage`
 */
export async function callSlack(
  method: string,
  args: Readonly<Record<string, unknown>>,
  deps: HttpDeps & { readonly apiUrl: string; readonly token: string },
  signal: AbortSignal,
): Promise<SlackAnswer> {
  let reply: Reply | null = null;
  const result = await postJson(
    {
      channelClass: "chat",
      url: `${deps.apiUrl}${method}`,
      headers: { authorization: `Bearer ${deps.token}` },
      body: JSON.stringify(args),
      secrets: [deps.token],
      readSuccess(page, text) {
        reply = parsedReply(text);
        return { verdict: verdictOf(reply, page, deps.now()), remoteId: null };
      },
    },
    deps,
    signal,
  );
  return { result, ...shown(reply) };
}

function shown(reply: Reply | null): Pick<SlackAnswer, "error" | "place"> {
  if (reply === null) return { error: null, place: null };
  return reply.ok ? { error: null, place: reply.place } : { error: reply.error, place: null };
}

/** Errors of the Web API that pass by themselves; every other one needs a person. */
const passingErrors = new Set(["fatal_error", "internal_error", "request_timeout", "service_unavailable"]);
const rateErrors = new Set(["ratelimited", "rate_limited", "message_limit_exceeded"]);

/**
 * The Web API answers 200 to most errors and names them in `error`.
 *
 * @see Slack, chat.postMessage, "Errors"; "Rate limits" (`Retry-After`)
 */
function verdictOf(reply: Reply | null, page: FetchedPage, now: Date): SuccessReading["verdict"] {
  if (reply === null) return { kind: "retry", reason: "Slack's answer cannot be read", afterMs: null };
  if (reply.ok) return { kind: "sent" };
  if (rateErrors.has(reply.error)) {
    return deliveryVerdict("chat", { kind: "response", status: 429, headers: page.headers }, now);
  }
  const reason = `Slack refused the message: ${plainText(reply.error, 80)}`;
  if (passingErrors.has(reply.error)) return { kind: "retry", reason, afterMs: null };
  return { kind: reply.error === "is_archived" ? "disable" : "permanent", reason };
}

interface Reply {
  readonly ok: boolean;
  readonly error: string;
  readonly place: SlackPlace | null;
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
  const room = "channel" in reply && typeof reply.channel === "string" ? reply.channel : "";
  const channel = /^[A-Z][A-Z0-9]{1,40}$/.test(room) ? room : null;
  return { ok: reply.ok === true, error, place: ts === null ? null : { channel, ts } };
}
