import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { noteAudit, openSession, personById, setPassword } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import { Problem } from "../problem.ts";
import { sendBare } from "./bare-page.ts";
import { afterChoosing, choosePath } from "./choose-path.ts";
import { noteCookie, sessionCookie, sessionToken } from "./cookies.ts";
import type { LogIns } from "./log-in.ts";
import { passwordBody } from "./log-in-view.ts";
import type { PasswordView } from "./log-in-view.ts";
import { hashPassword } from "./password.ts";
import { passwordObjection } from "./password-rules.ts";
import type { Viewer } from "./roles.ts";
import { formToken } from "./same-site.ts";

/** The page on which people choose their password; after one for a single log-in it is the only one that opens. */
export function passwordRoutes(app: FastifyInstance, { db }: ConsoleDeps, logIns: LogIns): void {
  const role = { config: { access: { role: "viewer" } } } as const;

  app.get(choosePath, role, async (request, reply) => {
    const viewer = await whoChooses(request);
    return sendForm(request, reply, viewer, {});
  });

  app.post(choosePath, { ...role, bodyLimit: 10_000 }, async (request, reply) => {
    const viewer = await whoChooses(request);
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const isForced = viewer.mustChoosePassword;
    const current = isForced ? null : (form.get("current") ?? "");
    if (current !== null) {
      const end = await logIns.confirm({ login: viewer.login, password: current, address: request.ip });
      if (end !== "right") return refuseCurrent(request, reply, viewer, end);
    }
    const password = form.get("password") ?? "";
    const objection = passwordObjection(password, { ...viewer, current });
    if (objection !== null) return sendForm(request, reply, viewer, { password: objection }, 422);
    if (password !== form.get("again")) {
      return sendForm(request, reply, viewer, { again: "This is not the same as above." }, 422);
    }
    const hash = await hashPassword(password);
    // Whoever may do more than before does so with a token that nobody has seen before.
    const token = await db.transaction().execute(async (tx) => {
      await setPassword(tx, viewer.id, hash);
      const about = { action: "person.password-chosen", targetKind: "person", targetId: viewer.login };
      await noteAudit(tx, { ...about, actor: viewer.login, actorKind: "person", address: request.ip });
      return openSession(tx, viewer.id, { address: request.ip, agent: request.headers["user-agent"] ?? "" });
    });
    const note = isForced
      ? "Welcome. Your password is kept."
      : "Your password is changed. All your other sessions have ended.";
    reply.header("set-cookie", [sessionCookie(request, token), noteCookie(request, note)]);
    return reply.redirect(isForced ? afterChoosing(form.get("to")) : "/account", 303);
  });

  async function whoChooses(request: FastifyRequest): Promise<Viewer> {
    const { viewer } = request;
    if (viewer === null) throw new Problem(401, "log in first");
    const person = await personById(db, viewer.id);
    if (person?.hasPassword === false && !viewer.mustChoosePassword) {
      throw new Problem(409, "you log in by single sign-on; there is no password to change here");
    }
    return viewer;
  }
}

function refuseCurrent(
  request: FastifyRequest,
  reply: FastifyReply,
  viewer: Viewer,
  end: Exclude<Awaited<ReturnType<LogIns["confirm"]>>, "right">,
): FastifyReply {
  if (end.kind === "wrong") return sendForm(request, reply, viewer, { current: "This is not your password." }, 422);
  const seconds = Math.max(1, Math.ceil(end.waitMs / 1000));
  reply.header("retry-after", String(seconds));
  return sendForm(request, reply, viewer, { current: `Too many attempts. Wait ${seconds} seconds.` }, 429);
}

function sendForm(
  request: FastifyRequest,
  reply: FastifyReply,
  viewer: Viewer,
  errors: PasswordView["errors"],
  status = 200,
): FastifyReply {
  const isForced = viewer.mustChoosePassword;
  const asked = new URLSearchParams(request.url.split("?")[1] ?? "").get("to");
  const to = afterChoosing(request.body instanceof URLSearchParams ? request.body.get("to") : asked);
  const view = { to, login: viewer.login, formToken: formToken(sessionToken(request) ?? ""), isForced, errors };
  return sendBare(reply, status, isForced ? "Choose a password" : "Change your password", passwordBody(view));
}
