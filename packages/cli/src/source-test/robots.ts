import { isAllowed } from "@wirewatch/feeds";
import type { HopRefusal, HttpClient, HttpRequest } from "@wirewatch/runtime";

/** RFC 9309 section 2.5: at least 500 KiB are read. */
const maxBytes = 512 * 1024;

/** Says why robots.txt forbids a URL, or null when it does not. */
export type AskRobots = (
  url: URL,
  permissions: Pick<HttpRequest, "surface" | "allowPrivate" | "privatePages">,
) => Promise<HopRefusal | null>;

/**
 * Asks each site's robots.txt once. 4xx allows everything, 5xx and silence forbid (RFC 9309 section 2.3.1).
 *
 * @param userAgent the header sent, whose product token the rules name
 */
export function createRobots(http: HttpClient, userAgent: string): AskRobots {
  const known = new Map<string, Promise<{ readonly text: string } | { readonly problem: string }>>();

  async function fetchRobots(origin: string, permissions: Parameters<AskRobots>[1]) {
    const limits = { userAgent, timeoutMs: 15_000, maxWireBytes: maxBytes, maxBodyBytes: maxBytes };
    const result = await http.request({ ...permissions, ...limits, url: `${origin}/robots.txt` });
    // A redirect to where we do not go is an answer without rules.
    if (result.kind === "refused") return { text: "" };
    if (result.kind === "failed")
      return { problem: `robots.txt of ${new URL(origin).host} could not be read: ${result.reason}` };
    const { status, body } = result.page;
    if (status === 429 || status >= 500) return { problem: `robots.txt of ${new URL(origin).host} answered ${status}` };
    return { text: status >= 200 && status < 300 ? new TextDecoder().decode(body) : "" };
  }

  return async (url, permissions) => {
    const asked = known.get(url.origin) ?? fetchRobots(url.origin, permissions);
    known.set(url.origin, asked);
    const robots = await asked;
    if ("problem" in robots) return { code: "robots", reason: robots.problem };
    if (isAllowed(robots.text, userAgent, url.href)) return null;
    const name = userAgent.split("/")[0] ?? userAgent;
    return { code: "robots", reason: `robots.txt of ${url.host} forbids this address to ${name}` };
  };
}
