import type { FastifyInstance, FastifyRequest } from "fastify";
import type { SourceConfig } from "@wirewatch/config";
import { wakeGates, wakeRow } from "@wirewatch/pipeline";
import { sql, storable } from "@wirewatch/store";
import type { Feed, WebSub } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import { createFailedAttempts } from "../failed-attempts.ts";
import { Problem, sendJson } from "../problem.ts";
import { hasHubSignature } from "../websub/hub-signature.ts";
import { readIntent } from "../websub/intent.ts";
import type { HubQuery } from "../websub/intent.ts";
import { askFeedNow, readPush, storePush } from "../websub/store-push.ts";

const maxPushBytes = 8_000_000;
const maxReason = 300;

/** A subscription with what it is for. */
interface Subscribed {
  readonly row: WebSub;
  readonly feed: Feed;
  /** Null when the source does not ask for pushes any more. */
  readonly source: SourceConfig | null;
}

/**
 * The callbacks of subscriptions, one address each: `GET /websub/<token>` is the hub asking whether we meant it,
 * `POST /websub/<token>` is new content of the feed.
 *
 * @see W3C WebSub sections 5.3 and 7
 */
export async function webSubRoutes(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const { db, queues, log } = deps;
  const failures = createFailedAttempts(() => performance.now());
  const unsigned = new Map<string, number>();
  const found = new WeakMap<FastifyRequest, Subscribed>();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  // Hubs show who they are by the token and their signature.
  const access = { config: { access: { open: true } } } as const;
  const questions = { exposeHeadRoute: false, ...access };
  app.get<{ Params: { token: string }; Querystring: HubQuery }>("/websub/:token", questions, async (request, reply) => {
    const { row, feed, source } = await find(request, request.params.token);
    const intent = readIntent(request.query, row, source !== null);
    switch (intent.kind) {
      case "notOurs":
        throw new Problem(404, "this was not asked for");
      case "denied":
        await db
          .updateTable("websub")
          .set({
            state: "denied",
            reason: storable(`the hub denied the subscription: ${intent.reason.slice(0, maxReason)}`),
          })
          .where("id", "=", row.id)
          .execute();
        log.warn({ feed: feed.url }, "a hub denied a subscription");
        return sendJson(reply, 200, { status: "denied" });
      case "unsubscribe":
        return reply.type("text/plain; charset=utf-8").send(intent.challenge);
      case "subscribe":
        await confirm(row, feed, intent.leaseMs);
        return reply.type("text/plain; charset=utf-8").send(intent.challenge);
    }
  });

  /** Before the body is read: only who knows a callback may send megabytes. */
  async function meet(request: FastifyRequest<{ Params: { token: string } }>): Promise<void> {
    const subscribed = await find(request, request.params.token);
    found.set(request, subscribed);
    if (subscribed.source !== null) return;
    const message = { subscriptionId: subscribed.row.id };
    await db.transaction().execute((tx) => wakeRow(tx, "subscribe", message, 0));
    await queues.ring({ stage: "subscribe", message }, 0);
    throw new Problem(410, "this feed is not subscribed to any more");
  }

  const pushes = { bodyLimit: maxPushBytes, onRequest: meet, ...access };
  app.post<{ Params: { token: string } }>("/websub/:token", pushes, async (request, reply) => {
    const { row, feed, source = null } = found.get(request) ?? {};
    if (row === undefined || feed === undefined || source === null) throw new Error("nobody met this request");
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const signature = request.headers["x-hub-signature"];
    if (!hasHubSignature(typeof signature === "string" ? signature : undefined, row.secret, body)) {
      await countUnsigned(row);
      // The hub is not told, so that nobody can try signatures; WebSub section 8.
      return sendJson(reply, 202, { status: "received" });
    }
    const push = await readPush(body, request.headers["content-type"] ?? "", row.topic, source.maxItems);
    if (push.kind === "unreadable")
      log.warn({ feed: feed.url, reason: push.reason }, "a push cannot be read; the feed is asked");
    const { gates, bells } = await db
      .transaction()
      .execute((tx) => storePush(tx, push, { row, feed, source, now: deps.now() }));
    await Promise.all(bells.map((bell) => queues.ring(bell, 0)));
    await wake(gates);
    return sendJson(reply, 202, { status: "received" });
  });

  async function find(request: FastifyRequest, token: string): Promise<Subscribed> {
    const row = await db.selectFrom("websub").selectAll().where("token", "=", token).executeTakeFirst();
    if (row === undefined) {
      // A hub serves many of our feeds from one address: who names a right token is never made to wait.
      const waitMs = failures.waitMs(request.ip);
      failures.count(request.ip);
      if (waitMs > 0) {
        const headers = { "retry-after": String(Math.ceil(waitMs / 1000)) };
        throw new Problem(429, "too many requests for subscriptions that do not exist came from your address", {
          headers,
        });
      }
      throw new Problem(404, "there is no such subscription");
    }
    const feed = await db.selectFrom("feed").selectAll().where("id", "=", row.feed_id).executeTakeFirstOrThrow();
    const isItsSource = ({ id }: SourceConfig): boolean => id === feed.source_id;
    const { config } = await deps.config.current(({ sources }) => sources.some(isItsSource));
    const source = config.sources.find(isItsSource);
    const isWanted = source !== undefined && source.enabled && source.websub && feed.stage === "poll";
    return { row, feed, source: isWanted ? source : null };
  }

  /** The lease runs; what was published between the last poll and now is fetched once, for no push will bring it. */
  async function confirm(row: WebSub, feed: Feed, leaseMs: number): Promise<void> {
    await db.transaction().execute(async (tx) => {
      // The feed before the subscription, as the poll takes them.
      if (row.state !== "active") await askFeedNow(tx, feed);
      await tx
        .updateTable("websub")
        .set({
          state: "active",
          reason: null,
          // A renewal does not make up for pushes that were missed.
          ...(row.state === "active" ? {} : { missed: 0 }),
          lease_ends_at: sql<Date>`now() + make_interval(secs => ${leaseMs / 1000})`,
        })
        .where("id", "=", row.id)
        .execute();
    });
    if (row.state !== "active") await wake([feed.gate]);
  }

  async function countUnsigned({ id, hub }: WebSub): Promise<void> {
    const count = (unsigned.get(id) ?? 0) + 1;
    unsigned.set(id, count);
    log.warn({ hub, count }, "a push was not signed with the subscription's secret; nothing of it is used");
    const pushes = count === 1 ? "a push that was" : `${count} pushes that were`;
    const reason = `since its start the console got ${pushes} not signed with our secret, the last at ${deps.now().toISOString()}`;
    await db.updateTable("websub").set({ reason }).where("id", "=", id).execute();
  }

  async function wake(gates: readonly string[]): Promise<void> {
    await wakeGates(db, queues, gates).catch((error: unknown) =>
      log.warn({ err: error }, "a host's next task could not be started; the reconciler will"),
    );
  }
}
