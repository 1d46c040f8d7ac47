import type { Config } from "@wirewatch/config";
import { sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configFrom } from "../../../../test/support/config.ts";
import { addMatch } from "../../../../test/support/rows.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { addCopies, addFindable, hoursAgo } from "./archive-scene.ts";
import type { SearchAnswer } from "./archive-search.ts";
import { exactly } from "./estimate.ts";
import type { Estimate } from "./estimate.ts";
import { readSearch } from "./read-search.ts";
import { eachHit, searchArchive } from "./search-archive.ts";

let store: TestStore;
let config: Config;

beforeAll(async () => {
  store = await startTestStore();
  config = await configFrom({
    sources: {
      sources: [
        { id: "harbour-post", name: "Harbour Post", url: "https://post.example/feed", kind: "feed", language: "fr" },
        { id: "quay-news", name: "Quay News", url: "https://quay.example/feed", kind: "feed" },
      ],
    },
  });
});
afterEach(() =>
  sql`truncate article_search, article_body, topic_match, trail, article_revision, article restart identity cascade`.execute(
    store.db,
  ),
);
afterAll(() => store.stop());

async function search(address: string, limit = 20): Promise<SearchAnswer> {
  const { search: asked } = readSearch(new URLSearchParams(address), "UTC");
  return searchArchive({ db: store.db, config }, asked, { limit, isCounted: true, timeZone: "UTC" });
}

const found = ({ hits }: SearchAnswer): readonly string[] => hits.map(({ title }) => title ?? "");

describe("a search", () => {
  test("finds what a topic with that query would, and shows where", async () => {
    await addFindable(store.db, "The harbourmaster spoke of a strike.", { title: "One" });
    await addFindable(store.db, ["The harbourmaster rests.", "Elsewhere there is a strike."], {
      title: "Two sections",
    });
    await addFindable(store.db, "Nothing of that.", { title: "None" });
    const answer = await search("q=harbourmaster+strike");
    expect(found(answer)).toEqual(["One"]);
    expect(answer.hits[0]).toMatchObject({
      because: ['any[0] `harbourmaster strike`: "harbourmaster" … "strike" in the text'],
      snippets: [
        {
          text: "The harbourmaster spoke of a strike.",
          marks: [
            [4, 17],
            [29, 35],
          ],
        },
      ],
    });
    expect(answer.totals?.articles).toEqual({ value: 1, isExact: true, error: 0 });
  });

  test.each([
    ['q="harbourmaster+spoke"', ["One"]],
    ["q=harbour*", ["One", "Two"]],
    ["q=harbourmaster+NOT+spoke", []],
    ["q=~strikes", ["One"]],
    ["q=title:one", ["One"]],
    ["q=lang:de", ["Two"]],
    ["q=author:%22Jane+Roe%22", ["Two"]],
    ["q=source:post.example", ["Two"]],
    ["q=url:/sport/", ["Two"]],
    ["q=harbourmaster+or+quay&dialect=lexis", ["One"]],
  ])("with every part of the language: %s", async (address, titles) => {
    const at = { seen_at: hoursAgo(1) };
    await addFindable(store.db, "The harbourmaster spoke of a strike.", { title: "One", ...at });
    await addFindable(store.db, "Harbours of the coast.", {
      title: "Two",
      language: "de-AT",
      authors: ["Jane Roe"],
      canonical_url: "https://www.post.example/sport/1",
      ...at,
    });
    expect(found(await search(address)).toSorted()).toEqual(titles);
  });

  test("asks the language of an article that says none of its source", async () => {
    await addFindable(store.db, "Le port.", { title: "Port", language: null, source_id: "harbour-post" });
    expect(found(await search("q=lang:fr"))).toEqual(["Port"]);
    expect(found(await search("q=lang:en"))).toEqual([]);
  });

  test("filters by source, language, topic and time, and counts what is left", async () => {
    const one = await addFindable(store.db, "The quay.", {
      title: "One",
      source_id: "quay-news",
      published_at: new Date("2026-03-01T12:00:00Z"),
    });
    await addFindable(store.db, "The quay.", {
      title: "Two",
      source_id: "harbour-post",
      language: "fr-CA",
      published_at: new Date("2026-03-02T12:00:00Z"),
    });
    await addFindable(store.db, "The quay.", {
      title: "Three",
      source_id: "harbour-post",
      language: null,
      published_at: new Date("2026-03-02T13:00:00Z"),
    });
    await addMatch(store.db, one, { topic_id: "harbour" });
    const all = await search("q=quay");
    expect(found(all)).toEqual(["Three", "Two", "One"]);
    const counted = (name: "sources" | "languages" | "topics" | "days"): unknown =>
      all.totals?.facets[name].map(({ key, articles }) => [key, articles.value]);
    expect(counted("sources")).toEqual([
      ["harbour-post", 2],
      ["quay-news", 1],
    ]);
    expect(counted("languages")).toEqual([
      ["en", 1],
      ["fr", 1],
      ["none", 1],
    ]);
    expect(counted("topics")).toEqual([["harbour", 1]]);
    expect(counted("days")).toEqual([
      ["2026-03-02", 2],
      ["2026-03-01", 1],
    ]);
    expect((await search("")).totals).toEqual(all.totals);
    for (const query of ["", "q=quay&"]) {
      expect(found(await search(`${query}source=harbour-post`))).toEqual(["Three", "Two"]);
      expect(found(await search(`${query}language=none&language=fr`))).toEqual(["Three", "Two"]);
      expect(found(await search(`${query}topic=harbour`))).toEqual(["One"]);
      expect(found(await search(`${query}since=2026-03-01&until=2026-03-01`))).toEqual(["One"]);
      expect(found(await search(`${query}since=2026-03-02`))).toEqual(["Three", "Two"]);
      expect(found(await search(`${query}source=nowhere`))).toEqual([]);
    }
  });

  test("goes through all its pages, each article once, whatever has the same time", async () => {
    for (let at = 0; at < 23; at++) {
      await addFindable(store.db, "The quay.", {
        title: String(at),
        published_at: new Date(`2026-03-0${1 + (at % 3)}`),
      });
    }
    const seen: string[] = [];
    let after: string | null = "";
    let pages = 0;
    while (after !== null) {
      const page: SearchAnswer = await search(`q=quay&after=${encodeURIComponent(after)}`, 5);
      expect(page.totals?.articles.value).toBe(23);
      seen.push(...found(page));
      after = page.next;
      pages += 1;
    }
    expect([new Set(seen).size, seen.length, pages]).toEqual([23, 23, 5]);
    const everything = [];
    const { search: asked } = readSearch(new URLSearchParams("q=quay"), "UTC");
    for await (const hit of eachHit({ db: store.db, config }, asked, { timeZone: "UTC" })) everything.push(hit.title);
    expect(everything).toEqual(seen);
  });

  test("finds the newest text only, whichever revision came last", async () => {
    const first = await addFindable(store.db, "The quay is closed.", { title: "First" });
    const change = { article_id: first.article_id, page_url: "https://site.example/again" };
    await addFindable(store.db, "The quay is open.", { title: "Third", revision: 3, ...change });
    await addFindable(store.db, "The quay is flooded.", { title: "Second", revision: 2, ...change });
    expect(found(await search("q=quay"))).toEqual(["Third"]);
    expect(found(await search("q=closed+OR+flooded"))).toEqual([]);
  });

  test("does not believe a publication in the future", async () => {
    await addFindable(store.db, "The quay.", { title: "Old", seen_at: hoursAgo(5) });
    await addFindable(store.db, "The quay.", { title: "Tomorrow", published_at: hoursAgo(-24) });
    const answer = await search("q=quay");
    expect(answer.hits.every(({ at }) => at.getTime() <= Date.now())).toBe(true);
  });

  test("of an article without a text finds its title", async () => {
    await addFindable(store.db, [], { title: "Harbour news" });
    expect(found(await search("q=harbour"))).toEqual(["Harbour news"]);
    expect(found(await search(""))).toEqual(["Harbour news"]);
  });

  test("stops when nobody waits for it", async () => {
    await addFindable(store.db, "The quay.");
    const { search: asked } = readSearch(new URLSearchParams("q=quay"), "UTC");
    const signal = AbortSignal.abort(new Error("gone"));
    await expect(searchArchive({ db: store.db, config }, asked, { timeZone: "UTC", signal })).rejects.toThrow("gone");
  });

  test.each([
    "'",
    "\\",
    "\\'",
    "a' | 'b",
    "''",
    ":*",
    "!",
    "{'}",
    "source:a'b",
    "source:\u0000x",
    "lang:\uD800",
    "😀 quay",
    "ﷺ",
    "\u0000",
  ])("takes whatever is written: %j", async (query) => {
    await addFindable(store.db, "The quay.");
    const asked = readSearch(new URLSearchParams([["q", query]]), "UTC");
    if (asked.problem !== null) return;
    await searchArchive({ db: store.db, config }, asked.search, { timeZone: "UTC" });
  });
});

describe("of more articles than are looked at one by one", () => {
  beforeEach(async () => {
    const both = await addFindable(store.db, "The quay and the crane.");
    const one = await addFindable(store.db, "The quay.");
    await addCopies(store.db, [both, one], 3_000);
  });
  const countOf = async (query: string): Promise<Estimate | undefined> =>
    (await search(`q=${encodeURIComponent(query)}`)).totals?.articles;

  test("counts are told by a sample, near the truth", async () => {
    const { totals, hits, isListComplete } = await search("q=quay+NOT+crane");
    expect([hits.length, isListComplete, totals?.articles.isExact]).toEqual([20, true, false]);
    const { value = 0, error = 0 } = totals?.articles ?? {};
    expect(Math.abs(value - 1_501)).toBeLessThan(3 * error);
    expect(error).toBeLessThan(400);
    expect(totals?.facets.sources.map(({ key }) => key)).toEqual(["site"]);
  });

  test("counts of words of which one is enough are exact, for the index tells them by itself", async () => {
    const { totals, hits } = await search("q=quay+OR+dock");
    expect([hits.length, totals?.articles]).toEqual([20, exactly(3_002)]);
    expect(totals?.facets.sources).toEqual([{ key: "site", articles: exactly(3_002) }]);
    expect(totals?.facets.languages).toEqual([{ key: "en", articles: exactly(3_002) }]);
    expect(await countOf("title:title")).toEqual(exactly(3_002));
  });

  test("counts are told by a sample where an article is too long for the index, and it is a candidate", async () => {
    const words = Array.from({ length: 25_000 }, (_, at) => `word${at}`).join(" ");
    await addFindable(store.db, `${words} crane`, { language: "de" });
    expect(await countOf("quay")).toMatchObject({ isExact: false });
    const { totals } = await search("q=quay&language=en");
    expect(totals?.articles).toEqual(exactly(3_002));
  });
});
