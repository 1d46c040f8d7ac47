/** The work can never succeed: the row ends as failed at once, without further attempts. */
export class PermanentError extends Error {}

/** The work cannot run now through no fault of its own: it is tried again later and the attempt is not counted. */
export class RetryLaterError extends Error {
  /** Milliseconds until it is tried again. */
  readonly delayMs: number;

  constructor(message: string, delayMs: number, options?: ErrorOptions) {
    super(message, options);
    this.delayMs = delayMs;
  }
}

/** Another worker finished or took over the row while this one worked on it; its result is dropped. */
export class LostClaimError extends Error {}

const unavailable = /^(08|57P|53)/;
const socketCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOENT", "ENOTFOUND", "EAI_AGAIN"]);
/** Of sockets and names; a file that is not there has the code of a missing socket, but another call. */
const socketCalls = new Set(["connect", "read", "write", "getaddrinfo"]);
const poolMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection error and is not queryable|Cannot use a pool after/;

/** True when an error says that PostgreSQL is away or restarting, not that the work is wrong. */
export function isStoreAway(error: unknown): boolean {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    const code = "code" in inner && typeof inner.code === "string" ? inner.code : "";
    const fromStore = "severity" in inner || "routine" in inner;
    if (fromStore && unavailable.test(code)) return true;
    if (socketCodes.has(code) && "syscall" in inner && socketCalls.has(String(inner.syscall))) return true;
    // Of a name with several addresses, none of which answered.
    if (inner instanceof AggregateError && inner.errors.some(isStoreAway)) return true;
    if (poolMessages.test(inner.message)) return true;
  }
  return false;
}
