import { expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { addAlert } from "../../../../test/support/alert-rows.ts";
import { addRevision } from "../../../../test/support/rows.ts";
import { addDelivery, callApi, fill, tokenOf } from "./api-scene.ts";

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });

async function addArticles(count: number, source: string): Promise<void> {
  // Many at one moment: the position has to tell them apart.
  const outcomeAt = new Date("2026-04-01T10:00:00.000Z");
  for (let nth = 0; nth < count; nth++)
    await addRevision(scene.db, { source_id: source, stage: "done", outcome: "unmatched", outcome_at: outcomeAt });
}

interface Page {
  readonly items: readonly { readonly id: string; readonly at?: string }[];
  readonly next: string | null;
}

test("a list gives every entry once, also when more come while it is read", async () => {
  await addArticles(23, "paged");
  const seen: string[] = [];
  let path: string | null = "/api/v1/articles?source=paged&limit=5";
  while (path !== null) {
    const answer = await callApi(scene, ["GET", path]);
    const page = answer.json as Page;
    seen.push(...page.items.map(({ id }) => id));
    if (page.next !== null) expect(answer.headers.get("link")).toBe(`<${page.next}>; rel="next"`);
    path = page.next;
    if (seen.length === 5) await addArticles(2, "paged");
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBe(23);
});

test.each([
  ["of another list", Buffer.from(JSON.stringify(["stories", "1"])).toString("base64url")],
  [
    "with something else in it",
    Buffer.from(JSON.stringify(["articles", "1; drop table article", "1"])).toString("base64url"),
  ],
  ["that is none", "zzz"],
])("refuses a cursor %s", async (_what, cursor) => {
  const { status, json } = await callApi(scene, ["GET", `/api/v1/articles?cursor=${cursor}`]);
  expect([status, json]).toMatchObject([422, { errors: [{ field: "cursor" }] }]);
});

test.each([
  ["/api/v1/articles?limit=0", "limit"],
  ["/api/v1/articles?limit=1&limit=2", "limit"],
  ["/api/v1/articles?since=yesterday", "since"],
  ["/api/v1/articles?since=0001-01-01", "since"],
  ["/api/v1/articles?topic=%00", "topic"],
  ["/api/v1/articles?story=1%20or%201=1", "story"],
  ["/api/v1/explain?url=javascript:alert(1)", "url"],
])("%s names the parameter that is wrong", async (path, field) => {
  const { status, json } = await callApi(scene, ["GET", path]);
  expect([status, json]).toMatchObject([422, { status: 422, errors: [{ field }] }]);
});

test.each([
  "/api/v1/articles/0",
  "/api/v1/articles/x",
  "/api/v1/articles/99999999999999999999",
  "/api/v1/alerts/al_999",
  "/api/v1/deliveries/..%2f",
  "/api/v1/topics/none",
  "/api/v1/sources/none",
])("%s is not there", async (path) => {
  const { status, headers } = await callApi(scene, ["GET", path]);
  expect([status, headers.get("content-type")]).toEqual([404, "application/problem+json; charset=utf-8"]);
});

test("bodies are bounded, shallow JSON", async () => {
  const send = async (body: string, type = "application/json") =>
    (await callApi(scene, ["POST", "/api/v1/silences"], { body, headers: { "content-type": type } })).status;
  expect(await send("{")).toBe(400);
  expect(await send(`{"comment":${"[".repeat(200_000)}`)).toBe(400);
  expect(await send(`{"comment":"${"x".repeat(600_000)}"}`)).toBe(413);
  expect(await send("comment=x", "application/x-www-form-urlencoded")).toBe(415);
  expect(await send('{"matchers":["topic=\\"a\\""],"comment":"a\\u0000b"}')).toBe(422);
  expect(await send('{"__proto__":{"comment":"x"},"matchers":["topic=\\"a\\""]}')).toBe(422);
});

test("the same key with the same request is done once and answered alike", async () => {
  const body = { matchers: ['topic="quay"'], comment: "once" };
  const headers = { "idempotency-key": "k-1" };
  const first = await callApi(scene, ["POST", "/api/v1/silences"], { body, headers });
  const again = await callApi(scene, ["POST", "/api/v1/silences"], { body, headers });
  expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  const other = await callApi(scene, ["POST", "/api/v1/silences"], { body: { ...body, comment: "twice" }, headers });
  expect(other.status).toBe(422);
  // Somebody else's key is another one.
  const token = await tokenOf(scene, "topics:write");
  expect((await callApi(scene, ["POST", "/api/v1/silences"], { body, headers, token })).text).not.toBe(first.text);
  const silences = await scene.db.selectFrom("silence").select("id").where("comment", "=", "once").execute();
  expect(silences).toHaveLength(2);
  const lines = await scene.db.selectFrom("audit").selectAll().where("action", "=", "silence.added").execute();
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({ actor_kind: "token", target_id: expect.any(String) });
});

test("requests with one key at the same moment are done once", async () => {
  const body = { matchers: ['topic="race"'], comment: "race" };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      callApi(scene, ["POST", "/api/v1/silences"], { body, headers: { "idempotency-key": "k-race" } }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status)).isSubsetOf(new Set([201, 409]))).toBe(true);
  expect(await scene.db.selectFrom("silence").select("id").where("comment", "=", "race").execute()).toHaveLength(1);
});

test("a write that is refused keeps nothing under its key", async () => {
  const headers = { "idempotency-key": "k-refused" };
  const wrong = { matchers: ['topic="a"'], comment: "late", endsAt: "2020-01-01" };
  expect((await callApi(scene, ["POST", "/api/v1/silences"], { body: wrong, headers })).status).toBe(422);
  const right = { matchers: ['topic="a"'], comment: "late" };
  expect((await callApi(scene, ["POST", "/api/v1/silences"], { body: right, headers })).status).toBe(201);
});

test("people who are logged in may read; to write they need their role and a token of a form", async () => {
  const seen = await scene.get("/api/v1/articles", "viewer", { accept: "application/json" });
  expect(seen.status).toBe(200);
  expect((await scene.get("/api/v1/audit", "viewer", { accept: "application/json" })).status).toBe(403);
  const cookie = await scene.cookieOf("operator");
  const forged = await fetch(`${scene.url}/api/v1/system/drain`, { method: "PUT", headers: { cookie } });
  expect(forged.status).toBe(403);
});

test("an export is all of a range, oldest first, line by line", async () => {
  for (let nth = 0; nth < 1203; nth++) await addDelivery(scene.db, `dl_x${nth}`, { receiver: "bulk" });
  const { status, headers, text } = await callApi(scene, ["GET", "/api/v1/export/deliveries?receiver=bulk"]);
  expect([status, headers.get("content-type")]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: string; createdAt: string });
  expect(new Set(lines.map(({ id }) => id)).size).toBe(1203);
  expect(lines.map(({ createdAt }) => createdAt)).toEqual(lines.map(({ createdAt }) => createdAt).toSorted());
  expect((await callApi(scene, ["GET", "/api/v1/export/deliveries?receiver=nobody"])).text).toBe("");
}, 60_000);

test("what was delivered is skipped by a replay, what was not is sent again under its id", async () => {
  const { alertId } = await fill(scene);
  const one = await callApi(scene, ["POST", "/api/v1/deliveries/replay"], {
    body: { ids: ["dl_failed", "dl_sent", "dl_none"] },
  });
  expect(one.json).toMatchObject({ replayed: ["dl_failed"], sent: 1, missing: 1, open: 0 });
  const row = await scene.db.selectFrom("delivery").selectAll().where("id", "=", "dl_failed").executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: "pending", stage: "deliver", sends: 0 });
  const log = await callApi(scene, ["GET", `/api/v1/deliveries?alert=${alertId}&tab=retrying`]);
  expect((log.json as Page).items.map(({ id }) => id)).toEqual(["dl_failed"]);
  const again = await callApi(scene, ["POST", "/api/v1/deliveries/dl_failed/replay"], { body: {} });
  expect(again.json).toMatchObject({ replayed: [], open: 1 });
});

test("a topic is saved when its tests pass, and not over somebody else's change", async () => {
  const put = (content: string, basedOn: number | null) =>
    callApi(scene, ["PUT", "/api/v1/topics/quay"], { body: { content, basedOn } });
  const failing = await put("id: quay\nany: ['quay']\ntests: { match: ['The pier is open'] }\n", null);
  expect([failing.status, failing.json]).toMatchObject([422, { errors: [{ field: "content.tests" }] }]);
  const broken = await put("id: quay\nany: ['quay AND (']\n", null);
  expect([broken.status, broken.json]).toMatchObject([422, { errors: [{ field: "content.any[0]" }] }]);
  expect((await put("id: other\nany: ['quay']\n", null)).status).toBe(422);
  expect((await put("id: quay\nany: ['quay']\n", null)).json).toEqual({ id: "quay", version: 1 });
  expect((await put("id: quay\nany: ['pier']\n", null)).status).toBe(409);
  expect((await put("id: quay\nany: ['pier']\n", 1)).json).toEqual({ id: "quay", version: 2 });
  expect((await callApi(scene, ["GET", "/api/v1/topics/quay"])).json).toMatchObject({
    origin: "console",
    content: "id: quay\nany: ['pier']\n",
  });
});

test.each([
  [undefined, "send a token as `Authorization: Bearer <token>`", 'Bearer realm="Wirewatch"'],
  ["wwt_abc", "the Authorization header holds something else than one token: send", 'Bearer realm="Wirewatch"'],
  ["Bearer", "the Authorization header holds something else", 'Bearer realm="Wirewatch"'],
  ["Bearer a b", "the Authorization header holds something else", 'Bearer realm="Wirewatch"'],
  ["Basic YTpi", "the Authorization header holds something else", 'Bearer realm="Wirewatch"'],
  ["Bearer wwt_gone", "this token is not known, was revoked or is over", 'error="invalid_token"'],
])("the header %j is answered with what is expected: %s", async (authorization, words, challenge) => {
  const headers = {
    "x-forwarded-for": "203.0.113.77",
    ...(authorization === undefined ? {} : { authorization }),
  };
  const answer = await callApi(scene, ["GET", "/api/v1/articles"], { token: null, headers });
  expect([answer.status, answer.json]).toMatchObject([401, { detail: expect.stringMatching(new RegExp(words, "iu")) }]);
  expect(answer.headers.get("www-authenticate")).toContain(challenge);
  expect(answer.text).not.toContain("wwt_");
});

test("a muted alert is in a state of its own until it is unmuted", async () => {
  const { groupId, storyId } = await addAlert(scene.db);
  const state = async (): Promise<string | undefined> => {
    const { json } = await callApi(scene, ["GET", `/api/v1/alerts?story=${storyId}`]);
    return (json as { readonly items: readonly { readonly state: string }[] }).items[0]?.state;
  };
  expect(await state()).toBe("open");
  expect((await callApi(scene, ["POST", `/api/v1/alerts/al_${groupId}/mute`], { body: {} })).status).toBe(201);
  expect(await state()).toBe("muted");
  const open = await callApi(scene, ["GET", `/api/v1/alerts?state=open&story=${storyId}`]);
  expect(open.json).toMatchObject({ items: [] });
  const unmute = (): Promise<{ readonly json: unknown }> =>
    callApi(scene, ["POST", `/api/v1/alerts/al_${groupId}/unmute`]);
  expect((await unmute()).json).toEqual({ silenceIds: [expect.any(String)] });
  expect(await state()).toBe("open");
  expect((await unmute()).json).toEqual({ silenceIds: [] });
});

test("who sends many wrong tokens is turned away, with a right one as well", async () => {
  const from = { "x-forwarded-for": "203.0.113.9" };
  const statuses: number[] = [];
  for (let nth = 0; nth < 22; nth++)
    statuses.push(
      (await callApi(scene, ["GET", "/api/v1/articles"], { token: `wwt_wrong${nth}`, headers: from })).status,
    );
  expect(statuses[0]).toBe(401);
  expect(statuses.at(-1)).toBe(429);
  const right = await callApi(scene, ["GET", "/api/v1/articles"], { headers: from });
  expect([right.status, Number(right.headers.get("retry-after")) > 0]).toEqual([429, true]);
  expect((await callApi(scene, ["GET", "/api/v1/articles"])).status).toBe(200);
});
