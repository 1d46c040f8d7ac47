import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { findFeedToken } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import { createFailedAttempts } from "../failed-attempts.ts";
import { Problem } from "../problem.ts";
import { pagesOf } from "../pages/page-routes.ts";
import { atomText } from "./atom.ts";
import type { FeedDocument } from "./feed-document.ts";
import { feedPages } from "./feed-pages.ts";
import { jsonFeedText } from "./json-feed.ts";
import { isUnchanged } from "./unchanged.ts";
import { readFeed } from "./read-feed.ts";

interface Format {
  readonly type: string;
  readonly write: (feed: FeedDocument) => string;
}

const formats: Readonly<Record<string, Format>> = {
  atom: { type: "application/atom+xml; charset=utf-8", write: atomText },
  json: { type: "application/feed+json; charset=utf-8", write: jsonFeedText },
};

/** Readers ask again after this long at the earliest, seconds. */
const maxAge = 120;

/** Feeds out: `GET /feeds/<token>.atom` and `.json` for programs, and the page where people make and revoke their addresses. */
export async function feedRoutes(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const { db, config } = deps;
  const failures = createFailedAttempts(() => performance.now());
  /** The token in the address is the credential. */
  async function turnAwayGuessers({ ip }: FastifyRequest): Promise<void> {
    const waitMs = failures.waitMs(ip);
    if (waitMs === 0) return;
    const headers = { "retry-after": String(Math.ceil(waitMs / 1000)) };
    throw new Problem(429, "too many requests for feeds that do not exist came from your address", { headers });
  }

  app.get<{ readonly Params: { readonly file: string } }>(
    "/feeds/:file",
    { onRequest: turnAwayGuessers, config: { access: { open: true } } },
    async (request, reply) => {
      const [, token = "", format = ""] = /^([\w-]+)\.(atom|json)$/u.exec(request.params.file) ?? [];
      const written = formats[format];
      const subject = written === undefined ? null : await findFeedToken(db, token);
      if (written === undefined || subject === null) {
        failures.count(request.ip);
        throw new Problem(404, "there is no such feed: its address was revoked, or it is not complete");
      }
      const stop = new AbortController();
      request.raw.once("close", () => stop.abort(new Error("the reader is gone")));
      const feed = await readFeed(db, subject, {
        config: (await config.current()).config,
        selfPath: `/feeds/${token}.${format}`,
        signal: stop.signal,
      });
      if (feed === null) throw new Problem(410, "what this feed was of is gone: its topic or search was deleted");
      return sendFeed(request, reply, written, feed);
    },
  );
  feedPages(pagesOf(app, deps));
}

function sendFeed(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, write }: Format,
  feed: FeedDocument,
): FastifyReply {
  const text = write(feed);
  const tag = `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  reply.headers({
    etag: tag,
    "last-modified": feed.updated.toUTCString(),
    "cache-control": `private, max-age=${maxAge}`,
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  });
  if (isUnchanged(request.headers, tag, feed.updated)) return reply.code(304).send();
  return reply.type(type).send(text);
}
