import { Validator } from "@seriousme/openapi-schema-validator";
import type { Scope } from "@wirewatch/store";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { requestOf } from "./api-calls.ts";
import { callApi, fill, tokenOf } from "./api-scene.ts";
import type { Filled } from "./api-scene.ts";
import { openApiDocument } from "./openapi.ts";
import { operations } from "./operations/all-operations.ts";

const scene = useConsole({
  sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] },
  topics: [{ id: "harbour", name: "Harbour", any: ["harbourmaster"] }],
});

let ids: Filled;
const document = openApiDocument(operations);
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);

beforeAll(async () => {
  ids = await fill(scene);
});

/** What the document says against an answer; null: nothing. */
function complaints([path, method]: readonly [string, string], status: number, type: string, value: unknown): unknown {
  const schema = [path, method.toLowerCase(), "responses", String(status), "content", type, "schema"].reduce<unknown>(
    (part, name) => (typeof part === "object" && part !== null ? Reflect.get(part, name) : undefined),
    document["paths"],
  );
  if (typeof schema !== "object" || schema === null)
    return `the document does not describe ${status} of ${method} ${path}`;
  const validate = ajv.compile({ ...schema, components: document["components"] });
  return validate(value) ? null : validate.errors;
}

test("the document is OpenAPI 3.1, and is served to everybody", async () => {
  const { status, headers, json } = await callApi(scene, ["GET", "/api/v1/openapi.json"], { token: null });
  expect([status, headers.get("content-type")]).toEqual([200, "application/openapi+json; charset=utf-8"]);
  expect(json).toEqual(document);
  const found = await new Validator().validate(structuredClone(document));
  expect(found).toEqual({ valid: true });
  const ids_ = operations.map(({ id }) => id);
  expect(new Set(ids_).size).toBe(ids_.length);
});

const scopes: readonly Scope[] = ["read", "topics:write", "ops"];

describe.each(operations)("$id", (operation) => {
  const apiPath = `/api/v1${operation.path}`;

  test("is refused without its scope, with a problem that the document describes", async () => {
    const { path, body } = requestOf(operation, ids);
    const others = scopes.filter((scope) => scope !== operation.scope);
    const attempts = [
      [401, null],
      [403, await tokenOf(scene, ...others)],
      [403, await tokenOf(scene)],
    ] as const;
    for (const [wanted, token] of attempts) {
      const { status, headers, json } = await callApi(scene, [operation.method, path], { token, body });
      expect(status).toBe(wanted);
      expect(headers.get("content-type")).toContain("application/problem+json");
      expect(complaints([apiPath, operation.method], status, "application/problem+json", json)).toBeNull();
    }
  });

  test("answers as the document says", async () => {
    const { path, body } = requestOf(operation, ids);
    const answer = await callApi(scene, [operation.method, path], {
      token: await tokenOf(scene, operation.scope),
      body,
    });
    expect([answer.status, answer.text]).toEqual([operation.status, expect.any(String)]);
    const type = operation.isStream ? "application/x-ndjson" : "application/json";
    expect(answer.headers.get("content-type")).toContain(type);
    const values = operation.isStream
      ? answer.text
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line))
      : [answer.json];
    expect(values.length).toBeGreaterThan(0);
    for (const value of values)
      expect(complaints([apiPath, operation.method], operation.status, type, value)).toBeNull();
    expect(answer.text).not.toContain("secret-");
    expect(answer.text).not.toContain("someone:pass");
  });

  test("refuses parameters and fields that it does not know", async () => {
    const { path, body } = requestOf(operation, ids);
    const url = `${path}${path.includes("?") ? "&" : "?"}isAdmin=true`;
    const odd = await callApi(scene, [operation.method, url], { body });
    expect([odd.status, odd.json]).toMatchObject([422, { errors: [{ field: "isAdmin", message: "not known here" }] }]);
    if (body === undefined) return;
    const more = await callApi(scene, [operation.method, path], { body: { ...body, actor: "somebody" } });
    expect(more.status).toBe(422);
  });
});
