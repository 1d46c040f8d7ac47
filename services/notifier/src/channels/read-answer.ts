import type { DeliveryVerdict } from "@wirewatch/alerting";
import type { FetchedPage } from "@wirewatch/model";
import { attemptResult } from "./attempt.ts";
import type { SendResult } from "./channel.ts";
import { postJson } from "./post-json.ts";
import type { HttpDeps, JsonPost } from "./post-json.ts";

/** What a receiver answered, whatever the status. */
export interface ReceiverAnswer {
  readonly status: number;
  /** Undefined when the answer is no JSON. */
  readonly json: unknown;
}

/** What an answer says beyond its status; null when the status says it all. */
export interface AnswerReading {
  readonly verdict: DeliveryVerdict;
  /** The receiver's name for the message, if it gave one. */
  readonly remoteId: string | null;
}

const day = 86_400_000;

/** `postJson` for receivers that say in the body of any answer what to do next. */
export async function postAndRead(
  post: Omit<JsonPost, "readSuccess">,
  deps: HttpDeps,
  signal: AbortSignal,
  read: (answer: ReceiverAnswer) => AnswerReading | null,
): Promise<SendResult> {
  const answers: FetchedPage[] = [];
  const http: HttpDeps["http"] = {
    async request(request, stop) {
      const result = await deps.http.request(request, stop);
      if (result.kind === "response") answers.push(result.page);
      return result;
    },
  };
  const result = await postJson({ ...post, readSuccess: null }, { ...deps, http }, signal);
  const [answer] = answers;
  if (answer === undefined) return result;
  const { status } = answer;
  const answerText = new TextDecoder().decode(answer.body);
  const reading = read({ status, json: jsonOf(answerText) });
  if (reading === null) return result;
  const { latencyMs } = result;
  return attemptResult(reading.verdict, {
    status,
    latencyMs,
    answerText,
    remoteId: reading.remoteId,
    secrets: post.secrets,
  });
}

/** A field of what may be anything. */
export function fieldOf(json: unknown, name: string): unknown {
  return typeof json === "object" && json !== null
    ? Object.entries(json).find(([key]) => key === name)?.[1]
    : undefined;
}

/** Milliseconds of a pause that a receiver names in seconds, also `0.35`; at most a day, null when it is none. */
export function pauseMs(seconds: unknown): number | null {
  if (typeof seconds !== "number" || !Number.isFinite(seconds) || seconds < 0) return null;
  return Math.min(Math.ceil(seconds * 1_000), day);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
