import { sql } from "@wirewatch/store";
import { beforeAll, describe, expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { requestOf } from "./api-calls.ts";
import { callApi, fill, tokenOf } from "./api-scene.ts";
import type { ApiAnswer, Filled } from "./api-scene.ts";

/*
 * What the description of the API says of refusals, against what comes: each operation is given a reason for each of them, and the statuses
 * that came are those that it names.
 */

const scene = useConsole({
  sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] },
  topics: [{ id: "harbour", name: "Harbour", any: ["harbourmaster"] }],
});

interface Described {
  readonly id: string;
  readonly method: string;
  /** As in the document, below `/api/v1`. */
  readonly path: string;
  readonly hasBody: boolean;
  /** Documented statuses. */
  readonly statuses: readonly number[];
}

let described: readonly Described[] = [];
let ids: Filled;

beforeAll(async () => {
  ids = await fill(scene);
  const { json } = await callApi(scene, ["GET", "/api/v1/openapi.json"]);
  interface Documented {
    readonly operationId: string;
    readonly requestBody?: object;
    readonly responses: object;
  }
  const { paths } = json as { readonly paths: Record<string, Record<string, Documented>> };
  described = Object.entries(paths)
    .filter(([path]) => path.startsWith("/api/v1/"))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, requestBody, responses }]) => ({
        id: operationId,
        method: method.toUpperCase(),
        path: path.replace("/api/v1", ""),
        hasBody: requestBody !== undefined,
        statuses: Object.keys(responses).map(Number),
      })),
    );
});

type More = NonNullable<Parameters<typeof callApi>[2]>;

const isWrite = ({ method }: Described): boolean => method !== "GET";
const hasParams = ({ path }: Described): boolean => path.includes("{");

/** The operation as it works, but for what is said. */
function call(
  operation: Described,
  more: More & { readonly query?: string; readonly params?: readonly string[] } = {},
) {
  const { query, params, ...rest } = more;
  const { path, body } = requestOf(operation, ids, params);
  const url = query === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}${query}`;
  return callApi(scene, [operation.method, url], { ...(body === undefined ? {} : { body }), ...rest });
}

/** A name of the right kind that nothing has; for what is made by its first use, a name that nothing can have. */
const nothing = ({ id }: Described): readonly string[] =>
  id === "saveTopic" ? ["No%20name"] : id === "enableChannel" ? ["nobody", "webhook-9"] : ["999999999"];

async function whileKeyIsUsed(operation: Described): Promise<ApiAnswer> {
  return scene.db.transaction().execute(async (tx) => {
    const caller = "token read topics:write ops";
    await sql`select pg_advisory_xact_lock(hashtextextended(${`idempotency ${caller} used`}, 0))`.execute(tx);
    return call(operation, { headers: { "idempotency-key": "used" } });
  });
}

interface Reason {
  readonly status: number;
  readonly why: string;
  /** Which operations can be refused for it; all when left out. */
  readonly of?: (operation: Described) => boolean;
  readonly attempt: (operation: Described) => Promise<ApiAnswer>;
}

const reasons: readonly Reason[] = [
  {
    status: 400,
    why: "a key that is none",
    of: isWrite,
    attempt: (operation) => call(operation, { headers: { "idempotency-key": "a b" } }),
  },
  {
    status: 400,
    why: "an address that is none",
    of: hasParams,
    attempt: (operation) => call(operation, { params: ["%ZZ", "%ZZ"] }),
  },
  { status: 401, why: "no token", attempt: (operation) => call(operation, { token: null }) },
  {
    status: 403,
    why: "a token without scopes",
    attempt: async (operation) => call(operation, { token: await tokenOf(scene) }),
  },
  {
    status: 404,
    why: "a name that nothing has",
    of: hasParams,
    attempt: (operation) => call(operation, { params: nothing(operation) }),
  },
  { status: 409, why: "a key that is being used", of: isWrite, attempt: whileKeyIsUsed },
  {
    status: 413,
    why: "a body that is too large",
    of: ({ hasBody }) => hasBody,
    attempt: (operation) => call(operation, { body: { comment: "x".repeat(600_000) } }),
  },
  {
    status: 415,
    why: "a body of another type",
    of: ({ hasBody }) => hasBody,
    attempt: (operation) => call(operation, { body: "x", headers: { "content-type": "text/plain" } }),
  },
  {
    status: 422,
    why: "a parameter that it does not know",
    attempt: (operation) => call(operation, { query: "isAdmin=true" }),
  },
];

const wrong: string[] = [];
function check(operation: Described, status: number, why: string, answer: ApiAnswer): void {
  const name = `${operation.method} ${operation.path}`;
  if (answer.status !== status) wrong.push(`${name}, ${why}: ${answer.status} instead of ${status}`);
  if (!operation.statuses.includes(answer.status)) wrong.push(`${name}, ${why}: ${answer.status} is not documented`);
  const type = answer.headers.get("content-type") ?? "";
  if (answer.status >= 400 && !type.includes("application/problem+json")) wrong.push(`${name}, ${why}: ${type}`);
}

/** Never on purpose, and those with a reason that only some operations have. */
const special = [200, 201, 429, 500, 503];

describe("refusals of the API", () => {
  test("each operation gives those that its description names, and no others", async () => {
    for (const operation of described) {
      const applying = reasons.filter(({ of }) => of === undefined || of(operation));
      for (const { status, why, attempt } of applying) check(operation, status, why, await attempt(operation));
      const given = new Set([...applying.map(({ status }) => status), ...special]);
      const never = operation.statuses.filter((status) => !given.has(status));
      if (never.length > 0) wrong.push(`${operation.method} ${operation.path}: ${never.join(", ")} never comes`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test("after many wrong tokens each says when to come again", async () => {
    wrong.length = 0;
    for (let time = 0; time < 25; time += 1) await callApi(scene, ["GET", "/api/v1/alerts"], { token: "wrong" });
    for (const operation of described) {
      const answer = await call(operation);
      check(operation, 429, "too many wrong tokens", answer);
      if (answer.headers.get("retry-after") === null) wrong.push(`${operation.path}: no Retry-After`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
