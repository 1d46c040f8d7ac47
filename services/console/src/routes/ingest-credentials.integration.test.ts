import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { useDesk } from "./test-desk.ts";

const desk = useDesk();

type Headers = Readonly<Record<string, string>>;

const url = "https://example.com/harbour";
const text = "The harbourmaster closed the harbour.\n\nShips wait outside.";
const bearer = (name: string): Headers => ({ authorization: `Bearer ${desk.secret(name)}` });

describe("a caller", () => {
  test.each<[string, Headers]>([
    ["nothing", {}],
    ["a wrong token", { authorization: "Bearer wrong-token-of-some-length" }],
    ["the right token in another scheme", { authorization: `Basic ${desk.secret("DESK")}` }],
    ["half a token", { authorization: `Bearer ${desk.secret("DESK").slice(0, 40)}` }],
    ["a token that is too short to be one", bearer("SHORT")],
    ["an empty token", { authorization: "Bearer " }],
  ])("with %s is asked to authenticate", async (_, headers) => {
    const answer = await desk.post({ url, text }, headers);
    expect(answer).toMatchObject({ status: 401, body: { title: "Not authenticated", status: 401 } });
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await desk.revisions()).toEqual([]);
  });

  test("whose token cannot be used stands in the log, without the token", async () => {
    await desk.post({ url, text });
    expect(desk.logged).toMatchObject([
      { message: expect.stringContaining("at least 16 characters"), fields: { source: "weak" } },
      { message: expect.stringContaining("cannot be read"), fields: { source: "lost" } },
    ]);
    expect(JSON.stringify(desk.logged)).not.toContain('"short"');
  });

  test("with the token of several sources names one, and only one of those", async () => {
    expect(await desk.post({ url, text }, bearer("SHARED"))).toMatchObject({
      status: 422,
      body: { errors: [{ field: "source", message: expect.stringContaining("one, two") }] },
    });
    expect(await desk.post({ url, text, source: "two" }, bearer("SHARED"))).toMatchObject({ status: 202 });
    expect(await desk.post({ url, text, source: "desk" }, bearer("SHARED"))).toMatchObject({ status: 403 });
    expect(await desk.post({ url, text, source: "paused" })).toMatchObject({ status: 403 });
    expect((await desk.revisions()).map((row) => row.source_id)).toEqual(["two"]);
  });

  test("who guesses waits, and others do not", async () => {
    const guess = (from: string) =>
      desk.post({ url, text }, { authorization: "Bearer guess-guess-guess", "x-forwarded-for": from });
    const answers = [];
    for (let attempt = 0; attempt < 21; attempt += 1) answers.push((await guess("203.0.113.9")).status);
    expect(answers).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
    const stopped = await desk.post({ url, text }, { ...bearer("DESK"), "x-forwarded-for": "203.0.113.9" });
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await guess("203.0.113.10")).status).toBe(401);
  });
});

describe("a signature", () => {
  function signed(body: string, given: { readonly name?: string; readonly at?: Date } = {}): Headers {
    const { name = "SIGNING", at = new Date() } = given;
    return {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "webhook-signature": new Webhook(desk.secret(name)).sign("msg_1", at, body),
    };
  }
  const body = JSON.stringify({ url, text: "Größe: harbourmaster." });

  test.each(["SIGNING", "OLD_SIGNING"])("with %s is taken instead of a token", async (name) => {
    expect(await desk.post(body, signed(body, { name }))).toMatchObject({ status: 202, body: { status: "accepted" } });
    expect(await desk.revisions()).toMatchObject([{ source_id: "signed" }]);
  });

  test("that is played again changes nothing", async () => {
    const headers = signed(body);
    await desk.post(body, headers);
    expect(await desk.post(body, headers)).toMatchObject({ status: 200, body: { status: "known" } });
  });

  test.each<[string, () => Headers]>([
    ["of another body", () => signed(`${body} `)],
    ["that is six minutes old", () => signed(body, { at: new Date(Date.now() - 360_000) })],
    ["from the future", () => signed(body, { at: new Date(Date.now() + 360_000) })],
    ["under another id", () => ({ ...signed(body), "webhook-id": "msg_2" })],
    ["beside a wrong token", () => ({ ...signed(body), authorization: "Bearer wrong-token-of-some-length" })],
  ])("%s is not", async (_, headers) => {
    expect(await desk.post(body, headers())).toMatchObject({ status: 401 });
    expect(await desk.revisions()).toEqual([]);
  });
});
