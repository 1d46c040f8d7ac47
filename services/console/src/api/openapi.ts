import { z } from "zod";
import { roleOfScope } from "../access/roles.ts";
import type { Operation } from "./operation.ts";
import { outsideApi } from "./openapi-outside.ts";

type Json = Readonly<Record<string, unknown>>;

const problem = z
  .object({
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What is wrong, and what to do." }),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .exactOptional()
      .meta({ description: "Every part of the request that is not as it should be." }),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

const refusals: Readonly<Record<number, string>> = {
  400: "The request cannot be read.",
  401: "No token, or one that is not known or over.",
  403: "The token's scopes, or the person's role, do not allow it.",
  404: "There is nothing of that name.",
  409: "Not now: it was changed meanwhile, or the same key is being used.",
  413: "The body is larger than 512 kB.",
  415: "The body is not `application/json`.",
  422: "Parts of the request are not as they should be; `errors` names them.",
  429: "Too many wrong tokens came from this address; see `Retry-After`.",
  500: "Something went wrong here; nothing was changed.",
  503: "What is needed for it is away; try again later.",
};

/** The description of the API (OpenAPI 3.1), made of the operations themselves. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const schemas: Record<string, unknown> = {};
  const collect = collector(schemas);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    (paths[`/api/v1${operation.path}`] ??= {})[operation.method.toLowerCase()] = described(operation, collect);
  }
  collect(problem);
  return {
    openapi: "3.1.1",
    info: {
      title: "Wirewatch",
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "News monitoring: articles, stories, topics, alerts and their deliveries.\n\n" +
        "Instants are UTC. Numbers of rows are texts. Lists are read page by page: `next` is the address of the next page, " +
        "and null on the last one. Unknown parameters and fields are refused. Errors are `application/problem+json`. " +
        "Writes take an `Idempotency-Key`: the same request with the same key is done once, and answered alike for 24 hours.",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(operations.map(({ tag }) => tag)), ...outsideApi.tags].map((name) => ({ name })),
    paths: { ...paths, ...outsideApi.paths },
    components: {
      schemas,
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "A token of an admin's making (Settings, Tokens). Scopes: `read`, `topics:write`, `ops`.",
        },
        ...outsideApi.securitySchemes,
      },
    },
  };
}

type Collect = (schema: z.ZodType) => Json;

function described(operation: Operation, collect: Collect): Json {
  const { id, tag, summary, description, scope, isStream, status, response, body } = operation;
  const isWrite = operation.method !== "GET";
  const type = isStream ? "application/x-ndjson" : "application/json";
  const parameters = [
    ...parametersOf(operation.params, "path", collect),
    ...parametersOf(operation.query, "query", collect),
    ...(isWrite ? [idempotencyKey] : []),
  ];
  const about = `${description === undefined ? "" : `${description}\n\n`}Scope \`${scope}\`; for people the role ${roleOfScope[scope]}.`;
  const answer = {
    description: isStream ? "Lines of JSON, each one entry." : "Done.",
    content: { [type]: { schema: collect(response) } },
  };
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: about,
    security: [{ token: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: collect(body) } } } }),
    responses: { [status]: answer, ...refusalsOf(operation) },
  };
}

function refusalsOf({ refuses, body, method, params }: Operation): Json {
  const hasParams = Object.keys(params.shape).length > 0;
  const codes = [
    ...(hasParams || method !== "GET" ? [400] : []),
    401,
    403,
    ...(hasParams ? [404] : []),
    ...(method === "GET" ? [] : [409]),
    ...(body === null ? [] : [413, 415]),
    422,
    429,
    500,
    ...refuses,
  ];
  const entries = [...new Set(codes)].toSorted((a, b) => a - b).map((code) => [String(code), refusal(code)] as const);
  return Object.fromEntries(entries);
}

function refusal(code: number): Json {
  return {
    description: refusals[code] ?? "Refused.",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "Any text of up to 255 visible characters that is used for this request alone, e.g. a UUID.",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
};

function parametersOf(shape: z.ZodObject, place: "path" | "query", collect: Collect): Json[] {
  const { properties, required } = collect(shape);
  if (typeof properties !== "object" || properties === null) return [];
  return Object.entries(properties).map(([name, schema]: [string, Json]) => {
    const { description, ...rest } = schema;
    return {
      name,
      in: place,
      required: Array.isArray(required) && required.includes(name),
      ...(typeof description === "string" ? { description } : {}),
      schema: rest,
    };
  });
}

/** Gives a schema as JSON Schema; those with a name are put aside and referred to. */
function collector(schemas: Record<string, unknown>): Collect {
  return (schema) => {
    const made = z.toJSONSchema(schema, {
      io: "input",
      target: "draft-2020-12",
      unrepresentable: "any",
      override: readable,
    });
    const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
    const {
      $schema: _dialect,
      $defs = {},
      ...rest
    } = JSON.parse(text) as {
      readonly $schema?: string;
      readonly $defs?: Json;
      readonly [key: string]: unknown;
    };
    Object.assign(schemas, $defs);
    return rest;
  };
}

/** Formats say what their long patterns say; the limits of JavaScript's numbers are nobody's. */
function readable({ jsonSchema }: { readonly jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema["format"] === "date-time" || jsonSchema["format"] === "date") delete jsonSchema["pattern"];
  if (jsonSchema["minimum"] === Number.MIN_SAFE_INTEGER) delete jsonSchema["minimum"];
  if (jsonSchema["maximum"] === Number.MAX_SAFE_INTEGER) delete jsonSchema["maximum"];
}
