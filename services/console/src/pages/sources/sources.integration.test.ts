import { logPolls, pauseSources, sql } from "@wirewatch/store";
import { afterEach, describe, expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addFeed, addRevision } from "../../../../../test/support/rows.ts";

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202Etxt`;
const files = {
  sources: {
    defaults: { timeout: "30s" },
    sources: [
      { id: "herald", name: "Harbour Herald", url: "https://herald.example/rss", tags: ["national"], language: "en" },
      {
        id: "gazette",
        name: "Gazette",
        url: "https://gazette.example/rss",
        tags: ["local"],
        language: "de",
        kind: "feed",
      },
      { id: "courier", name: hostile, url: "https://courier.example/rss", max_items: 7 },
      { id: "desk", name: "Desk", kind: "push", ingest: { token: "${env:TOKEN}" } },
    ],
  },
};
const scene = useConsole(files);
afterEach(() =>
  sql`truncate feed, source_item, article, article_revision, notice, drift, source_block, source_pause, audit, websub restart identity cascade`.execute(
    scene.db,
  ),
);

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
/** Names of the sources on a page, in their order. */
const namesIn = (text: string): string[] => [...text.matchAll(/<tr id="source-([^"]+)"/gu)].map(([, id]) => id ?? "");

describe("the list of sources", () => {
  test("has the worst first, each with a plain reason, since when, and what comes next", async () => {
    await addFeed(scene.db, { source_id: "herald", status: "ok", last_success_at: hoursAgo(1) });
    await addFeed(scene.db, {
      source_id: "gazette",
      status: "blocked",
      problem: "forbidden",
      reason: "the site refuses us (403): ask it for access",
      failures: 5,
      failing_since: hoursAgo(30),
      last_success_at: hoursAgo(31),
    });
    await addFeed(scene.db, {
      source_id: "courier",
      status: "silent",
      last_item_at: hoursAgo(73),
      silent_since: hoursAgo(2),
    });
    const { text, status } = await scene.get("/sources", "viewer");
    expect(status).toBe(200);
    expect(namesIn(text)).toEqual(["gazette", "courier", "desk", "herald"]);
    expect(text).toContain("blocked by the site (403)");
    expect(text).toContain('title="the site refuses us (403): ask it for access"');
    expect(text).toMatch(/since <time[^>]*>[^<]*\d\d:\d\d</u);
    expect(text).toContain("no new article for 3 days");
  });

  test.each([
    ["a state", "state=blocked", ["gazette"]],
    ["a tag", "tag=national", ["herald"]],
    ["a language", "language=de", ["gazette"]],
    ["a kind", "kind=push", ["desk"]],
    ["words of its name", "q=harbour", ["herald"]],
    ["words of its address", "q=GAZETTE.example", ["gazette"]],
    ["nothing that is there", "q=nobody", []],
    ["a state that is none", "state=%3Cscript%3E", ["gazette", "courier", "desk", "herald"]],
    ["a place that is none", "after=%00%00", ["gazette", "courier", "desk", "herald"]],
  ])("shows only what has %s", async (_, query, expected) => {
    await addFeed(scene.db, {
      source_id: "gazette",
      status: "blocked",
      problem: "forbidden",
      url: "https://gazette.example/rss",
    });
    await addFeed(scene.db, { source_id: "herald", status: "ok", url: "https://herald.example/rss" });
    const { text, status } = await scene.get(`/sources?${query}`, "viewer");
    expect(status).toBe(200);
    expect(namesIn(text).toSorted()).toEqual([...expected].toSorted());
  });

  test("offers nothing to change to those who may not", async () => {
    const { text } = await scene.get("/sources", "analyst");
    expect(text).not.toContain("With the chosen sources");
    expect(text).not.toContain('type="checkbox"');
    for (const path of ["/sources/bulk", "/sources/herald/pause", "/sources/herald/resume"])
      expect((await scene.post(path, { id: "herald", do: "pause" }, "analyst")).status).toBe(403);
  });
});

describe("a thousand sources", () => {
  test("are shown fifty at a time, each once, within a fraction of a second", async () => {
    const many = Array.from({ length: 1000 }, (_, n) => ({
      id: `s${String(n).padStart(4, "0")}`,
      url: `https://s${n}.example/rss`,
      tags: [`tag-${n % 10}`],
    }));
    await scene.setConfig({ sources: { sources: many } });
    await sql`
      insert into feed (source_id, url, gate, stage, due_at, status, problem)
      select 's' || lpad(n::text, 4, '0'), 'https://s' || n || '.example/rss', 'https://s' || n || '.example', 'poll', 'infinity',
        case n % 4 when 0 then 'failing' when 1 then 'silent' else 'ok' end, case n % 4 when 0 then 'dns' end
      from generate_series(0, 999) n`.execute(scene.db);
    await sql`
      insert into source_item (source_id, feed_id, item_key, item_hash, seen_at)
      select f.source_id, f.id, 'k' || n, 'h', now() - make_interval(hours => n) from feed f, generate_series(1, 100) n`.execute(
      scene.db,
    );
    await sql`analyze feed, source_item`.execute(scene.db);
    const seen: string[] = [];
    const tookMs: number[] = [];
    let path: string | null = "/sources";
    let counts = "";
    while (path !== null) {
      const startedMs = performance.now();
      const { text } = await scene.get(path, "viewer");
      tookMs.push(performance.now() - startedMs);
      counts = text;
      seen.push(...namesIn(text));
      path = /rel="next" href="([^"]+)"/u.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? null;
    }
    expect(seen).toHaveLength(1000);
    expect(new Set(seen).size).toBe(1000);
    expect(seen[0]).toBe("s0000");
    expect(counts).toMatch(/Failing <span class="count">250/u);
    expect(tookMs.toSorted((a, b) => a - b)[10]).toBeLessThan(1000);
    await scene.setConfig(files);
  });
});

describe("the page of a source", () => {
  test("shows its state, volume, requests, articles, messages and settings", async () => {
    const feed = await addFeed(scene.db, {
      source_id: "herald",
      url: "https://herald.example/rss",
      title: "News of the Herald",
      document: "rss",
      status: "failing",
      problem: "html",
      reason: "the address gives an HTML page now, not a feed",
      failures: 4,
      failing_since: hoursAgo(5),
      poll_every_ms: 600_000,
    });
    const poll = {
      at: hoursAgo(1),
      status: 200,
      bytes: 35_200,
      ms: 120,
      items: 20,
      newItems: 2,
      isUnchanged: false,
      problem: null,
    };
    await logPolls(scene.db, [
      { feedId: feed.id, poll },
      { feedId: feed.id, poll: { ...poll, status: 304, bytes: 0, items: 0, newItems: 0, isUnchanged: true } },
      { feedId: feed.id, poll: { ...poll, status: null, ms: null, bytes: 0, items: 0, newItems: 0, problem: "dns" } },
    ]);
    const row = await addRevision(scene.db, {
      source_id: "herald",
      stage: "done",
      outcome: "matched",
      title: "The lock opens",
    });
    await scene.db
      .insertInto("source_item")
      .values({
        source_id: "herald",
        feed_id: feed.id,
        item_key: "k",
        item_hash: "h",
        article_id: row.article_id,
        title: "x",
      })
      .execute();
    await scene.db
      .insertInto("notice")
      .values({
        source_id: "herald",
        kind: "failing",
        text: "Herald could not be read",
        stage: "done",
        due_at: new Date(),
      })
      .execute();
    await scene.db
      .insertInto("source_block")
      .values({ source_id: "herald", key: "b", sample: "Subscribe now" })
      .execute();
    await scene.db
      .insertInto("websub")
      .values({
        feed_id: feed.id,
        hub: "https://hub.example/",
        topic: "t",
        token: "never shown",
        secret: "never shown",
        state: "active",
        stage: "subscribe",
        due_at: new Date(),
      })
      .execute();
    const { text } = await scene.get("/sources/herald", "viewer");
    expect(text).toContain("an HTML page in place of a feed");
    expect(text).toContain("3 requests: 1 found nothing changed, 1 failed.");
    expect(text).toContain("35.2 kB");
    expect(text).toContain("its name is not found (DNS)");
    expect(text).toContain("20, <b>2 new</b>");
    expect(text).toContain("later than usual, after 4 failures in a row");
    expect(text).toMatch(/href="\/explain\?url=[^"]+"[^>]*>The lock opens/u);
    expect(text).toContain("in a topic");
    expect(text).toContain("Herald could not be read");
    expect(text).toContain("<q>Subscribe now</q>");
    expect(text).toContain("on: the hub pushes new items at once");
    expect(text).not.toContain("never shown");
    expect(text).toMatch(/timeout<\/span>[\s\S]{0,200}30s[\s\S]{0,200}defaults of the file/u);
    expect(text).toMatch(/tags<\/span>[\s\S]{0,200}national[\s\S]{0,200}set here/u);
  });

  test("shows hostile names, titles and addresses as text", async () => {
    const feed = await addFeed(scene.db, {
      source_id: "courier",
      url: "javascript:alert(1)//",
      gate: "x",
      title: hostile,
      reason: hostile,
      status: "failing",
      problem: "unreadable",
    });
    await scene.db
      .insertInto("source_item")
      .values({
        source_id: "courier",
        feed_id: feed.id,
        item_key: "k",
        item_hash: "h",
        title: hostile.repeat(200),
        url: "javascript:alert(2)",
      })
      .execute();
    await scene.db.insertInto("source_block").values({ source_id: "courier", key: "b", sample: hostile }).execute();
    for (const path of ["/sources", "/sources/courier"]) {
      const { text } = await scene.get(path, "operator");
      expect(text).not.toContain("<img src=x");
      expect(text).not.toContain("<script>alert");
      expect(text).not.toContain('href="javascript:');
      expect(text).not.toContain("\u202E");
    }
  });

  test.each(["nobody", "%00", "a".repeat(90), "..%2f..%2fetc", "%3Cscript%3E"])("is not there for %s", async (id) => {
    expect((await scene.get(`/sources/${id}`, "viewer")).status).toBe(404);
  });

  test("of a source that left the configuration shows its history", async () => {
    await addFeed(scene.db, { source_id: "former", stage: "stopped", status: "disabled" });
    const { text, status } = await scene.get("/sources/former", "operator");
    expect(status).toBe(200);
    expect(text).toContain("not in the configuration any more");
    expect(text).not.toContain("Pause this source");
  });
});

describe("pausing", () => {
  test("one source says who and why everywhere, is audited, and ends with a click", async () => {
    await addFeed(scene.db, { source_id: "herald", status: "ok" });
    const { text, url } = await scene.post("/sources/herald/pause", { reason: "licence <b>ends</b>" }, "operator");
    expect(new URL(url).pathname).toBe("/sources/herald");
    expect(text).toContain("by operator");
    expect(text).toContain("licence &lt;b&gt;ends&lt;/b&gt;");
    expect((await scene.get("/sources", "viewer")).text).toContain("by operator");
    expect((await scene.post("/sources/herald/resume", {}, "operator")).text).toContain("Pause this source");
    const feed = await scene.db.selectFrom("feed").select("stage").executeTakeFirst();
    expect(feed?.stage).toBe("poll");
    const audits = await scene.db.selectFrom("audit").select(["action", "target_id", "actor"]).orderBy("id").execute();
    expect(audits).toEqual([
      { action: "source.paused", target_id: "herald", actor: "operator" },
      { action: "source.resumed", target_id: "herald", actor: "operator" },
    ]);
  });

  test("many at once leaves out what is handed in or not there, and says so", async () => {
    for (const source_id of ["herald", "gazette", "courier"]) await addFeed(scene.db, { source_id });
    await addFeed(scene.db, { source_id: "desk", url: "push:desk", gate: "push:desk", stage: "push" });
    const ids = ["herald", "gazette", "desk", "nobody", "\u0000"];
    const { url, text } = await scene.post("/sources/bulk", { id: ids, do: "pause", reason: "" }, "operator");
    expect(new URL(url).pathname).toBe("/sources");
    expect(text).toMatch(/Paused <span class="count">3/u);
    const stages = async (): Promise<string[]> =>
      (await scene.db.selectFrom("feed").select("stage").orderBy("id").execute()).map(({ stage }) => stage);
    expect(await stages()).toEqual(["paused", "paused", "poll", "push"]);
    await scene.post("/sources/bulk", { id: ids, do: "resume" }, "operator");
    expect(await stages()).toEqual(["poll", "poll", "poll", "push"]);
  });

  test("without a choice or with a word that is none changes nothing", async () => {
    expect(new URL((await scene.post("/sources/bulk", { do: "pause" }, "operator")).url).pathname).toBe("/sources");
    expect((await scene.post("/sources/bulk", { id: "herald", do: "delete" }, "operator")).status).toBe(400);
    await scene.db.transaction().execute((tx) => pauseSources(tx, ["herald"], { by: "ada", reason: "" }));
    expect((await scene.post("/sources/herald/pause", {}, "operator")).text).toContain("by ada");
    expect((await scene.post("/sources/nobody/pause", {}, "operator")).status).toBe(404);
    expect(await scene.db.selectFrom("audit").selectAll().execute()).toEqual([]);
  });
});

test("without a way to try sources nothing is offered that needs one", async () => {
  const { text } = await scene.get("/sources", "admin");
  expect(text).not.toContain("Add sources");
  expect((await scene.post("/sources/herald/test", {}, "admin")).status).toBe(409);
  expect((await scene.post("/sources/import", { text: "url\nhttps://a.example/" }, "admin")).status).toBe(409);
});
