import { addFeedToken, sql } from "@wirewatch/store";
import { parseFeed } from "@wirewatch/feeds";
import { beforeEach, describe, expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { addMatch } from "../../../../test/support/rows.ts";
import { addFindable, hoursAgo } from "../archive/archive-scene.ts";

const scene = useConsole({
  sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/feed", kind: "feed" }] },
  topics: [{ id: "harbour", name: "Harbour & <quay>", severity: "normal", any: ["harbourmaster"] }],
});

beforeEach(() =>
  sql`truncate article_search, article_body, topic_match, match_feedback, trail, article_revision, article, feed_token, saved_search restart identity cascade`.execute(
    scene.db,
  ),
);

/** The private address that the page shows after it was made, without the format. */
async function makeAddress(subject = "topic/harbour", name = "the desk's reader"): Promise<string> {
  const { text } = await scene.post(`/feeds/for/${subject}/new`, { name });
  const found = /value="[^"]*(\/feeds\/wwf_[\w-]{43})\.atom"/u.exec(text)?.[1];
  if (found === undefined) throw new Error("the page shows no address");
  return found;
}

async function entriesOf(address: string): Promise<readonly { readonly id: string; readonly title: string | null }[]> {
  const { text } = await scene.get(`${address}.json`, null);
  const { items } = JSON.parse(text) as { readonly items: readonly { readonly id: string; readonly title: string }[] };
  return items;
}

describe("a topic's feed", () => {
  test("has the articles of the topic, the last changed first, and is read by parsers", async () => {
    const first = await addFindable(scene.db, "The harbourmaster spoke.", { title: "First", authors: ["Jane Roe"] });
    await addMatch(scene.db, first, { passage: "The harbourmaster spoke." });
    const second = await addFindable(scene.db, "The harbourmaster rests.", { title: "Second", language: "de" });
    await addMatch(scene.db, second);
    const rematched = await addFindable(scene.db, "The harbourmaster of old.", { title: "Old" });
    await addMatch(scene.db, rematched, { outcome: "suppressed", reason: "rematch" });
    const other = await addFindable(scene.db, "The harbourmaster.", { title: "Of another topic" });
    await addMatch(scene.db, other, { topic_id: "other" });
    const address = await makeAddress();
    for (const [format, type] of [
      ["atom", "application/atom+xml"],
      ["json", "application/feed+json"],
    ] as const) {
      const { text, headers, status } = await scene.get(`${address}.${format}`, null);
      expect([status, headers.get("content-type")]).toEqual([200, `${type}; charset=utf-8`]);
      const feed = await parseFeed(Buffer.from(text), { "content-type": type }, "https://wire.example/feed");
      expect(feed.items.map(({ title }) => title)).toEqual(["Second", "First"]);
      expect(feed.items[1]).toMatchObject({ url: first.page_url, authors: [{ name: "Jane Roe" }] });
      expect(text).toContain("The harbourmaster spoke.");
      expect(text).toContain("urn:uuid:");
    }
  });

  test("keeps the id of an article that is revised, and raises when it was updated", async () => {
    const row = await addFindable(scene.db, "The harbourmaster spoke.", { title: "Before", seen_at: hoursAgo(2) });
    const match = await addMatch(scene.db, row);
    await sql`update topic_match set matched_at = ${hoursAgo(2)} where id = ${match.id}`.execute(scene.db);
    const newer = await addFindable(scene.db, "The harbourmaster rests.", { title: "Newer", seen_at: hoursAgo(1) });
    const other = await addMatch(scene.db, newer);
    await sql`update topic_match set matched_at = ${hoursAgo(1)} where id = ${other.id}`.execute(scene.db);
    const address = await makeAddress();
    const before = await entriesOf(address);
    const change = { article_id: row.article_id, revision: 2, page_url: row.page_url, verdict: "revision" as const };
    await addMatch(scene.db, await addFindable(scene.db, "The harbourmaster resigned.", { title: "After", ...change }));
    const after = await entriesOf(address);
    expect(before.map(({ title }) => title)).toEqual(["Newer", "Before"]);
    expect(after.map(({ title }) => title)).toEqual(["After", "Newer"]);
    expect(after[0]?.id).toBe(before[1]?.id);
    const { text } = await scene.get(`${address}.atom`, null);
    const [, published = "", updated = ""] =
      /<published>(.*?)<\/published>\s*<updated>(.*?)<\/updated>/u.exec(text) ?? [];
    expect(Date.parse(updated) - Date.parse(published)).toBeGreaterThan(3_600_000);
  });

  test("answers 304 while nothing changed", async () => {
    await addMatch(scene.db, await addFindable(scene.db, "The harbourmaster."));
    const address = `${await makeAddress()}.atom`;
    const { headers, text } = await scene.get(address, null);
    const tag = headers.get("etag") ?? "";
    expect(text).not.toBe("");
    const again = await scene.get(address, null, { "if-none-match": `"x", ${tag}` });
    expect([again.status, again.text]).toEqual([304, ""]);
    const since = { "if-modified-since": headers.get("last-modified") ?? "" };
    expect((await scene.get(address, null, since)).status).toBe(304);
    expect((await scene.get(address, null, { "if-none-match": '"another"', ...since })).status).toBe(200);
    await addMatch(scene.db, await addFindable(scene.db, "The harbourmaster again."));
    expect((await scene.get(address, null, { "if-none-match": tag })).status).toBe(200);
  });

  test("is empty and valid before there is anything in it", async () => {
    const { text } = await scene.get(`${await makeAddress()}.atom`, null);
    expect((await parseFeed(Buffer.from(text), {})).items).toEqual([]);
    expect(text).toContain("<title>Harbour &amp; &lt;quay&gt;</title>");
  });

  test("holds hostile texts as texts", async () => {
    const title = `<script>alert(1)</script>]]>&amp;"'\u0007\u202E\uFFFE\u{1F600}`;
    const row = await addFindable(scene.db, "x", {
      title,
      canonical_url: "javascript:alert(1)",
      authors: ["<b>"],
      language: 'en" x="',
    });
    await addMatch(scene.db, row, { passage: "]]><img src=x onerror=alert(1)>\u0000\u202E".replace("\u0000", "") });
    const address = await makeAddress();
    const atom = await scene.get(`${address}.atom`, null);
    expect(atom.text).not.toMatch(/<script|<img|javascript:|\u202E|\uFFFE/u);
    expect(atom.text.includes("\u0007")).toBe(false);
    const { items } = await parseFeed(Buffer.from(atom.text), { "content-type": "application/atom+xml" });
    expect(items).toHaveLength(1);
    const json = await scene.get(`${address}.json`, null);
    expect(JSON.parse(json.text)).toMatchObject({ items: [{ content_text: expect.stringContaining("<img") }] });
    expect(json.text).not.toMatch(/javascript:|\u202E/u);
  });
});

describe("a saved search's feed", () => {
  test("has what the search finds", async () => {
    await addFindable(scene.db, "The quay is closed.", { title: "Closed", published_at: hoursAgo(3) });
    await addFindable(scene.db, "The quay is open.", { title: "Open", published_at: hoursAgo(2), source_id: "other" });
    const page = await scene.post("/search/save", { name: "Quay", search: "q=quay&source=site" });
    expect(page.url).toMatch(/\/feeds\/for\/search\/1$/u);
    expect((await entriesOf(await makeAddress("search/1"))).map(({ title }) => title)).toEqual(["Closed"]);
  });

  test("is gone with the search", async () => {
    await scene.post("/search/save", { name: "Quay", search: "q=quay" });
    const address = await makeAddress("search/1");
    await scene.post("/search/delete", { id: "1" });
    expect((await scene.get(`${address}.atom`, null)).status).toBe(404);
  });
});

describe("an address", () => {
  test("ends when it is revoked, and no other does", async () => {
    const [first, second] = [await makeAddress("topic/harbour", "one"), await makeAddress("topic/harbour", "two")];
    const page = await scene.get("/feeds/for/topic/harbour");
    expect(page.text).not.toContain("wwf_");
    const revoked = await scene.post("/feeds/for/topic/harbour/revoke", { id: "1" });
    expect(revoked.text).not.toContain(">one</td>");
    expect((await scene.get(`${first}.atom`, null)).status).toBe(404);
    expect((await scene.get(`${second}.atom`, null)).status).toBe(200);
    expect((await scene.post("/feeds/for/topic/harbour/revoke", { id: "1" })).status).toBe(404);
    expect((await scene.post("/feeds/for/topic/harbour/revoke", { id: "x" })).status).toBe(404);
  });

  test("ends when its maker may not come in any more", async () => {
    const address = await makeAddress();
    await sql`update person set disabled_at = now() where login = 'admin'`.execute(scene.db);
    expect((await scene.get(`${address}.atom`, null)).status).toBe(404);
    await sql`update person set disabled_at = null where login = 'admin'`.execute(scene.db);
  });

  test("is stored as a hash only", async () => {
    const token = (await makeAddress()).split("/").at(-1) ?? "";
    const { rows } = await sql`select 1 from feed_token t where t::text like ${`%${token}%`}`.execute(scene.db);
    const audit = await sql`select 1 from audit a where a::text like ${`%${token}%`}`.execute(scene.db);
    expect([rows, audit.rows]).toEqual([[], []]);
  });

  test("is made and revoked by analysts, and only of what there is", async () => {
    await makeAddress();
    expect((await scene.post("/feeds/for/topic/harbour/new", { name: "x" }, "viewer")).status).toBe(403);
    expect((await scene.post("/feeds/for/topic/harbour/revoke", { id: "1" }, "viewer")).status).toBe(403);
    const seen = await scene.get("/feeds/for/topic/harbour", "viewer");
    expect([seen.status, seen.text.includes("Make an address"), seen.text.includes("Revoke")]).toEqual([
      200,
      false,
      false,
    ]);
    for (const subject of ["topic/nothing", "search/1", "search/x'", "other/1", "search/99999999999999999999"]) {
      expect((await scene.get(`/feeds/for/${subject}`)).status).toBe(404);
    }
    expect((await scene.post("/feeds/for/topic/harbour/new", { name: " " })).status).toBe(422);
  });

  test("shows its maker's words as words", async () => {
    const hostile = '"><img src=x onerror=alert(1)>';
    await makeAddress("topic/harbour", hostile);
    const { text } = await scene.get("/feeds/for/topic/harbour");
    expect(text).not.toContain("<img src=x");
    expect(text).toContain("&quot;&gt;&lt;img");
  });
});

test("guessing addresses ends soon, and says when to try again", async () => {
  const { token } = await addFeedToken(scene.db, { kind: "topic", ref: "harbour", name: "", createdBy: "1" });
  const statuses: number[] = [];
  for (let at = 0; at < 40; at++)
    statuses.push((await scene.get(`/feeds/wwf_${"x".repeat(40)}${100 + at}.atom`, null)).status);
  expect([statuses[0], statuses.at(-1)]).toEqual([404, 429]);
  const known = await scene.get(`/feeds/${token}.atom`, null);
  expect([known.status, Number(known.headers.get("retry-after")) > 0]).toEqual([429, true]);
});
