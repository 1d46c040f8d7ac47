import type { FastifyReply } from "fastify";

/** One part of a request that is not as it should be. */
export interface FieldProblem {
  /** Name in the request's JSON, e.g. `authors.0`. */
  readonly field: string;
  readonly message: string;
}

/** Why a request is refused, in words that say what to do; thrown by routes, sent as `application/problem+json`. */
export class Problem extends Error {
  readonly status: number;
  readonly fields: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    more: {
      readonly fields?: readonly FieldProblem[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: more.cause });
    this.status = status;
    this.fields = more.fields ?? [];
    this.headers = more.headers ?? {};
  }
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not authenticated",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  408: "Too slow",
  409: "Not now",
  410: "Gone",
  413: "Too large",
  415: "Unsupported media type",
  421: "Wrong host",
  422: "Not usable",
  429: "Too many attempts",
  503: "Not available",
};

/** Sends a problem. @see RFC 9457 (Problem Details for HTTP APIs) */
export function sendProblem(reply: FastifyReply, { status, message, fields, headers }: Problem): FastifyReply {
  const title = titles[status] ?? "Error";
  const errors = fields.length === 0 ? {} : { errors: fields };
  return reply
    .code(status)
    .headers(headers)
    .type("application/problem+json; charset=utf-8")
    .send(`${JSON.stringify({ title, status, detail: message, ...errors })}\n`);
}

/** Sends a value as one line of JSON. */
export function sendJson(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply
    .code(status)
    .type("application/json; charset=utf-8")
    .send(`${JSON.stringify(body)}\n`);
}
