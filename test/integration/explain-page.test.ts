import { expect, describe, beforeAll, test } from "vitest";
import { explain } from "../../packages/cli/src/commands/explain.ts";
import { collector, environmentOf } from "../../packages/cli/src/operator-scene/command.ts";
import {
  addArticle,
  addDelivery,
  addFeed,
  addGroup,
  addItem,
  addMatch,
  addStep,
  at,
} from "../../packages/cli/src/operator-scene/rows.ts";
import { withQueryPlaces } from "../../packages/explain/src/index.ts";
import { useConsole } from "../support/console-scene.ts";

const scene = useConsole({
  sources: {
    sources: [
      { id: "times", name: "The Times", url: "https://times.example/rss" },
      { id: "wire", url: "https://feeds.wire.example/all.xml" },
    ],
  },
  topics: [
    { id: "acme", name: "Acme Corporation", any: ['"Acme Corp"'] },
    { id: "floods", any: ["flood"] },
  ],
});

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202Egpj.exe`;
const urls = {
  told: "https://times.example/acme",
  copy: "https://news.wire.example/copy",
  held: "https://times.example/held",
  waiting: "https://times.example/slow",
  unmatched: "https://times.example/weather",
  excluded: "https://times.example/ad",
  unknown: "https://times.example/nope",
  nobody: "https://nobody.example/x",
} as const;
let toldId = "";

beforeAll(async () => {
  const { db } = scene;
  const times = await addFeed(db, "times", "https://times.example/rss", { status: "ok", last_success_at: at(0) });
  const wire = await addFeed(db, "wire", "https://feeds.wire.example/all.xml", {
    status: "blocked",
    reason: "blocked by the site (403)",
  });
  const story = (
    await db
      .insertInto("story")
      .values({ title: hostile, first_article_id: "1" })
      .returning("id")
      .executeTakeFirstOrThrow()
  ).id;
  toldId = await addArticle(db, {
    url: urls.told,
    sourceId: "times",
    feedId: times,
    canonical_url: "https://times.example/recall",
    verdict: "unique",
    why: "no earlier text is like it",
    story_id: story,
    outcome: "matched",
  });
  await addStep(db, toldId, 1, ["fetch", "retry"], { reason: `the site is not available (503) ${hostile}` });
  await addStep(db, toldId, 7, ["fetch", "strip"], { detail: { status: 200, bytes: 35_200 } });
  await addStep(db, toldId, 8, ["strip", "deduplicate"], { detail: { characters: 3210, sections: 4, language: "en" } });
  await addStep(db, toldId, 10, ["classify", "notify"], { detail: { config: "1", topics: 2, matched: ["acme"] } });
  await addStep(db, toldId, 11, ["notify", "matched"]);
  const match = await addMatch(db, toldId, {
    version: "1",
    storyId: story,
    outcome: "sent",
    detail: "its first match",
  });
  const group = await addGroup(db, { storyId: story, revision: 1 });
  await db
    .insertInto("alert")
    .values({
      group_id: group,
      match_id: match,
      article_id: toldId,
      state: "sent",
      reason: "groupWait",
      group_revision: 1,
    })
    .execute();
  await addDelivery(db, "dl_1", group, { state: "sent", sent_at: at(66), sends: 2 });
  await db
    .insertInto("delivery_attempt")
    .values({
      delivery_id: "dl_1",
      attempt: 1,
      at: at(61),
      result: "later",
      status: 503,
      latency_ms: 120,
      reason: "busy",
    })
    .execute();

  const copy = await addArticle(db, {
    url: urls.copy,
    sourceId: "wire",
    feedId: wire,
    canonical_url: "https://times.example/recall",
    verdict: "nearDuplicate",
    of_article_id: toldId,
    score: 0.93,
    why: "93 of 100 passages are the same",
    story_id: story,
    outcome: "duplicate",
  });
  await addMatch(db, copy, {
    version: "1",
    storyId: story,
    outcome: "suppressed",
    reason: "baseline",
    detail: "it was there",
  });

  const held = await addArticle(db, { url: urls.held, sourceId: "times", feedId: times, outcome: "matched" });
  const heldMatch = await addMatch(db, held, { version: "1", outcome: null });
  const alert = await db
    .insertInto("alert")
    .values({
      group_id: await addGroup(db, { dueAt: at(0) }).catch(() => group),
      match_id: heldMatch,
      article_id: held,
      state: "held",
      reason: "held by quiet hours nights, until 2026-03-03T07:00:00.000Z",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const digest = await db
    .insertInto("digest")
    .values({
      receiver: "newsdesk",
      kind: "held",
      for_at: new Date("2026-03-03T07:00:00Z"),
      stage: "digest",
      due_at: "infinity",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db.insertInto("digest_item").values({ digest_id: digest.id, alert_id: alert.id }).execute();

  await addArticle(db, {
    url: urls.waiting,
    sourceId: "times",
    feedId: times,
    stage: "fetch",
    outcome: null,
    attempts: 2,
    next_at: new Date(Date.now() + 3_600_000),
  });
  const weather = await addArticle(db, { url: urls.unmatched, sourceId: "times", feedId: times, outcome: "unmatched" });
  await addStep(db, weather, 9, ["classify", "unmatched"], { detail: { config: "1", topics: 2, matched: [] } });
  await addItem(db, {
    sourceId: "times",
    feedId: times,
    url: urls.excluded,
    outcome: "excluded",
    reason: "an exclude pattern",
  });
});

describe("the page and the command", () => {
  test.each(Object.entries(urls))("tell the same of %s", async (_what, url) => {
    const { write, text } = collector();
    await explain([url], environmentOf(scene.store.url), write);
    const page = readable((await scene.get(`/explain?url=${encodeURIComponent(url)}`, "viewer")).text);
    // The command names queries as the file does, the page as its editor does.
    const missing = withQueryPlaces(text())
      .split("\n")
      .slice(1)
      .flatMap(factsOf)
      .filter((fact) => !squeezed(page).includes(squeezed(fact)));
    expect(missing).toEqual([]);
  });
});

describe("the answer", () => {
  test("begins with what each receiver was told, before it says how that came about", async () => {
    const page = readable((await scene.get(`/explain?url=${urls.told}`, "viewer")).text);
    const [start = ""] = page.slice(page.indexOf("Whom it was told")).split("Revision 1:");
    expect(start).toContain("newsdesk Acme Corporation 1 sent told in message 1: the wait for other outlets was over");
  });

  test("begins with why nobody was told", async () => {
    const page = readable((await scene.get(`/explain?url=${urls.unmatched}`, "viewer")).text);
    expect(page).toContain("Whom it was told Nobody: an article, but no topic is in it. ");
    const gone = "https://times.example/gone";
    const feedId = await addFeed(scene.db, "times", "https://times.example/gone.rss", {});
    await addArticle(scene.db, { url: gone, sourceId: "times", feedId, outcome: "gone", reason: "it answered 410" });
    const other = readable((await scene.get(`/explain?url=${gone}`, "viewer")).text);
    expect(other).toContain("Whom it was told Nobody: not there — it answered 410. ");
  });

  test("says until when an alert is held, in the zone of the reader", async () => {
    const page = readable((await scene.get(`/explain?url=${urls.held}`, "viewer")).text);
    expect(page).toContain("held held until 3 Mar 07:00: held by quiet hours nights, until 3 Mar 07:00");
  });

  test("of a page under way is made anew, and says what it waits for", async () => {
    const { text } = await scene.get(`/explain?url=${urls.waiting}`, "viewer");
    expect(text).toContain('data-every="5"');
    expect(readable(text)).toContain("it failed 2 times there so far");
    expect(readable(text)).toContain("Nobody yet: the work on it is not done.");
  });

  test("for an address of several articles lists them, and each can be asked for alone", async () => {
    const page = await scene.get("/explain?url=https://times.example/recall", "viewer");
    expect(readable(page.text)).toContain("2 articles are known by this address");
    const alone = await scene.get(`/explain?article=${toldId}`, "viewer");
    expect(alone.text).toContain(`id="article-${toldId}"`);
    expect(alone.text.match(/id="article-\d+"/gu)).toHaveLength(1);
  });

  test("names the nearest source of an unknown page and leads there", async () => {
    const { text, status } = await scene.get(`/explain?url=${urls.unknown}`, "viewer");
    expect(status).toBe(200);
    expect(text).toContain('href="/sources/times"');
  });
});

describe("the box", () => {
  test.each([
    ["nothing", "", "Paste the address of any page"],
    ["spaces", "   ", "Paste the address of any page"],
    [
      "a script",
      "javascript:alert(1)",
      "Only pages of the web can be asked for (http and https), not javascript: addresses",
    ],
    ["ten thousand characters", `https://times.example/${"a".repeat(10_000)}`, "10,022 characters long"],
    ["words", "harbour strike", "Search the archive for these words"],
    ["markup", hostile, "An address has no spaces in it"],
  ])("answers %s in words", async (_what, given, words) => {
    const { status, text } = await scene.get(`/explain?url=${encodeURIComponent(given)}`, "viewer");
    expect(status).toBe(200);
    expect(readable(text)).toContain(words);
    expect(text).toContain('<form method="get" action="/explain"');
  });

  test("takes an address without its scheme", async () => {
    const { text } = await scene.get("/explain?url=times.example/acme", "viewer");
    expect(text).toContain(`id="article-${toldId}"`);
  });

  test.each(["0", "99999", "-1", "1e3", "abc", "1;drop table article", "9".repeat(40)])(
    "knows no article %s",
    async (id) => {
      expect((await scene.get(`/explain?article=${encodeURIComponent(id)}`, "viewer")).status).toBe(404);
    },
  );
});

test("texts from outside stay texts", async () => {
  for (const url of Object.values(urls)) {
    const { text } = await scene.get(`/explain?url=${encodeURIComponent(url)}`, "viewer");
    expect(text).not.toMatch(/<script(?![^>]* src=)|<img|\sonerror=(?!alert\(1\)&gt;)|\u202E/u);
  }
});

/** What can be read on a page, with single spaces. */
function readable(markup: string): string {
  return markup
    .replaceAll(/<(?:script|style|title)[^>]*>[^<]*<\/\w+>/gu, "")
    .replaceAll(/<[^>]*>/gu, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/ ([.,;:)”])/gu, "$1");
}

/** The facts of a line of the command, without its instants and lay-out. */
function factsOf(line: string): string[] {
  return (
    line
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/gu, "\n")
      // How long until something happens is less by the time the page is asked.
      .replaceAll(/\bin \d+ (?:d|h|min|s)(?: \d+ (?:h|min|s))?\b/gu, "\n")
      .split(/\n|\s{2,}|: |, |[«»“”()[\]]|^  now|since $/u)
      .map((part) => part.trim())
      .filter((part) => part.length > 2 && !/^\d+ (?:d|h|min)\b/u.test(part))
  );
}

/** Without spaces and letter case: lay-out, and what stands for control characters. */
function squeezed(text: string): string {
  return text.replaceAll(/\s+/gu, "").toLowerCase();
}
