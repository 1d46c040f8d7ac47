import type { ChannelClass } from "./retry.ts";

interface DeliveryResponse {
  readonly kind: "response";
  /** HTTP status, or SMTP reply code for class `email`. */
  readonly status: number;
  /** Header names in lower case; empty for SMTP. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How an attempt went: the receiver answered, we did not let it out (`refused`), or nothing usable came back. */
export type DeliveryAnswer =
  | DeliveryResponse
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * - `sent`: the receiver has it
 * - `retry`: the ladder goes on, not before `afterMs` when it is given
 * - `permanent`: trying the same again cannot help; dead letter at once
 * - `disable`: the receiver wants no further message of any kind
 */
export type DeliveryVerdict =
  | { readonly kind: "sent" }
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs: number | null }
  | { readonly kind: "permanent"; readonly reason: string }
  | { readonly kind: "disable"; readonly reason: string };

const day = 86_400_000;

/** Least pause for a receiver that is overloaded but names no time: three times the ladder's first pause. */
const slowDownMs = 15_000;

/**
 * What an answer means for a delivery. Only 2xx is success and redirects are not followed. A webhook is tried again
 * on everything but 410 and the receiver's own word; chat and push reject for good with other 4xx (bad token, unknown
 * room, malformed message), e-mail with 5xx.
 *
 * @param now for a `Retry-After` that is a date
 * @see Standard Webhooks, "Webhook delivery" (410, 429, 502, 504); Svix, delivery control (`webhook-delivery`);
 * RFC 9110 section 10.2.3 (`Retry-After`); RFC 5321 section 4.2.1 (SMTP reply codes)
 */
export function deliveryVerdict(channelClass: ChannelClass, answer: DeliveryAnswer, now: Date): DeliveryVerdict {
  if (answer.kind === "failed") return { kind: "retry", reason: answer.reason, afterMs: null };
  if (answer.kind === "refused") return { kind: "permanent", reason: answer.reason };
  if (answer.status >= 200 && answer.status < 300) return { kind: "sent" };
  return channelClass === "email" ? smtpVerdict(answer.status) : httpVerdict(channelClass, answer, now);
}

function smtpVerdict(status: number): DeliveryVerdict {
  const reason = `the mail server answered ${status}`;
  // 503 means the conversation went wrong, not that this message is unwelcome.
  const isPermanent = status >= 500 && status < 600 && status !== 503;
  return isPermanent ? { kind: "permanent", reason } : { kind: "retry", reason, afterMs: null };
}

function httpVerdict(
  channelClass: Exclude<ChannelClass, "email">,
  answer: DeliveryResponse,
  now: Date,
): DeliveryVerdict {
  const { status, headers } = answer;
  const reason = `the receiver answered ${status}`;
  if (status === 410) return { kind: "disable", reason: `${reason}: it is gone for good` };
  const wish = channelClass === "webhook" ? headers["webhook-delivery"]?.trim().toLowerCase() : undefined;
  if (wish === "disable") return { kind: "disable", reason: `${reason} and asked to be disabled` };
  if (wish === "abort-message") return { kind: "permanent", reason: `${reason} and asked not to repeat this message` };
  if (status >= 300 && status < 400) {
    return {
      kind: "retry",
      reason: `${reason}; redirects are not followed, configure the final address`,
      afterMs: null,
    };
  }
  const isRejected = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  if (isRejected && channelClass !== "webhook") return { kind: "permanent", reason };
  const isOverloaded = status === 429 || status === 502 || status === 504;
  const wishedMs = retryAfterMs(headers["retry-after"], now);
  return { kind: "retry", reason, afterMs: wishedMs ?? (isOverloaded ? slowDownMs : null) };
}

/** Milliseconds a `Retry-After` header asks for, at most a day; null when it is missing or says nothing. */
function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  const ms = /^\d{1,12}$/.test(text) ? Number(text) * 1_000 : httpDate(text) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), day) : null;
}

/** Epoch milliseconds of an HTTP date; NaN for anything else `Date.parse` would guess at. */
function httpDate(text: string): number {
  return /^[A-Z][a-z]{2,8},? .{1,30}$/.test(text) ? Date.parse(text) : Number.NaN;
}
