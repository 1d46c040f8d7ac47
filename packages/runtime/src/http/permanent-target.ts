import type { HttpHop } from "./types.ts";

/**
 * Where a permanent move leads: the address at the end of the unbroken chain of 301 and 308 that starts with the first
 * hop. A temporary redirect ends the chain, whatever comes behind it.
 *
 * @param hops as in a result, the last one being the answer itself
 * @returns null when the first address did not move for good
 * @see RFC 9110 sections 15.4.2 and 15.4.9
 * @example permanentTarget([{ url: "http://a.example/", status: 301 }, { url: "https://a.example/", status: 200 }])
 * // "https://a.example/"
 */
export function permanentTarget(hops: readonly HttpHop[]): string | null {
  const end = hops.findIndex(({ status }) => status !== 301 && status !== 308);
  return end > 0 ? (hops[end]?.url ?? null) : null;
}
