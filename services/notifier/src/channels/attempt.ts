import { plainText } from "@wirewatch/alerting";
import type { DeliveryVerdict } from "@wirewatch/alerting";
import type { SendResult } from "./channel.ts";

const maxReason = 300;
const maxExcerpt = 200;

/** What a channel saw of one attempt. Texts come from outside and may be of any length. */
export interface Attempt {
  /** HTTP status or SMTP reply code; null when there was none. */
  readonly status: number | null;
  readonly latencyMs: number;
  readonly answerText: string;
  /** The receiver's name for the message, if it gave one. */
  readonly remoteId: string | null;
  /** Values that must not show up in the result: whole addresses, tokens, passwords. */
  readonly secrets: readonly string[];
}

/** The result of an attempt, in clean short words without secrets. */
export function attemptResult(verdict: DeliveryVerdict, attempt: Attempt): SendResult {
  const { status, latencyMs, remoteId, secrets } = attempt;
  const facts = { status, latencyMs, excerpt: shown(attempt.answerText, secrets, maxExcerpt) };
  if (verdict.kind === "sent") return { ...facts, kind: "sent", remoteId };
  const reason = shown(verdict.reason, secrets, maxReason);
  if (verdict.kind === "retry") return { ...facts, kind: "retry", reason, retryAfterMs: verdict.afterMs };
  return { ...facts, kind: verdict.kind, reason };
}

/** The result of an attempt that could not begin, e.g. because a secret is missing. Nothing was sent. */
export function unsendable(error: unknown): SendResult {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    kind: "permanent",
    reason: plainText(reason, maxReason),
    status: null,
    latencyMs: 0,
    excerpt: "",
  };
}

/** The result of an attempt that the caller's signal ended. */
export function stopped(latencyMs: number): SendResult {
  const reason = "stopped before the receiver answered";
  return { kind: "retry", reason, retryAfterMs: null, status: null, latencyMs, excerpt: "" };
}

/** Clean text with every secret masked; cut only afterwards, so that no half of one is left. */
function shown(text: string, secrets: readonly string[], maxLength: number): string {
  const masked = secrets
    .filter((secret) => secret.length >= 4)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "***"), plainText(text, 10_000));
  return plainText(masked, maxLength);
}
