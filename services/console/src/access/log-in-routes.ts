import type { FastifyInstance, FastifyRequest } from "fastify";
import { endSession, noteAudit } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import { Problem } from "../problem.ts";
import { sendLogIn } from "./bare-page.ts";
import { choosePage } from "./choose-path.ts";
import { noteCookie, sessionCookie, sessionToken } from "./cookies.ts";
import { recognise } from "./guard.ts";
import type { LogIns } from "./log-in.ts";
import { ownPath } from "./own-path.ts";
import { isFromOurPages } from "./same-site.ts";
import { signOnLink } from "./sign-on-routes.ts";

/** The log-in page, and the way out. */
export function logInRoutes(app: FastifyInstance, deps: ConsoleDeps, logIns: LogIns): void {
  const open = { config: { access: { open: true } } } as const;

  app.get("/login", open, async (request, reply) => {
    const to = ownPath(queryOf(request).get("to"));
    await recognise(request, deps);
    if (request.viewer !== null) return reply.redirect(to, 303);
    return sendLogIn(reply, 200, { to, login: "", message: null, signOn: signOnLink(deps, to) });
  });

  app.post("/login", { ...open, bodyLimit: 10_000 }, async (request, reply) => {
    // Nobody is logged in by a page elsewhere, into an account of its own.
    if (!isFromOurPages(request)) throw new Problem(403, "log in on the page of this console, at /login");
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const to = ownPath(form.get("to"));
    const login = (form.get("login") ?? "").slice(0, 100);
    const attempt = {
      login,
      password: form.get("password") ?? "",
      address: request.ip,
      agent: request.headers["user-agent"] ?? "",
    };
    const end = await logIns.logIn(attempt);
    const view = { to, login, signOn: signOnLink(deps, to) };
    if (end.kind === "in") {
      // A session that somebody else may know of does not go on.
      const before = sessionToken(request);
      if (before !== null) await endSession(deps.db, before);
      reply.header("set-cookie", sessionCookie(request, end.token));
      return reply.redirect(end.mustChoosePassword ? choosePage(to) : to, 303);
    }
    if (end.kind === "wait") {
      const seconds = Math.max(1, Math.ceil(end.waitMs / 1000));
      reply.header("retry-after", String(seconds));
      const text = `Too many attempts. Wait ${seconds} ${seconds === 1 ? "second" : "seconds"}, then try again.`;
      return sendLogIn(reply, 429, { ...view, message: { tone: "bad", text } });
    }
    deps.log.warn({ address: request.ip }, "somebody tried to log in with a wrong login or password");
    const text = "Login or password is wrong, or the password was for one log-in and is used or too old.";
    return sendLogIn(reply, 401, { ...view, message: { tone: "bad", text } });
  });

  // Where browsers end up that reload after the session is gone.
  app.get("/logout", open, async (_request, reply) => reply.redirect("/login", 303));

  app.post("/logout", { config: { access: { role: "viewer" } } }, async (request, reply) => {
    const token = sessionToken(request);
    const { viewer } = request;
    if (token !== null && viewer !== null) {
      await endSession(deps.db, token);
      const { login } = viewer;
      const about = { action: "session.ended", targetKind: "person", targetId: login, address: request.ip };
      await noteAudit(deps.db, { ...about, actor: login, actorKind: "person" });
    }
    // What browsers kept of our pages is forgotten with it.
    reply.header("clear-site-data", '"cache"');
    reply.header("set-cookie", [sessionCookie(request, null), noteCookie(request, null)]);
    return reply.redirect("/login", 303);
  });
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.url.split("?")[1] ?? "");
}
