import { loadPage, pauseSources, resumeSources, sql } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { useDesk } from "./test-desk.ts";

const desk = useDesk();

type Headers = Readonly<Record<string, string>>;

const url = "https://example.com/harbour";
const text = "The harbourmaster closed the harbour.\n\nShips wait outside.";
const bearer = (name: string): Headers => ({ authorization: `Bearer ${desk.secret(name)}` });

describe("an article that is handed in", () => {
  test("with its text goes to the stripper, once it is stored", async () => {
    const article = { url, title: "Harbour closes", text, publishedAt: "2026-03-02T09:10:00Z", authors: ["Ada Byron"] };
    expect(await desk.post(article)).toMatchObject({
      status: 202,
      body: { item: "1", article: "1", status: "accepted" },
    });
    expect(await desk.revisions()).toMatchObject([
      {
        article_id: "1",
        revision: 1,
        source_id: "desk",
        stage: "strip",
        trigger: "push",
        page_url: url,
        title: "Harbour closes",
        published_at: new Date("2026-03-02T09:10:00Z"),
        baseline: false,
      },
    ]);
    const page = await loadPage(desk.store.db, "1", 1);
    expect(Buffer.from(page?.body ?? []).toString()).toMatch(
      /<meta name="author" content="Ada Byron"><p>The harbourmaster/,
    );
    expect(desk.bells).toEqual([{ stage: "strip", message: { articleId: "1", revision: 1 } }]);
  });

  test("as an address alone has its page fetched, when its host allows", async () => {
    expect(await desk.post({ url })).toMatchObject({ status: 202, body: { status: "accepted" } });
    expect(await desk.revisions()).toMatchObject([{ stage: "fetch", trigger: "push", page_url: url }]);
    expect(desk.bells).toEqual([{ stage: "fetch", message: { articleId: "1", revision: 1 } }]);
    const gates = await desk.store.db.selectFrom("host_gate").select(["gate", "held_by"]).execute();
    expect(gates).toMatchObject([{ gate: "https://example.com", held_by: "fetch:1:1" }]);
  });

  test("again is known, and changed is a revision", async () => {
    await desk.post({ url, text });
    expect(await desk.post({ url, text })).toMatchObject({
      status: 200,
      body: { item: "1", article: "1", status: "known" },
    });
    expect(await desk.post({ url: `${url}?utm_source=mail`, text })).toMatchObject({
      status: 200,
      body: { status: "known" },
    });
    expect(await desk.post({ url, text: `${text} It opens on Friday.` })).toMatchObject({
      status: 202,
      body: { item: "1", article: "1", status: "accepted" },
    });
    expect(await desk.revisions()).toMatchObject([{ revision: 1 }, { revision: 2, stage: "strip" }]);
  });

  test("many times at once is taken once", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => desk.post({ url, text })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 200, 202]);
    expect(await desk.revisions()).toHaveLength(1);
  });

  test("that another source knows is told so", async () => {
    await desk.post({ url, text });
    expect(await desk.post({ url, text, source: "one" }, bearer("SHARED"))).toMatchObject({
      status: 200,
      body: { article: "1", status: "known", reason: expect.stringContaining("first seen in desk") },
    });
  });

  test("that the source does not take is kept with the reason", async () => {
    expect(await desk.post({ url: "https://example.com/sport/1", text })).toMatchObject({
      status: 200,
      body: { status: "excluded", article: null, reason: expect.stringContaining("exclude pattern") },
    });
    expect(await desk.revisions()).toEqual([]);
  });

  test("as text while its page still waits to be fetched is not lost without a word", async () => {
    await desk.post({ url });
    const answer = await desk.post({ url, text });
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("still waits to be fetched") },
    });
    expect(answer.headers.get("retry-after")).toBe("300");
    await sql`update article_revision set stage = 'done', outcome = 'unmatched'`.execute(desk.store.db);
    expect(await desk.post({ url, text })).toMatchObject({ status: 202 });
  });

  test("marks its source as alive", async () => {
    await desk.post({ url, text });
    const feed = await desk.store.db.selectFrom("feed").selectAll().executeTakeFirstOrThrow();
    expect(feed).toMatchObject({
      source_id: "desk",
      kind: "push",
      stage: "push",
      status: "ok",
      last_item_at: expect.any(Date),
    });
  });
});

describe("a paused source", () => {
  test("turns articles away with when to come again, keeps nothing, and takes them when it is resumed", async () => {
    const { db } = desk.store;
    await db.transaction().execute((tx) => pauseSources(tx, ["desk"], { by: "ada", reason: "a loop on their side" }));
    const away = await desk.post({ url, title: "Harbour closes", text });
    expect(away).toMatchObject({
      status: 503,
      body: { detail: expect.stringContaining("the source desk is paused: nothing was kept") },
    });
    expect(JSON.stringify(away.body)).not.toMatch(/ada|loop/u);
    expect(await desk.revisions()).toEqual([]);
    await db.transaction().execute((tx) => resumeSources(tx, ["desk"]));
    expect((await desk.post({ url, title: "Harbour closes", text })).body).toMatchObject({ status: "accepted" });
  });

  test("is not told of to those without its credentials", async () => {
    await desk.store.db.transaction().execute((tx) => pauseSources(tx, ["desk"], { by: "ada", reason: "" }));
    expect((await desk.post({ url, title: "t", text }, { authorization: "Bearer wrong" })).status).toBe(401);
    await desk.store.db.transaction().execute((tx) => resumeSources(tx, ["desk"]));
  });
});

describe("a request that cannot be used", () => {
  test.each<[string, unknown, number, string]>([
    ["names the field", { url, publishedAt: "yesterday" }, 422, "publishedAt"],
    ["names a page that is never fetched", { url: "http://10.0.0.5/x" }, 422, "url"],
    ["names a port that links do not have", { url: "https://example.com:22/x" }, 422, "url"],
  ])("%s", async (_, article, status, field) => {
    expect(await desk.post(article as object)).toMatchObject({ status, body: { errors: [{ field }] } });
    expect(await desk.revisions()).toEqual([]);
  });

  test("is none where the source opened a private place, or where nothing is fetched", async () => {
    const open = { url: "http://10.0.0.5/x", source: "one" };
    expect(await desk.post(open, bearer("SHARED"))).toMatchObject({ status: 202 });
    expect(await desk.post({ url: "http://10.0.0.5/y", text })).toMatchObject({ status: 202 });
  });

  test("is too large, no JSON or of another type", async () => {
    expect(await desk.post({ url, text: "a".repeat(1_000_001) })).toMatchObject({ status: 413 });
    expect(await desk.post("{")).toMatchObject({ status: 400 });
    expect(await desk.post("")).toMatchObject({ status: 400 });
    expect(
      await desk.post("url=x", { ...bearer("DESK"), "content-type": "application/x-www-form-urlencoded" }),
    ).toMatchObject({
      status: 415,
    });
    expect(await desk.revisions()).toEqual([]);
  });

  test("holds what PostgreSQL cannot keep, and is stored without it", async () => {
    expect(
      await desk.post(`{"url":"${url}","title":"Har\\u0000bour \\ud800","text":"${"x ".repeat(20)}\\u0000"}`),
    ).toMatchObject({
      status: 202,
    });
    expect(await desk.revisions()).toMatchObject([{ title: "Harbour \uFFFD" }]);
  });
});
