import { isAllowed } from "@wirewatch/feeds";
import type { HttpClient, HttpRequest } from "@wirewatch/runtime";
import { sql, storable } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** RFC 9309 §2.4: a cached robots.txt is not used for more than 24 hours. */
const cachedHours = 24;
/** RFC 9309 §2.5: at least 500 KiB are read. */
const maxBytes = 512 * 1024;

export type RobotsVerdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "forbidden"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string };

/**
 * Asks a site's robots.txt whether a URL may be fetched; the answer is shared by all processes for a day.
 * 4xx allows everything, 5xx and silence forbid until it answers (RFC 9309 §2.3.1).
 *
 * @param request limits and permissions of the page's own request, which the look-up shares
 */
export async function askRobots(
  db: Kysely<Database>,
  http: HttpClient,
  url: URL,
  userAgent: string,
  request: Pick<HttpRequest, "surface" | "allowPrivate" | "privatePages">,
): Promise<RobotsVerdict> {
  const cached = await db
    .selectFrom("robots")
    .select(["status", "body"])
    .where("origin", "=", url.origin)
    .where("fetched_at", ">", sql<Date>`now() - make_interval(hours => ${cachedHours})`)
    .executeTakeFirst();
  const robots = cached ?? (await fetchRobots(db, http, url.origin, userAgent, request));
  if ("reason" in robots) return { kind: "unreachable", reason: robots.reason };
  if (robots.status >= 200 && robots.status < 300 && !isAllowed(robots.body, userAgent, url.href)) {
    return {
      kind: "forbidden",
      reason: `robots.txt of ${url.host} forbids this page to ${userAgent.split("/")[0] ?? userAgent}`,
    };
  }
  return { kind: "allowed" };
}

async function fetchRobots(
  db: Kysely<Database>,
  http: HttpClient,
  origin: string,
  userAgent: string,
  request: Pick<HttpRequest, "surface" | "allowPrivate" | "privatePages">,
): Promise<{ status: number; body: string } | { reason: string }> {
  const result = await http.request({
    ...request,
    url: `${origin}/robots.txt`,
    userAgent,
    timeoutMs: 15_000,
    maxWireBytes: maxBytes,
    maxBodyBytes: maxBytes,
  });
  if (result.kind === "refused") return { status: 404, body: "" };
  if (result.kind === "failed")
    return { reason: `robots.txt of ${new URL(origin).host} could not be read: ${result.reason}` };
  const { status } = result.page;
  if (status === 429 || status >= 500) return { reason: `robots.txt of ${new URL(origin).host} answered ${status}` };
  const body = status >= 200 && status < 300 ? storable(new TextDecoder().decode(result.page.body)) : "";
  const row = { status, body };
  await db
    .insertInto("robots")
    .values({ origin, ...row })
    .onConflict((conflict) => conflict.column("origin").doUpdateSet({ ...row, fetched_at: sql<Date>`now()` }))
    .execute();
  return row;
}
