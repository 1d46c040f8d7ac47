import type { FastifyInstance, FastifyRequest } from "fastify";
import type { SourceConfig } from "@wirewatch/config";
import { wakeGates } from "@wirewatch/pipeline";
import { isSourcePaused } from "@wirewatch/store";
import { urlVerdict } from "@wirewatch/urls";
import type { ConsoleDeps } from "../deps.ts";
import { createFailedAttempts } from "../failed-attempts.ts";
import { announcedItem, readArticleRequest } from "../ingest/article-request.ts";
import type { ArticleRequest } from "../ingest/article-request.ts";
import { createKeys } from "../ingest/keys.ts";
import { storeArticle } from "../ingest/store-article.ts";
import { Problem, sendJson } from "../problem.ts";

const maxBodyBytes = 1_000_000;

/**
 * `POST /ingest`: one article, handed in by its publisher or a program of the operator. It is stored before it is
 * answered: 202 when work began, 200 when there is nothing to do.
 */
export async function ingestRoutes(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const { db, queues, now } = deps;
  const keys = createKeys(deps);
  const failures = createFailedAttempts(() => performance.now());
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  /** Before the body is read. */
  async function turnAwayGuessers({ ip }: FastifyRequest): Promise<void> {
    const waitMs = failures.waitMs(ip);
    if (waitMs === 0) return;
    const headers = { "retry-after": String(Math.ceil(waitMs / 1000)) };
    throw new Problem(429, "too many attempts with wrong credentials came from your address", { headers });
  }

  // It has credentials of its own.
  const options = { bodyLimit: maxBodyBytes, onRequest: turnAwayGuessers, config: { access: { open: true } } } as const;
  app.post("/ingest", options, async (request, reply) => {
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const open = await keys.sourcesOf(request.headers, body);
    if (open.length === 0) {
      failures.count(request.ip);
      throw new Problem(401, unauthenticated, { headers: { "www-authenticate": 'Bearer realm="Wirewatch"' } });
    }
    const article = readArticleRequest(body);
    const source = sourceFor(article, open);
    // Before anything is kept: what is turned away is new when it is handed in again.
    if (await isSourcePaused(db, source.id)) throw paused(source);
    const item = announcedItem(article);
    if (item.content === null) checkPage(article.url, source);
    const { gates, bells, ...receipt } = await db.transaction().execute((tx) => storeArticle(tx, item, source, now()));
    // The bells of what is stored: when they do not ring, the reconciler does.
    await Promise.all(bells.map((bell) => queues.ring(bell, 0)));
    await wakeGates(db, queues, gates).catch((error: unknown) =>
      deps.log.warn({ err: error }, "a host's next task could not be started; the reconciler will"),
    );
    const { reason, ...brief } = receipt;
    return sendJson(reply, receipt.status === "accepted" ? 202 : 200, reason === null ? brief : receipt);
  });
}

const unauthenticated =
  "send the token of a source of kind push as `Authorization: Bearer <token>`, or sign the body with one of its secrets " +
  "(Standard Webhooks: webhook-id, webhook-timestamp within five minutes, webhook-signature)";

/** The source that an article is for: the one it names, or the only one that its credentials open. */
function sourceFor({ source: named }: ArticleRequest, open: readonly SourceConfig[]): SourceConfig {
  if (named !== undefined) {
    const found = open.find(({ id }) => id === named);
    if (found === undefined) throw new Problem(403, `these credentials are not for a source "${named.slice(0, 100)}"`);
    return found;
  }
  const [only, another] = open;
  if (only === undefined || another !== undefined) {
    const message = `these credentials are for several sources; name one of ${open.map(({ id }) => id).join(", ")}`;
    throw new Problem(422, `source: ${message}`, { fields: [{ field: "source", message }] });
  }
  return only;
}

/** How long a sender waits before it tries a paused source again; nobody knows when a pause ends. */
const pausedRetrySeconds = 900;

/** Why it is paused is for the people of the console. */
function paused({ id }: SourceConfig): Problem {
  const detail = `the source ${id} is paused: nothing was kept of this article; hand it in again later`;
  return new Problem(503, detail, { headers: { "retry-after": String(pausedRetrySeconds) } });
}

/** What would be refused when it is fetched is refused now, while somebody listens. */
function checkPage(url: string, { privatePages }: SourceConfig): void {
  const verdict = urlVerdict(url, null, { surface: "item-link", allowPrivate: [], privatePages });
  if (verdict.kind === "allow") return;
  const message = `this page is not fetched: ${verdict.reason}`;
  throw new Problem(422, `url: ${message}`, { fields: [{ field: "url", message }] });
}
