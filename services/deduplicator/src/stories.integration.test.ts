import { countTerms, readTermCounts } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inventedText } from "../../../test/support/articles.ts";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { decide, emptyStore, stripped } from "./scene.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => emptyStore(store.db));
afterAll(() => store.stop());

const random = seededRandom(11);
const text = (sentences = 12): string[] => inventedText(random, sentences);
const hour = 3_600_000;
const now = new Date();
const ago = (hours: number): Date => new Date(now.getTime() - hours * hour);

/** Decides on a text of a source of its own. */
const published = async (
  sentences: readonly string[],
  given: Partial<ArticleRevision> = {},
): Promise<ArticleRevision> => decide(store.db, await stripped(store.db, sentences, { seen_at: now, ...given }));

const clusterOf = (row: ArticleRevision) =>
  store.db
    .selectFrom("cluster as c")
    .innerJoin("cluster_member as m", "m.cluster_id", "c.id")
    .selectAll("c")
    .where("m.article_id", "=", row.article_id)
    .executeTakeFirstOrThrow();

describe("a cluster", () => {
  test("has the original and its copies; the one published first stands for all", async () => {
    const sentences = text();
    const first = await published(sentences, { published_at: ago(2) });
    const copy = await published(sentences, { published_at: ago(1) });
    expect(await clusterOf(copy)).toMatchObject({ canonical_article_id: first.article_id, story_id: first.story_id });
    const earlier = await published(sentences, { published_at: ago(5) });
    expect(earlier).toMatchObject({ verdict: "duplicate", story_id: first.story_id });
    expect(await clusterOf(first)).toMatchObject({ canonical_article_id: earlier.article_id, canonical_at: ago(5) });
    expect((await clusterOf(copy)).id).toBe((await clusterOf(earlier)).id);
  });

  test("believes no publication after the first sight", async () => {
    const sentences = text();
    const first = await published(sentences, { published_at: ago(-5), seen_at: ago(3) });
    const copy = await published(sentences, { published_at: ago(1) });
    expect(await clusterOf(copy)).toMatchObject({ canonical_article_id: first.article_id, canonical_at: ago(3) });
  });

  test("is not merged with another by a text that is like both", async () => {
    const [one, two] = [text(14), text(14)];
    const first = await published(one);
    const second = await published(two);
    const both = await published([...one, ...two.slice(0, 13)], { title: first.title });
    const best = await clusterOf(both);
    expect(
      [(await clusterOf(first)).id, (await clusterOf(second)).id].filter((id) => id === best.id).length,
    ).toBeLessThan(2);
    expect((await clusterOf(first)).id).not.toBe((await clusterOf(second)).id);
  });

  test("keeps a revision where its article was", async () => {
    const first = await published(text());
    const next = await published(text(), { article_id: first.article_id, revision: 2, page_url: first.page_url });
    expect(next).toMatchObject({ verdict: "revision", story_id: first.story_id });
  });
});

const fire = [
  "A fire destroyed the Elmouth ferry terminal on Monday night and killed two dockers, the Elmouth fire brigade said.",
  "Elmouth police closed the quay while divers searched the basin for the missing foreman, Anders Holm.",
  "The Elmouth terminal was built in 1931 and had no sprinklers, according to the union of dockers.",
];
const inquiry = [
  "Investigators of the Elmouth fire brigade searched the burnt ferry terminal on Tuesday for the foreman Anders Holm.",
  "Dockers laid flowers at the quay in Elmouth; their union asks why the terminal had no sprinklers.",
  "The mayor promised an inquiry into the fire, and said that ferries would leave from another basin.",
];

/** Different events, told in the same words of grammar, of one town by one agency. */
const townNews = [
  [
    "ELMOUTH, March 3. /Halyard/. The council of Elmouth decided on Monday to close the swimming pool for the winter, the mayor said.",
    "The heating of the pool costs the town more than it takes in, and the roof has to be repaired before it can be opened again.",
  ],
  [
    "ELMOUTH, March 3. /Halyard/. The first asparagus of the year was sold in Elmouth on Monday, two weeks earlier than usual, growers said.",
    "They put it down to the mild weather, and said that the price would fall as soon as the fields in the valley can be cut as well.",
  ],
  [
    "ELMOUTH, March 3. /Halyard/. A teacher from Elmouth has won the national chess title on Monday, the first woman of the town to do so.",
    "She said that she had learnt the game from her grandmother, and that she would be back in the classroom in the morning.",
  ],
  [
    "ELMOUTH, March 4. /Halyard/. Archaeologists have found a Roman kiln under the car park of the hospital in Elmouth, the museum said on Tuesday.",
    "The kiln is to be lifted in one piece, and the cars of the visitors have to stand on the meadow until it has been done.",
  ],
];

describe("a story", () => {
  test("has texts on the same event, each a cluster of its own, for three days", async () => {
    for (let other = 0; other < 5; other++) await published(text());
    await countTerms(store.db);
    const first = await published(fire, { published_at: ago(30) });
    const next = await published(inquiry, { published_at: ago(4) });
    expect(next).toMatchObject({
      verdict: "unique",
      story_id: first.story_id,
      story_why: expect.stringMatching(/same event.*elmouth/u),
    });
    expect((await clusterOf(next)).id).not.toBe((await clusterOf(first)).id);
    const story = await store.db
      .selectFrom("story")
      .selectAll()
      .where("id", "=", first.story_id)
      .executeTakeFirstOrThrow();
    expect(story).toMatchObject({ texts: 2, last_at: ago(4) });
    const found = await store.db.selectFrom("story_term").select("term").where("story_id", "=", story.id).execute();
    expect(found.map(({ term }) => term).toSorted()).toEqual(story.indexed?.toSorted());
  });

  test.each(["before any text is counted", "when they are"])("has one event of a town, %s", async (when) => {
    const told = [];
    for (const sentences of townNews) {
      told.push(await published(sentences, { language: "en" }));
      if (when === "when they are") await countTerms(store.db);
    }
    expect(new Set(told.map((row) => row.story_id)).size).toBe(townNews.length);
  });

  test("goes by the words of its language, counted or not", async () => {
    await published(fire, { language: "en" });
    await published(inquiry, { language: "da" });
    const read = (language: string | null) => readTermCounts(store.db, language, ["elmouth", "sprinklers", "mayor"]);
    for (const count of [async () => 0, async () => countTerms(store.db)]) {
      await count();
      const [english, danish, unknown] = [await read("en"), await read("da"), await read(null)];
      expect([english.texts, english.of("elmouth"), english.of("mayor")]).toEqual([1, 1, 0]);
      expect([danish.texts, danish.of("elmouth"), danish.of("mayor")]).toEqual([1, 1, 1]);
      expect([unknown.texts, unknown.of("elmouth")]).toEqual([0, 0]);
    }
  });

  test("is one when its texts arrive at once", async () => {
    const words = text(4).join(" ").toLowerCase().split(/\W+/u).slice(0, 40);
    const reports = Array.from({ length: 8 }, () =>
      Array.from(
        { length: 12 },
        () =>
          `${words
            .toSorted(() => random() - 0.5)
            .slice(0, 8)
            .join(" ")}.`,
      ),
    );
    const waiting = [];
    for (const report of reports) waiting.push(await stripped(store.db, report));
    const decided = await Promise.all(waiting.map((row) => decide(store.db, row)));
    expect(decided.map((row) => row.verdict)).toEqual(decided.map(() => "unique"));
    expect(new Set(decided.map((row) => row.story_id)).size).toBe(1);
    const story = await store.db.selectFrom("story").select("texts").executeTakeFirstOrThrow();
    expect(story.texts).toBe(reports.length);
  });

  test("is over after three days", async () => {
    const first = await published(fire, { published_at: ago(100) });
    const next = await published(inquiry, { published_at: ago(4) });
    expect(next.story_id).not.toBe(first.story_id);
  });

  test("is of one language, whatever names are in it", async () => {
    const storiesOf = async (one: string, other: string): Promise<number> => {
      await emptyStore(store.db);
      const both = [await published(fire, { language: one }), await published(inquiry, { language: other })];
      return new Set(both.map((row) => row.story_id)).size;
    };
    expect(await storiesOf("en", "en-GB")).toBe(1);
    expect(await storiesOf("en", "da-DK")).toBe(2);
  });

  test("has the translations that a page names, whichever of them comes first", async () => {
    const names = (language: string, url: string): Pick<ArticleRevision, "alternates"> => ({
      alternates: [{ language, url }],
    });
    const english = await published(text(), {
      language: "en",
      page_url: "https://one.example/a",
      ...names("de", "https://one.example/de/a?utm_source=x"),
    });
    const german = await published(text(), { language: "de", page_url: "https://one.example/de/a" });
    expect(german).toMatchObject({
      verdict: "unique",
      story_id: english.story_id,
      story_why: expect.stringMatching(/language: https:\/\/one\.example\/a/u),
    });
    const french = await published(text(), {
      language: "fr",
      page_url: "https://one.example/fr/a",
      ...names("en", "https://one.example/a"),
    });
    expect(french.story_id).toBe(english.story_id);
  });

  test("has no other articles of a site whose pages all name one page as their translation", async () => {
    const alternates = [
      { language: "de", url: "https://two.example/de/news.html" },
      { language: "de", url: "https://two.example/de/" },
    ];
    const section = await published(text(), { language: "de", page_url: "https://two.example/de/news.html" });
    const home = await published(text(), { language: "de", page_url: "https://two.example/de/" });
    const pages = [1, 2, 3].map((page) => ({ language: "en", page_url: `https://two.example/${page}`, alternates }));
    const stories = [];
    for (const page of pages) stories.push((await published(text(), page)).story_id);
    expect(new Set([home.story_id, ...stories.slice(1), section.story_id]).size).toBe(4);
  });
});

describe("a revision", () => {
  const revised = async (change: (sentences: readonly string[]) => readonly string[]): Promise<ArticleRevision> => {
    const first = await published(fire, { title: "Fire in Elmouth" });
    return published(change(fire), {
      article_id: first.article_id,
      revision: 2,
      page_url: first.page_url,
      title: "Fire in Elmouth",
    });
  };

  test("that changes a figure is material, and says why", async () => {
    const next = await revised((sentences) =>
      sentences.map((sentence) => sentence.replace("killed two", "killed three").replace("1931", "1913")),
    );
    expect(next).toMatchObject({ verdict: "revision", material: true, change: { changed: 1, added: 0, removed: 0 } });
    expect(next.change?.reasons.join(" ")).toMatch(/1931.*1913/u);
    expect(next.stage).toBe("classify");
  });

  test("that changes only the wording is not", async () => {
    const next = await revised((sentences) =>
      sentences.map((sentence) => sentence.replace("according to", "as told by")),
    );
    expect(next).toMatchObject({ verdict: "revision", material: false, stage: "classify" });
  });
});
