import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { endSession, isFirstUse, noteAudit, openSession, signOnPerson } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import { withQuery } from "../views/html.ts";
import { sendLogIn } from "./bare-page.ts";
import { cookie, cookieHeader, isSecure, sessionCookie, sessionToken } from "./cookies.ts";
import { ownPath } from "./own-path.ts";
import { signedOn } from "./signed-claims.ts";
import { createSingleSignOn } from "./single-sign-on.ts";
import type { SignOnState } from "./single-sign-on.ts";

const beginPath = "/login/sign-on";
/** Where the issuer sends people back; has to be registered there. */
const backPath = "/login/sign-on/back";
/** For so long somebody may take to log in at the issuer, seconds. */
const keptSeconds = 600;

/** The button of the log-in page; null where there is no single sign-on. */
export function signOnLink({ singleSignOn }: ConsoleDeps, to: string): { href: string; name: string } | null {
  if (singleSignOn === null || singleSignOn === undefined) return null;
  return { href: withQuery(beginPath, { to: to === "/" ? null : to }), name: singleSignOn.name };
}

/** Log-in by OpenID Connect, where it is set up. */
export function signOnRoutes(app: FastifyInstance, deps: ConsoleDeps): void {
  const { db, log, singleSignOn: settings } = deps;
  if (settings === null || settings === undefined) return;
  const open = { config: { access: { open: true } } } as const;
  const signOn = createSingleSignOn(settings, deps.resolveSecrets, () => performance.now());

  app.get(beginPath, open, async (request, reply) => {
    const to = ownPath(queryOf(request).get("to"));
    try {
      const { url, kept } = await signOn.begin(await redirectUri(request), to);
      reply.header("set-cookie", stateCookie(request, kept));
      return reply.redirect(url.href, 303);
    } catch (error) {
      log.error({ ...codesOf(error), issuer: settings.issuer }, "single sign-on could not begin");
      return refuse(reply, 503, `${settings.name} does not answer now. Try again, or log in with a password.`, to);
    }
  });

  app.get(backPath, open, async (request, reply) => {
    const kept = keptState(request);
    reply.header("set-cookie", stateCookie(request, null));
    const again = `The log-in at ${settings.name} took too long, or was used before. Try again.`;
    if (kept === null) return refuse(reply, 400, again, "/");
    if (!(await isFirstUse(db, "sign-on", kept.state))) return refuse(reply, 400, again, kept.to);
    const back = new URL(`${await redirectUri(request)}?${request.url.split("?")[1] ?? ""}`);
    const claims = await signOn.finish(back, kept).catch((error: unknown) => {
      log.warn({ ...codesOf(error), issuer: settings.issuer }, "single sign-on was refused");
      return null;
    });
    if (claims === null) {
      return refuse(
        reply,
        403,
        `${settings.name} did not let you in, or its answer was not sound. Try again.`,
        kept.to,
      );
    }
    const person = await signOnPerson(db, signedOn(claims, settings));
    if (person === null) return refuse(reply, 403, "Your account is disabled; an admin can enable it.", kept.to);
    const about = { actor: person.login, actorKind: "person", targetKind: "person", targetId: person.login } as const;
    const { ip: address } = request;
    if (person.isNew) {
      await noteAudit(db, {
        ...about,
        action: "person.added",
        detail: { with: "single sign-on", role: person.role },
        address,
      });
    }
    await noteAudit(db, { ...about, action: "session.started", detail: { with: "single sign-on" }, address });
    const before = sessionToken(request);
    if (before !== null) await endSession(db, before);
    const token = await openSession(db, person.id, { address, agent: request.headers["user-agent"] ?? "" });
    reply.removeHeader("set-cookie");
    reply.header("set-cookie", [stateCookie(request, null), sessionCookie(request, token)]);
    return reply.redirect(kept.to, 303);
  });

  function refuse(reply: FastifyReply, status: number, text: string, to: string): FastifyReply {
    return sendLogIn(reply, status, { to, login: "", message: { tone: "bad", text }, signOn: signOnLink(deps, to) });
  }

  /** At the name the issuer knows: that of `public_url` when the browser uses it, whatever a proxy in front calls us. */
  async function redirectUri(request: FastifyRequest): Promise<string> {
    const { config } = await deps.config.current();
    const { publicUrl } = config.alerts;
    const own = publicUrl === null ? null : new URL(publicUrl);
    const origin = own?.hostname === request.hostname ? own.origin : `${request.protocol}://${request.host}`;
    return `${origin}${backPath}`;
  }
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.url.split("?")[1] ?? "");
}

function stateName(request: FastifyRequest): string {
  return isSecure(request) ? "__Host-wirewatch_sign_on" : "wirewatch_sign_on";
}

function stateCookie(request: FastifyRequest, kept: SignOnState | null): string {
  const value = kept === null ? null : Buffer.from(JSON.stringify(kept)).toString("base64url");
  return cookieHeader(request, stateName(request), value, keptSeconds);
}

function keptState(request: FastifyRequest): SignOnState | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cookie(request, stateName(request)) ?? "", "base64url").toString());
    if (typeof value !== "object" || value === null) return null;
    const { state, nonce, verifier, to } = { state: "", nonce: "", verifier: "", to: "", ...value };
    const texts = [state, nonce, verifier, to].every((text) => typeof text === "string" && text !== "");
    return texts ? { state, nonce, verifier, to: ownPath(to) } : null;
  } catch {
    return null;
  }
}

/** What the library says went wrong; never the answer itself, which may hold tokens. */
function codesOf(error: unknown): { readonly code: string; readonly reason: string } {
  if (!(error instanceof Error)) return { code: "", reason: "" };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const reason = error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
  return { code, reason: reason.slice(0, 300) };
}
