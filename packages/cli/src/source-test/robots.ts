import { isAllowed, sitemapsOf } from "@wirewatch/feeds";
import type { HopRefusal, HttpClient, HttpRequest } from "@wirewatch/runtime";

/** RFC 9309 section 2.5: at least 500 KiB are read. */
const maxBytes = 512 * 1024;

/** Limits and permissions of the request that a look-up is made for, which it shares. */
type Permissions = Pick<HttpRequest, "surface" | "allowPrivate" | "privatePages" | "proxy">;

/** The robots.txt of the sites of one test. */
export interface Robots {
  /** Says why robots.txt forbids a URL, or null when it does not. */
  ask(url: URL, permissions: Permissions): Promise<HopRefusal | null>;
  /** Sitemaps that a site's robots.txt names; none when it cannot be read. */
  sitemaps(origin: string, permissions: Permissions): Promise<readonly string[]>;
}

/**
 * Asks each site's robots.txt once. 4xx allows everything, 5xx and silence forbid (RFC 9309 section 2.3.1).
 *
 * @param userAgent the header sent, whose product token the rules name
 */
export function createRobots(http: HttpClient, userAgent: string): Robots {
  const known = new Map<string, Promise<{ readonly text: string } | { readonly problem: string }>>();

  async function fetchRobots(origin: string, permissions: Permissions) {
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

  function read(origin: string, permissions: Permissions): ReturnType<typeof fetchRobots> {
    const asked = known.get(origin) ?? fetchRobots(origin, permissions);
    known.set(origin, asked);
    return asked;
  }

  return {
    async ask(url, permissions) {
      const robots = await read(url.origin, permissions);
      if ("problem" in robots) return { code: "robots", reason: robots.problem };
      if (isAllowed(robots.text, userAgent, url.href)) return null;
      const name = userAgent.split("/")[0] ?? userAgent;
      return { code: "robots", reason: `robots.txt of ${url.host} forbids this address to ${name}` };
    },
    async sitemaps(origin, permissions) {
      const robots = await read(origin, permissions);
      return "problem" in robots ? [] : sitemapsOf(robots.text);
    },
  };
}
