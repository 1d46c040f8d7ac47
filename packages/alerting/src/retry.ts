/**
 * Kinds of receivers that want the same patience: a program (`webhook`), a room people read (`chat`), a device or
 * screen somebody looks at now (`push`), a mailbox (`email`).
 */
export type ChannelClass = "webhook" | "chat" | "push" | "email";

interface Ladder {
  /** Pause before each attempt; the first is the attempt made at once. */
  readonly pausesMs: readonly number[];
  /** Age at which a message is no longer worth sending. */
  readonly expiresMs: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** `webhook` is the example of the Standard Webhooks specification (75 h 35 m); the others follow how soon news age. */
const ladders: Readonly<Record<ChannelClass, Ladder>> = {
  webhook: {
    pausesMs: [0, 5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
    expiresMs: Number.POSITIVE_INFINITY,
  },
  chat: {
    pausesMs: [0, 5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, 2 * hour],
    expiresMs: 6 * hour,
  },
  push: { pausesMs: [0, 5 * second, 30 * second, 2 * minute], expiresMs: 30 * minute },
  email: {
    pausesMs: [0, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour],
    expiresMs: 24 * hour,
  },
};

/**
 * Pause before the next attempt, or null when the delivery has run out of attempts or of time. The ladder's pause
 * varies by ±20 % so that deliveries that failed together do not return together; a pause the receiver asked for is
 * kept in full and varies upwards only.
 *
 * @param attempt attempts made so far: 0 before the first, 1 after the first failed
 * @param options.ageMs since the delivery was first due, in milliseconds
 * @param options.retryAfterMs what the receiver asked for, in milliseconds; null when it did not
 * @param options.random uniform in [0, 1), as `Math.random`
 */
export function retryDelayMs(
  channelClass: ChannelClass,
  attempt: number,
  options: {
    readonly ageMs: number;
    readonly retryAfterMs: number | null;
    readonly random: () => number;
  },
): number | null {
  const ladder = ladders[channelClass];
  const pauseMs = ladder.pausesMs[attempt];
  if (pauseMs === undefined) return null;
  const variation = options.random();
  const delayMs = Math.round(
    Math.max(pauseMs * (0.8 + 0.4 * variation), (options.retryAfterMs ?? 0) * (1 + 0.2 * variation)),
  );
  return options.ageMs + delayMs > ladder.expiresMs ? null : delayMs;
}
