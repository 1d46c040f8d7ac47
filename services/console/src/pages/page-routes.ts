import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "@wirewatch/config";
import { noteAudit } from "@wirewatch/store";
import type { AuditEntry, Database, Kysely, Role } from "@wirewatch/store";
import { noteCookie, noteOf, sessionToken } from "../access/cookies.ts";
import { ownPath } from "../access/own-path.ts";
import type { Viewer } from "../access/roles.ts";
import { formToken } from "../access/same-site.ts";
import { assetAddresses } from "../assets.ts";
import type { ConsoleDeps } from "../deps.ts";
import type { Problem } from "../problem.ts";
import { html } from "../views/html.ts";
import type { Html } from "../views/html.ts";
import { shell } from "../views/shell.ts";
import type { PageView, ViewContext } from "../views/view.ts";
import { forgetSurroundings, readSurroundings } from "./surroundings.ts";

/** What the handler of a page works with. */
export interface PageRequest extends ViewContext {
  readonly db: Kysely<Database>;
  readonly config: Config;
  readonly configVersion: string;
  /** Of the address, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Fields of the form that was sent; empty for a GET. Anything may be in it. */
  readonly form: URLSearchParams;
  readonly request: FastifyRequest;
  /** Notes a write by this person. @param db the transaction of the write */
  audit(entry: Omit<AuditEntry, "actor" | "actorKind" | "address">, db?: Kysely<Database>): Promise<void>;
}

/** What a handler answers with. */
export type PageAnswer =
  | PageView
  /** Goes to a page of ours; `note` is what that page says once, e.g. `Acknowledged.` */
  | { readonly to: string; readonly note?: string }
  /** A part of a page, for scripts that put it in. */
  | { readonly fragment: Html };

/** Registers pages. */
export interface Pages {
  get(path: string, role: Role, handler: (page: PageRequest) => Promise<PageAnswer>): void;
  /** A form; refused when it does not come from a page of ours. @param maxBytes of the form; enough for a topic with all its tests when left out */
  post(path: string, role: Role, handler: (page: PageRequest) => Promise<PageAnswer>, maxBytes?: number): void;
}

/** Forms may hold as much, bytes: a topic with all its tests. */
const maxFormBytes = 512_000;

/**
 * @throws by the routes: `Problem` with words for the person; shown as a page
 */
export function pagesOf(app: FastifyInstance, deps: ConsoleDeps): Pages {
  readForms(app);
  return {
    get(path, role, handler) {
      app.get(path, { config: { access: { role } } }, (request, reply) => answer(request, reply, handler, deps));
    },
    post(path, role, handler, maxBytes = maxFormBytes) {
      app.post(path, { config: { access: { role } }, bodyLimit: maxBytes }, (request, reply) =>
        answer(request, reply, handler, deps),
      );
    },
  };
}

/** Forms of this part's routes become `URLSearchParams`; other routes take no forms. */
function readForms(app: FastifyInstance): void {
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  handler: (page: PageRequest) => Promise<PageAnswer>,
  deps: ConsoleDeps,
): Promise<FastifyReply> {
  const page = await pageRequest(request, deps);
  const answered = await handler(page);
  if ("to" in answered) {
    forgetSurroundings(deps);
    const to = ownPath(answered.to);
    if (answered.note !== undefined) reply.header("set-cookie", noteCookie(request, answered.note));
    return reply.redirect(to, 303);
  }
  if ("fragment" in answered) return sendHtml(reply, 200, answered.fragment.markup);
  return sendPage(request, reply, 200, answered, page, deps);
}

async function pageRequest(request: FastifyRequest, deps: ConsoleDeps): Promise<PageRequest> {
  const viewer = viewerOf(request);
  const { config, version } = await deps.config.current();
  const { body, params } = request;
  return {
    ...viewContext(request, viewer, config, deps),
    db: deps.db,
    config,
    configVersion: version,
    params: params as Readonly<Record<string, string>>,
    query: new URLSearchParams(request.url.split("?")[1] ?? ""),
    form: body instanceof URLSearchParams ? body : new URLSearchParams(),
    request,
    audit: (entry, db = deps.db) =>
      noteAudit(db, { ...entry, actor: viewer.login, actorKind: "person", address: request.ip }),
  };
}

function viewerOf({ viewer }: FastifyRequest): Viewer {
  if (viewer === null) throw new Error("a page was asked for by nobody");
  return viewer;
}

function viewContext(request: FastifyRequest, viewer: Viewer, config: Config, { now }: ConsoleDeps): ViewContext {
  const timeZone = viewer.timeZone ?? config.alerts.timeZone;
  return { viewer, now: now(), timeZone, formToken: formToken(sessionToken(request) ?? "") };
}

async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  view: PageView,
  context: ViewContext,
  deps: ConsoleDeps,
): Promise<FastifyReply> {
  const note = noteOf(request);
  if (note !== null) reply.header("set-cookie", noteCookie(request, null));
  const around = { ...(await readSurroundings(deps)), note, assets: assetAddresses() };
  return sendHtml(reply, status, shell(view, context, around));
}

/** A refusal as a page, for people; what is wrong and a way on. */
export async function sendProblemPage(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  deps: ConsoleDeps,
): Promise<FastifyReply> {
  const { config } = await deps.config.current();
  const { status, message, headers } = problem;
  const title =
    status === 404 ? "Not found" : status === 403 ? "Not allowed" : status < 500 ? "Not possible" : "Not now";
  const body = html`<div class="empty">
    <h1>${title}</h1>
    <p>${capital(message)}.</p>
    <p><a class="button" href="/">To the overview</a></p>
  </div>`;
  reply.headers(headers);
  const context = viewContext(request, viewerOf(request), config, deps);
  return sendPage(request, reply, status, { title, section: null, body }, context, deps);
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** Pages load only what is ours, run no script that stands in them, and are in no frame. */
const pageHeaders: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
  "x-frame-options": "DENY",
};

export function sendHtml(reply: FastifyReply, status: number, markup: string): FastifyReply {
  return reply.code(status).headers(pageHeaders).type("text/html; charset=utf-8").send(markup);
}
