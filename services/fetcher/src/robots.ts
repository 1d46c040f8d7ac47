import { crawlDelayMs, isAllowed, sitemapsOf } from "@wirewatch/feeds";
import type { HttpClient, HttpRequest } from "@wirewatch/runtime";
import { sql, storable } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** RFC 9309 §2.4: a cached robots.txt is not used for more than 24 hours, unless the site cannot be reached. */
const cachedMs = 24 * 3600 * 1000;
/** How long this process trusts what it read from the store. */
const rememberedMs = 60_000;
const maxRemembered = 2000;
/** RFC 9309 §2.5: at least 500 KiB are read; of a longer file the beginning counts. */
const keptLength = 512 * 1024;
const maxBytes = 4 * 1024 * 1024;
/** A site may ask for longer pauses; they would keep its news from everybody. */
const maxCrawlDelayMs = 30_000;

export type RobotsVerdict =
  | { readonly kind: "allowed"; readonly crawlDelayMs: number }
  | { readonly kind: "forbidden"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string };

/** Limits and permissions of the request that a look-up is made for, which it shares. */
export type RobotsRequest = Pick<HttpRequest, "surface" | "allowPrivate" | "privatePages" | "proxy">;

/** The robots.txt of sites, shared by all processes. */
export interface Robots {
  /**
   * Whether a URL may be fetched. 4xx allows everything; 5xx and silence forbid until it answers, unless an older copy
   * is there (RFC 9309 §2.3.1 and §2.4).
   */
  ask(url: URL, userAgent: string, request: RobotsRequest): Promise<RobotsVerdict>;
  /** The pause that the site asks for, as far as its robots.txt is known; nothing is requested. */
  knownCrawlDelayMs(origin: string, userAgent: string): Promise<number>;
  /** The sitemaps that a site's robots.txt names; none when it cannot be read. */
  sitemaps(origin: string, userAgent: string, request: RobotsRequest): Promise<readonly string[]>;
}

interface RobotsFile {
  readonly status: number;
  readonly body: string;
}

/** Reads robots.txt through the store. */
export function openRobots({ db, http }: { readonly db: Kysely<Database>; readonly http: HttpClient }): Robots {
  const remembered = new Map<string, { readonly file: RobotsFile | null; readonly untilMs: number }>();

  async function stored(origin: string): Promise<{ file: RobotsFile; isFresh: boolean } | null> {
    const { rows } = await sql<RobotsFile & { is_fresh: boolean }>`
      select status, body, fetched_at > now() - make_interval(secs => ${cachedMs / 1000}) as is_fresh
      from robots where origin = ${origin}`.execute(db);
    const [row] = rows;
    return row === undefined ? null : { file: { status: row.status, body: row.body }, isFresh: row.is_fresh };
  }

  function remember(origin: string, file: RobotsFile | null): void {
    remembered.delete(origin);
    remembered.set(origin, { file, untilMs: performance.now() + rememberedMs });
    const [oldest] = remembered.keys();
    if (remembered.size > maxRemembered && oldest !== undefined) remembered.delete(oldest);
  }

  function recall(origin: string): RobotsFile | null | undefined {
    const known = remembered.get(origin);
    return known !== undefined && performance.now() < known.untilMs ? known.file : undefined;
  }

  async function readFile(
    origin: string,
    userAgent: string,
    request: RobotsRequest,
  ): Promise<RobotsFile | { reason: string }> {
    const known = recall(origin);
    if (known != null) return known;
    const copy = await stored(origin);
    const file = copy?.isFresh === true ? copy.file : await fetchFile(http, origin, userAgent, request);
    if ("reason" in file) return copy?.file ?? file;
    if (file !== copy?.file) await save(db, origin, file);
    remember(origin, file);
    return file;
  }

  return {
    async ask(url, userAgent, request) {
      const file = await readFile(url.origin, userAgent, request);
      if ("reason" in file) return { kind: "unreachable", reason: file.reason };
      if (!isOk(file) || isAllowed(file.body, userAgent, url.href))
        return { kind: "allowed", crawlDelayMs: delayOf(file, userAgent) };
      const agent = userAgent.split("/")[0] ?? userAgent;
      return { kind: "forbidden", reason: `robots.txt of ${url.host} forbids this page to ${agent}` };
    },
    async knownCrawlDelayMs(origin, userAgent) {
      const known = recall(origin);
      const file = known === undefined ? ((await stored(origin))?.file ?? null) : known;
      if (known === undefined) remember(origin, file);
      return file === null ? 0 : delayOf(file, userAgent);
    },
    async sitemaps(origin, userAgent, request) {
      const file = await readFile(origin, userAgent, request);
      return "reason" in file || !isOk(file) ? [] : sitemapsOf(file.body);
    },
  };
}

function isOk({ status }: RobotsFile): boolean {
  return status >= 200 && status < 300;
}

function delayOf(file: RobotsFile, userAgent: string): number {
  return isOk(file) ? Math.min(crawlDelayMs(file.body, userAgent) ?? 0, maxCrawlDelayMs) : 0;
}

async function fetchFile(
  http: HttpClient,
  origin: string,
  userAgent: string,
  request: RobotsRequest,
): Promise<RobotsFile | { reason: string }> {
  const result = await http.request({
    ...request,
    url: `${origin}/robots.txt`,
    userAgent,
    timeoutMs: 15_000,
    maxWireBytes: maxBytes,
    maxBodyBytes: maxBytes,
  });
  const { host } = new URL(origin);
  if (result.kind === "refused") return { status: 404, body: "" };
  if (result.kind === "failed") return { reason: `robots.txt of ${host} could not be read: ${result.reason}` };
  const { status } = result.page;
  if (status === 429 || status >= 500) return { reason: `robots.txt of ${host} answered ${status}` };
  return {
    status,
    body: isOk({ status, body: "" })
      ? storable(new TextDecoder().decode(result.page.body.subarray(0, keptLength)))
      : "",
  };
}

async function save(db: Kysely<Database>, origin: string, file: RobotsFile): Promise<void> {
  await db
    .insertInto("robots")
    .values({ origin, ...file })
    .onConflict((conflict) => conflict.column("origin").doUpdateSet({ ...file, fetched_at: sql<Date>`now()` }))
    .execute();
}
