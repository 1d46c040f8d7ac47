import type { AuditEntry, Database, Kysely, Scope, Transaction } from "@wirewatch/store";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import type { ConsoleDeps } from "../deps.ts";
import { nothing } from "./schemas.ts";

/** Values as they are, with nothing in them that may be changed. */
type Frozen<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Frozen<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Frozen<T[K]> }
      : T;

/** What the handler of an operation works with. */
export interface Call<Params = unknown, Query = unknown, Body = unknown, Db = Kysely<Database>> {
  /** For writes the transaction of the write; what is noted of it is in it as well. */
  readonly db: Db;
  readonly deps: ConsoleDeps;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Login of the person, or name of the token. */
  readonly actor: string;
  readonly request: FastifyRequest;
  /** Notes a write. */
  readonly audit: (entry: Omit<AuditEntry, "actor" | "actorKind" | "address">) => Promise<void>;
  /** Done after the write was made, e.g. ringing for it; an error of it does not undo the write. */
  readonly afterwards: (work: () => Promise<unknown>) => void;
}

type Shape = z.ZodObject;

/** One operation of the API as data: routes, checks and the description are made of it. */
export interface Operation {
  /** Name in programs that are generated from the description, e.g. `listArticles`. */
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/v1`, parameters as `{name}`. */
  readonly path: string;
  readonly tag: string;
  readonly scope: Scope;
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  readonly params: Shape;
  readonly query: Shape;
  /** Null: it takes none. */
  readonly body: z.ZodType | null;
  /** Of the answer when all went well. */
  readonly status: 200 | 201;
  readonly response: z.ZodType;
  /** The answer is a stream of lines of JSON, each as `response` says. */
  readonly isStream: boolean;
  /** What else it answers with, besides 401, 403, 422, 429 and 500, and what follows from its parameters and its body. */
  readonly refuses: readonly (404 | 409 | 503)[];
  readonly handle: (call: Call<never, never, never, never>) => Promise<unknown>;
}

type Method = Operation["method"];

interface Given<M extends Method, P extends Shape, Q extends Shape, B extends z.ZodType | null, R extends z.ZodType> {
  readonly id: string;
  readonly method: M;
  readonly path: string;
  readonly tag: string;
  readonly scope: Scope;
  readonly summary: string;
  readonly description?: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly status?: Operation["status"];
  readonly response: R;
  readonly refuses?: Operation["refuses"];
}

type Handler<M extends Method, P extends Shape, Q extends Shape, B extends z.ZodType | null, Answer> = (
  call: Call<
    z.output<P>,
    z.output<Q>,
    B extends z.ZodType ? z.output<B> : null,
    M extends "GET" ? Kysely<Database> : Transaction<Database>
  >,
) => Promise<Answer>;

/** Describes an operation; the handler's types follow from its schemas. What the answer's schema does not name is not sent. */
export function operation<
  M extends Method,
  P extends Shape,
  Q extends Shape,
  R extends z.ZodType,
  B extends z.ZodType | null = null,
>(given: Given<M, P, Q, B, R> & { readonly handle: Handler<M, P, Q, B, Frozen<z.output<R>>> }): Operation {
  return { ...filled(given), isStream: false, handle: given.handle };
}

/** As `operation`, for an answer that is a stream of values, each sent as one line of JSON. */
export function streamOperation<P extends Shape, Q extends Shape, R extends z.ZodType>(
  given: Given<"GET", P, Q, null, R> & {
    readonly handle: Handler<"GET", P, Q, null, AsyncIterable<Frozen<z.output<R>>>>;
  },
): Operation {
  return { ...filled(given), isStream: true, handle: given.handle };
}

function filled<P extends Shape, Q extends Shape, B extends z.ZodType | null, R extends z.ZodType>(
  given: Given<Method, P, Q, B, R>,
): Omit<Operation, "handle" | "isStream"> {
  return {
    ...given,
    params: given.params ?? nothing,
    query: given.query ?? nothing,
    body: given.body ?? null,
    status: given.status ?? 200,
    refuses: given.refuses ?? [],
  };
}
