import { sql } from "@wirewatch/store";
import { beforeEach, describe, expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addMatch } from "../../../../../test/support/rows.ts";
import { addFindable, hoursAgo } from "../../archive/archive-scene.ts";

const scene = useConsole({
  sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/feed", kind: "feed" }] },
  topics: [{ id: "harbour", name: "Harbour", severity: "normal", any: ["harbourmaster"] }],
});

beforeEach(() =>
  sql`truncate article_search, article_body, topic_match, match_feedback, trail, article_revision, article, feed_token, saved_search restart identity cascade`.execute(
    scene.db,
  ),
);

const mainOf = (text: string): string => text.slice(text.indexOf("<main"), text.indexOf("</main>"));

/** The answer without following where it leads. */
async function leadsTo(path: string): Promise<string | null> {
  const headers = { accept: "text/html", cookie: await scene.cookieOf("viewer") };
  const { headers: answer } = await fetch(new URL(path, scene.url), { headers, redirect: "manual" });
  return answer.get("location");
}

describe("the search page", () => {
  test("says what can be written before anything is searched for", async () => {
    const { status, text } = await scene.get("/search", "viewer");
    expect([status, text.includes("the language of topics"), text.includes("Found articles")]).toEqual([
      200,
      true,
      false,
    ]);
  });

  test("shows hits with their words marked, and links to article, source and page", async () => {
    const row = await addFindable(scene.db, "The harbourmaster spoke of a strike.", { title: "Strike looms" });
    await addMatch(scene.db, row);
    const text = mainOf((await scene.get("/search?q=strike", "viewer")).text);
    expect(text).toContain("The harbourmaster spoke of a <mark>strike</mark>.");
    expect(text).toContain("<mark>Strike</mark> looms");
    expect(text).toContain(`href="/articles/${row.article_id}?revision=1"`);
    expect(text).toContain('href="/sources/site"');
    expect(text).toContain(`href="${row.page_url}"`);
    expect(text).toContain("<b>1</b> article");
    expect(text).toContain("Found &quot;Strike&quot; in the title, &quot;strike&quot; in the text");
    for (const facet of ["source=site", "language=en", "topic=harbour"])
      expect(text).toContain(`href="/search?q=strike&amp;${facet}"`);
    expect(text).toContain(">Harbour</a>");
    expect(text).toContain(">English</a>");
  });

  test("narrows by filters and takes them away again", async () => {
    await addFindable(scene.db, "A strike.", { title: "Here" });
    await addFindable(scene.db, "A strike.", { title: "There", source_id: "other" });
    const text = mainOf((await scene.get("/search?q=strike&source=other")).text);
    expect([text.includes("There"), text.includes("Here")]).toEqual([true, false]);
    expect(text).toMatch(/href="\/search\?q=strike"[^>]*>other/u);
    expect(text).toContain('<input type="hidden" name="source" value="other" />');
  });

  test("goes on to older articles", async () => {
    for (let at = 0; at < 25; at++)
      await addFindable(scene.db, "A strike.", { title: `No. ${at}`, published_at: hoursAgo(at + 1) });
    const first = mainOf((await scene.get("/search?q=strike")).text);
    const next = /rel="next" href="([^"]+)"/u.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const second = mainOf((await scene.get(next)).text);
    expect([
      first.includes("No. 19"),
      first.includes("No. 20"),
      second.includes("No. 20"),
      second.includes("No. 24"),
    ]).toEqual([true, false, true, true]);
    expect(second).not.toContain('rel="next"');
  });

  test("says at which character a query cannot be read, and offers the query put right", async () => {
    const text = mainOf((await scene.get("/search?q=strike+AND+(quay")).text);
    expect(text).toContain("<b>Character 12:</b>");
    expect(text).toContain("<mark>(</mark>quay");
    expect(text).toContain('href="/search?q=strike+AND+%28quay%29"');
  });

  test("says what was left out of the search", async () => {
    const text = mainOf((await scene.get("/search?q=strike&since=soon&after=nowhere")).text);
    expect(text).toContain("Left out of the search: since: not a day");
    expect(text).toContain("Left out of the search: after");
  });

  test("explains an address that was pasted", async () => {
    const to = await leadsTo(`/search?q=${encodeURIComponent(" https://site.example/a?b=1&c=2 ")}`);
    expect(to).toBe("/explain?url=https%3A%2F%2Fsite.example%2Fa%3Fb%3D1%26c%3D2");
  });

  test("offers what analysts may do to them only", async () => {
    await addFindable(scene.db, "A strike.");
    const address = "/search?q=strike&dialect=lexis&source=site";
    const analyst = mainOf((await scene.get(address, "analyst")).text);
    const viewer = mainOf((await scene.get(address, "viewer")).text);
    expect(analyst).toContain('href="/topics/new?query=strike&amp;dialect=lexis"');
    expect([viewer.includes("/topics/new"), viewer.includes("/search/save")]).toEqual([false, false]);
    for (const text of [analyst, viewer]) {
      expect(text).toContain('href="/api/v1/export/articles?q=strike&amp;dialect=lexis&amp;source=site"');
    }
    expect((await scene.post("/search/save", { name: "x", search: "q=a" }, "viewer")).status).toBe(403);
    expect((await scene.post("/search/delete", { id: "1" }, "viewer")).status).toBe(403);
  });

  test("tells that an archive from before the index is not found yet", async () => {
    const hint = "wirewatch reindex search";
    expect((await scene.get("/search")).text).not.toContain(hint);
    await sql`update reindex set finished_at = null where name = 'search'`.execute(scene.db);
    expect((await scene.get("/search")).text).toContain(hint);
    await sql`update reindex set finished_at = now() where name = 'search'`.execute(scene.db);
  });

  test.each([
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "\u202Eevil",
    "x".repeat(3_000),
    "' or 1=1 --",
    "{{7*7}}",
  ])("shows whatever is searched for and found as text: %s", async (payload) => {
    await addFindable(scene.db, `A strike. ${payload}`, {
      title: payload,
      source_id: payload,
      language: payload,
      canonical_url: payload,
    });
    for (const address of [
      `q=strike`,
      `q=${encodeURIComponent(payload)}`,
      `source=${encodeURIComponent(payload)}`,
      `q=(${encodeURIComponent(payload)}`,
    ]) {
      const { status, text } = await scene.get(`/search?${address}`);
      expect(status).toBe(200);
      expect(text).not.toMatch(/<script>alert|<img src=x|href="javascript:|\u202E/u);
    }
  });

  test("weighs little", async () => {
    for (let at = 0; at < 25; at++)
      await addFindable(scene.db, "A strike at the quay. ".repeat(200), {
        title: `No. ${at}`,
        source_id: `source-${at}`,
      });
    const { text } = await scene.get("/search?q=strike");
    expect(text.length).toBeLessThan(150_000);
  });
});

describe("a saved search", () => {
  test("is kept with its filters, shown to everybody, run again, and deleted", async () => {
    await scene.post(
      "/search/save",
      { name: "Strikes <b>", search: "q=strike+OR+walkout&dialect=lexis&source=site&after=x&evil=1" },
      "analyst",
    );
    const list = mainOf((await scene.get("/search", "viewer")).text);
    expect(list).toContain("Strikes &lt;b&gt;");
    expect(list).not.toContain("/search/delete");
    expect(await leadsTo("/search?saved=1")).toBe("/search?dialect=lexis&source=site&q=strike+OR+walkout");
    await scene.post("/search/delete", { id: "1" }, "analyst");
    expect((await scene.get("/search?saved=1")).status).toBe(404);
    const { rows } = await sql<{
      action: string;
    }>`select action from audit where target_kind = 'search' order by id`.execute(scene.db);
    expect(rows.map(({ action }) => action)).toEqual(["search.saved", "search.deleted"]);
  });

  test.each([
    [{ name: " ", search: "q=a" }, 422],
    [{ name: "x", search: "q=(a" }, 422],
    [{ name: "x", search: `q=${"a".repeat(30_000)}` }, 422],
  ])("is refused when it has no name or cannot be run: %#", async (fields, status) => {
    expect((await scene.post("/search/save", fields)).status).toBe(status);
  });

  test.each(["0", "x", "1'", "99999999999999999999", ""])("is not there under another number: %s", async (id) => {
    expect((await scene.get(`/search?saved=${id}`)).status).toBe(404);
    expect((await scene.post("/search/delete", { id })).status).toBe(404);
  });
});
