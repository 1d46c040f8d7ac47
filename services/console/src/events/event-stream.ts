import type { FastifyInstance } from "fastify";
import { findSession } from "@wirewatch/store";
import { sessionToken } from "../access/cookies.ts";
import type { ConsoleDeps } from "../deps.ts";
import { Problem } from "../problem.ts";
import { createChangeHub } from "./change-hub.ts";

/** Proxies close connections that are quiet for a minute. */
const beatMs = 20_000;
/** Streams of one process, and of one person. */
const maxStreams = 500;
const maxStreamsEach = 60;
/** A browser that does not read: its connection is closed, and it comes again with the id of its last event. */
const maxUnreadBytes = 256_000;

/**
 * `GET /events`: a stream of server-sent events for pages that are open. Each names what changed, not how: the page reads that itself, with
 * the rights it has. Listening does not prolong the session; `ended` says that it is over. Ids are positions in the order of changes, so that a connection that broke goes on without a gap.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function eventRoutes(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const { db, log } = deps;
  const hub = createChangeHub(db, (error) => log.warn({ err: error }, "changes could not be read; open pages wait"));
  const open = new Map<string, Set<() => void>>();
  app.addHook("preClose", async () => {
    hub.close();
    for (const streams of open.values()) for (const end of streams) end();
  });

  // Asked by pages whose stream was refused.
  app.get("/session", { config: { access: { role: "viewer" }, isWatching: true } }, (_request, reply) =>
    reply.code(204).header("cache-control", "no-store").send(),
  );

  app.get("/events", { config: { access: { role: "viewer" }, isWatching: true } }, async (request, reply) => {
    const { viewer } = request;
    if (viewer === null) throw new Problem(401, "log in first");
    const own = open.get(viewer.id) ?? new Set();
    const all = [...open.values()].reduce((sum, { size }) => sum + size, 0);
    if (own.size >= maxStreamsEach || all >= maxStreams) {
      throw new Problem(503, "too many pages are open at once; close some", { headers: { "retry-after": "30" } });
    }
    const token = sessionToken(request) ?? "";
    const { raw } = reply;
    reply.hijack();
    raw.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
    });
    raw.write("retry: 2000\n\n");

    let stop = (): void => undefined;
    const write = (text: string): void => {
      if (raw.destroyed) return;
      raw.write(text);
      if (raw.writableLength > maxUnreadBytes) raw.destroy();
    };
    const beat = setInterval(() => {
      write(": still here\n\n");
      // Who was logged out or disabled hears nothing more.
      findSession(db, token).then(
        (person) => {
          if (person !== null) return;
          write("event: ended\ndata: {}\n\n");
          end();
        },
        () => undefined,
      );
    }, beatMs);
    beat.unref();
    function end(): void {
      clearInterval(beat);
      stop();
      own.delete(end);
      raw.end();
    }
    own.add(end);
    open.set(viewer.id, own);
    raw.on("close", end);

    // A browser that comes again names the last event; one that comes first, the position at which its page was made.
    const lastId =
      request.headers["last-event-id"] ?? new URLSearchParams(request.url.split("?")[1] ?? "").get("after");
    try {
      const ended = await hub.listen(
        {
          // Without data: sets the id that the browser comes again with, and nothing else.
          begin: (position) => write(`id: ${position}\n\n`),
          tell: ({ kind, ref, position }) =>
            write(`id: ${position}\nevent: ${kind}\ndata: ${JSON.stringify({ ref })}\n\n`),
          tellEverything: (position) => write(`id: ${position}\nevent: everything\ndata: {}\n\n`),
        },
        typeof lastId === "string" ? lastId : null,
      );
      stop = ended;
      if (raw.destroyed || raw.writableEnded) ended();
    } catch (error) {
      log.warn({ err: error }, "an event stream could not begin");
      end();
    }
  });
}
