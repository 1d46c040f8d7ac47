import { isIPv6, type Socket } from "node:net";
import { RefusedError } from "./failure.ts";

/** Opens a connection to one address; `onReached` is called when something answers there. */
export type Attempt = (address: string, signal: AbortSignal, onReached: () => void) => Promise<Socket>;

/** Addresses of one host that are tried. */
const maxAttempts = 4;

/** Wait before the next address is tried as well; RFC 8305 section 5 recommends it. */
const attemptDelayMs = 250;

/**
 * Connects to whichever address of a host answers first ("Happy Eyeballs"), so that a family or a machine that leads
 * nowhere costs a quarter of a second and not a time limit. Addresses are tried in turn, IPv6 and IPv4 by turns; the next
 * one starts when the last failed, or when nothing answered for a while. Once something answers, others are only tried
 * should it fail: a slow handshake is no reason to bother the host twice.
 *
 * @param addresses at least one
 * @param signal ends all attempts
 * @throws the error of the only attempt, or an AggregateError of all; a {@link RefusedError} and the signal's reason at once
 * @see RFC 8305
 */
export async function firstAddress(
  addresses: readonly string[],
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Socket> {
  const waiting = byTurns(addresses).slice(0, maxAttempts);
  const count = waiting.length;
  const losers = new AbortController();
  const { promise: winner, resolve, reject } = Promise.withResolvers<Socket>();
  const cancel = () => reject(signal.reason);
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  const errors: unknown[] = [];
  let isDecided = false;
  let hasAnswer = false;
  let timer: NodeJS.Timeout | undefined;

  function next(): void {
    clearTimeout(timer);
    const address = waiting.shift();
    if (address === undefined || isDecided || signal.aborted) return;
    timer = setTimeout(() => hasAnswer || next(), attemptDelayMs);
    const onReached = () => {
      hasAnswer = true;
    };
    attempt(address, losers.signal, onReached).then(won, failed);
  }
  function won(socket: Socket): void {
    if (isDecided) {
      socket.destroy();
      return;
    }
    isDecided = true;
    resolve(socket);
  }
  function failed(error: unknown): void {
    errors.push(error);
    hasAnswer = false;
    if (error instanceof RefusedError) reject(error);
    else if (errors.length < count) next();
    else reject(errors.length === 1 ? error : new AggregateError(errors, "no address could be connected"));
  }

  next();
  try {
    return await winner;
  } finally {
    isDecided = true;
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    losers.abort();
  }
}

/** The families alternate, beginning with that of the first address; RFC 8305 section 4. */
function byTurns(addresses: readonly string[]): string[] {
  const [first = ""] = addresses;
  const ofFirst = addresses.filter((address) => isIPv6(address) === isIPv6(first));
  const others = addresses.filter((address) => isIPv6(address) !== isIPv6(first));
  return ofFirst
    .flatMap((address, index) => [address, ...others.slice(index, index + 1)])
    .concat(others.slice(ofFirst.length));
}
