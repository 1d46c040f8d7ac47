import { isIPv6 } from "node:net";

/** Counts wrong credentials per address, so that nobody can try many. */
export interface FailedAttempts {
  /** Milliseconds until the address may try again; 0 when it may now. */
  waitMs(address: string): number;
  count(address: string): void;
}

/** So many at once, and then one every `recoverMs`, milliseconds. */
const [burst, recoverMs] = [20, 3_000];
/** Addresses that are remembered; the longest quiet ones are forgotten first. */
const maxAddresses = 10_000;

/**
 * A bucket per address that leaks; IPv6 addresses share one per /64 (`networkOf`). Of one process: log-ins are counted in the database.
 *
 * @param nowMs any steady clock
 */
export function createFailedAttempts(nowMs: () => number): FailedAttempts {
  const buckets = new Map<string, { level: number; atMs: number }>();

  function levelOf(key: string): number {
    const bucket = buckets.get(key);
    return bucket === undefined ? 0 : Math.max(0, bucket.level - (nowMs() - bucket.atMs) / recoverMs);
  }

  return {
    waitMs: (address) => Math.max(0, Math.ceil((levelOf(networkOf(address)) + 1 - burst) * recoverMs)),
    count(address) {
      const key = networkOf(address);
      const level = Math.min(burst, levelOf(key) + 1);
      // At the end of the map again: its order is that of the last attempts.
      buckets.delete(key);
      buckets.set(key, { level, atMs: nowMs() });
      for (const oldest of buckets.keys()) {
        if (buckets.size <= maxAddresses) break;
        buckets.delete(oldest);
      }
    },
  };
}

/** The address, or of IPv6 its first four groups, which is what one customer has. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes(".")) return address;
  const [head = "", tail = ""] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const missing = address.includes("::") ? 8 - left.length - right.length : 0;
  return [...left, ...Array.from({ length: missing }, () => "0"), ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
