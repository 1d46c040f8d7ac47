import { deliveryVerdict } from "@wirewatch/alerting";
import type { ChannelClass, DeliveryVerdict } from "@wirewatch/alerting";
import type { FetchedPage } from "@wirewatch/model";
import type { HttpClient } from "@wirewatch/runtime";
import { attemptResult, stopped, unsendable } from "./attempt.ts";
import type { SendResult } from "./channel.ts";

/** What channels over HTTP need from outside. */
export interface HttpDeps {
  readonly http: Pick<HttpClient, "request">;
  /** Private hosts the operator opened (`network.allow_private`). */
  readonly allowPrivate: readonly string[];
  readonly now: () => Date;
  /** For the whole attempt. */
  readonly timeoutMs: number;
}

export interface JsonPost {
  readonly channelClass: ChannelClass;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Values that must not show up in results. */
  readonly secrets: readonly string[];
  /** For receivers whose 2xx may still be a refusal; null takes 2xx as sent. */
  readonly readSuccess: ((page: FetchedPage, text: string) => SuccessReading) | null;
}

/** What a 2xx answer really says. */
export interface SuccessReading {
  readonly verdict: DeliveryVerdict;
  /** The receiver's name for the message, if it gave one. */
  readonly remoteId: string | null;
}

/**
 * Answers are short. The cap is generous because an answer above it counts as a failure, and so repeats a message
 * that may have arrived.
 */
const maxAnswerBytes = 1_000_000;

/**
 * One POST of a JSON text, under the guard for outgoing requests: no redirects, no private address that was not
 * opened, bounded in time and bytes.
 */
export async function postJson(post: JsonPost, deps: HttpDeps, signal: AbortSignal): Promise<SendResult> {
  const { channelClass, secrets } = post;
  // Refused here because the client's refusal quotes what it was given, and that may be a password.
  if (!URL.canParse(post.url)) return unsendable(new RangeError("the receiver's address is not a valid URL"));
  const startedAt = deps.now().getTime();
  const answer = await deps.http.request(
    {
      url: post.url,
      surface: "webhook",
      method: "POST",
      headers: { ...post.headers, "content-type": "application/json; charset=utf-8" },
      body: post.body,
      allowPrivate: deps.allowPrivate,
      timeoutMs: deps.timeoutMs,
      maxWireBytes: maxAnswerBytes,
      maxBodyBytes: maxAnswerBytes,
    },
    signal,
  );
  const now = deps.now();
  if (answer.kind !== "response") {
    const latencyMs = now.getTime() - startedAt;
    if (answer.kind === "failed" && answer.code === "aborted") return stopped(latencyMs);
    const verdict = deliveryVerdict(channelClass, answer, now);
    return attemptResult(verdict, {
      status: null,
      latencyMs,
      answerText: "",
      remoteId: null,
      secrets,
    });
  }
  const { status, headers, body } = answer.page;
  const answerText = new TextDecoder().decode(body);
  const verdict = deliveryVerdict(channelClass, { kind: "response", status, headers }, now);
  const isRead = verdict.kind === "sent" && post.readSuccess !== null;
  const reading = isRead ? post.readSuccess(answer.page, answerText) : { verdict, remoteId: null };
  const latencyMs = Math.round(answer.latencyMs);
  return attemptResult(reading.verdict, {
    status,
    latencyMs,
    answerText,
    remoteId: reading.remoteId,
    secrets,
  });
}

/**
 * The parts of a receiver's address that may be a password: the whole of it and, since many services put a token
 * there, path and query.
 */
export function secretPartsOf(url: string): readonly string[] {
  const parsed = URL.parse(url);
  if (parsed === null) return [url];
  return [url, parsed.href, parsed.pathname + parsed.search, parsed.pathname, parsed.search.slice(1)];
}
