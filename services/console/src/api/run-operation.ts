import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { forgetOldAnswers, keepAnswer, noteAudit, reserveKey } from "@wirewatch/store";
import type { AuditEntry, Database, Transaction } from "@wirewatch/store";
import type { z } from "zod";
import type { ConsoleDeps } from "../deps.ts";
import { Problem } from "../problem.ts";
import { ndjson } from "./ndjson.ts";
import type { Call, Operation } from "./operation.ts";
import { checked, readJson, readQuery } from "./read-request.ts";

const json = "application/json; charset=utf-8";
const ndjsonType = "application/x-ndjson; charset=utf-8";

/** Answers one request to an operation. @throws {Problem} for what is refused */
export async function runOperation(
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: ConsoleDeps,
): Promise<FastifyReply> {
  const { values } = readQuery(request.url);
  const given = {
    deps,
    request,
    ...callerOf(request),
    params: paramsOf(operation.params, request.params),
    query: checked(operation.query, values, "query"),
    body: operation.body === null ? noBody(request) : checked(operation.body, readJson(bytesOf(request)), "body"),
  };
  if (operation.method !== "GET") return write(operation, given, reply);
  const answer = await operation.handle(callOf(given, deps.db, []) as Call<never, never, never, never>);
  if (operation.isStream) {
    // A reader that is not there any more ends the generator, and with it the reading of the database.
    const lines = ndjson(answer as AsyncIterable<unknown>, (value) => encoded(operation, value));
    return reply.code(200).type(ndjsonType).send(lines);
  }
  const next = nextOf(answer);
  if (next !== null) reply.header("link", `<${next}>; rel="next"`);
  return send(reply, operation.status, textOf(operation, answer));
}

interface Given {
  readonly deps: ConsoleDeps;
  readonly request: FastifyRequest;
  readonly actor: string;
  readonly actorKind: AuditEntry["actorKind"];
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** One transaction holds the write, its line in the audit log, and the answer that is kept for the same request again. */
async function write(operation: Operation, given: Given, reply: FastifyReply): Promise<FastifyReply> {
  const { db, log } = given.deps;
  const key = keyOf(given.request);
  const caller = `${given.actorKind} ${given.actor}`;
  const after: (() => Promise<unknown>)[] = [];
  const answer = await db.transaction().execute(async (tx) => {
    const hash = requestHash(operation, given);
    if (key !== null) {
      const known = await reserveKey(tx, caller, key, hash);
      if (known.kind === "busy") throw new Problem(409, "a request with this Idempotency-Key is under way; ask again");
      if (known.kind === "other")
        throw new Problem(
          422,
          "this Idempotency-Key was used for another request in the last 24 hours; take a new one",
        );
      if (known.kind === "answered") return { status: known.status, body: known.body, isRepeated: true };
    }
    const value = await operation.handle(callOf(given, tx, after) as Call<never, never, never, never>);
    const made = { status: operation.status, body: textOf(operation, value) };
    if (key !== null) await keepAnswer(tx, { caller, key, hash }, made);
    return { ...made, isRepeated: false };
  });
  for (const work of after) {
    await work().catch((error: unknown) =>
      log.warn({ err: error, operation: operation.id }, "a write was made, but what was to follow it was not"),
    );
  }
  if (key !== null) await forgetOldAnswers(db);
  if (answer.isRepeated) reply.header("idempotency-replayed", "true");
  return send(reply, answer.status, answer.body);
}

function callOf(
  { actorKind, ...given }: Given,
  db: ConsoleDeps["db"] | Transaction<Database>,
  after: (() => Promise<unknown>)[],
): Call {
  const { actor, request } = given;
  return {
    ...given,
    db,
    audit: (entry) => noteAudit(db, { ...entry, actor, actorKind, address: request.ip }),
    afterwards: (work) => void after.push(work),
  };
}

function callerOf({ program, viewer }: FastifyRequest): Pick<Given, "actor" | "actorKind"> {
  if (program !== null) return { actor: program.name, actorKind: "token" };
  if (viewer !== null) return { actor: viewer.login, actorKind: "person" };
  throw new Error("an operation was asked for by nobody");
}

/** @throws {Problem} 404: an address with something else in it is an address of nothing */
function paramsOf(schema: z.ZodObject, params: unknown): unknown {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new Problem(404, "there is nothing of that name");
}

function bytesOf({ body }: FastifyRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

/** @throws {Problem} 422 for a body where none is taken; an empty object is none */
function noBody(request: FastifyRequest): null {
  const text = Buffer.from(bytesOf(request)).toString("utf8").trim();
  if (text === "" || text === "{}") return null;
  throw new Problem(422, "this takes no body");
}

const keyPattern = /^[\x21-\x7e]{1,255}$/u;

function keyOf({ headers }: FastifyRequest): string | null {
  const key = headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key === "string" && keyPattern.test(key)) return key;
  throw new Problem(400, "the Idempotency-Key has to be 1 to 255 visible characters of ASCII");
}

function requestHash({ id }: Operation, { request }: Given): Buffer {
  const hash = createHash("sha256").update(`${id}\n${request.method} ${request.url}\n`);
  return hash.update(bytesOf(request)).digest();
}

/** As the description says, and nothing beyond it. */
function encoded({ response }: Operation, value: unknown): unknown {
  return response.encode(value);
}

function textOf(operation: Operation, value: unknown): string {
  return `${JSON.stringify(encoded(operation, value))}\n`;
}

function nextOf(answer: unknown): string | null {
  const next: unknown = typeof answer === "object" && answer !== null && "next" in answer ? answer.next : null;
  return typeof next === "string" ? next : null;
}

function send(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).type(json).send(body);
}
