import { describe, expect, it } from "vitest";
import { fingerprint } from "./fingerprint.ts";
import { cut, edited, harbour, orchard } from "./fixtures/texts.ts";
import { createMemoryIndex } from "./memory-index.ts";
import { gatherFacts } from "./similarity-index.ts";
import type { Text } from "./text-profile.ts";

function article(articleId: string, text: Text, url = `https://${articleId}.example/a`) {
  const print = fingerprint(text);
  return {
    print,
    article: { ...text, articleId, url, bodyHash: print.bodyHash, publishedAt: null },
  };
}

function indexOf(...known: ReturnType<typeof article>[]) {
  const index = createMemoryIndex();
  for (const { article: text, print } of known) index.add(text, print, `story of ${text.articleId}`);
  return index;
}

function factsFor(arriving: ReturnType<typeof article>, ...known: ReturnType<typeof article>[]) {
  return gatherFacts(indexOf(...known), arriving.article, arriving.print);
}

describe("gatherFacts on an index in memory", () => {
  it("finds nothing in an empty index", async () => {
    const facts = await factsFor(article("new", harbour));
    expect(facts).toMatchObject({ sameUrlRevision: null, exact: null, candidates: [] });
  });

  it("finds the latest text at the URL and looks no further", async () => {
    const url = "https://example.com/a";
    const [first, second] = [article("a", cut(harbour, 5), url), article("b", cut(harbour, 6), url)];
    const facts = await factsFor(article("new", harbour, url), first, second, article("c", harbour));
    expect(facts.sameUrlRevision).toMatchObject({
      articleId: "b",
      storyId: "story of b",
      text: second.article.text,
    });
    expect(facts).toMatchObject({ exact: null, candidates: [] });
  });

  it("finds the earliest exact copy and looks no further", async () => {
    const copy = { ...harbour, text: harbour.text.toUpperCase() };
    const facts = await factsFor(article("new", copy), article("a", harbour), article("b", harbour));
    expect(facts.exact).toMatchObject({ articleId: "a", storyId: "story of a" });
    expect(facts.candidates).toEqual([]);
  });

  it("finds texts that share passages, most shared first", async () => {
    const facts = await factsFor(
      article("new", harbour),
      article("a", orchard),
      article("b", cut(harbour, 3)),
      article("c", edited(harbour, 20)),
    );
    expect(facts.candidates.map(({ articleId }) => articleId)).toEqual(["c", "b"]);
  });

  it("never finds the article itself when a message comes twice", async () => {
    const arriving = article("new", harbour);
    const index = indexOf(arriving);
    expect(await index.findExact(arriving.print.bodyHash, "new")).toBeNull();
    expect(await index.findCandidates(arriving.print.keys, "new")).toEqual([]);
  });

  it("takes no two empty bodies for one", async () => {
    const empty = { title: "Live", text: "…" };
    expect(await factsFor(article("new", empty), article("a", empty))).toMatchObject({
      exact: null,
      candidates: [],
    });
  });

  it("gives at most ten candidates, the latest of equals first", async () => {
    const known = Array.from({ length: 100 }, (_, at) =>
      article(`a${at}`, { title: null, text: `${harbour.text} ${at}` }),
    );
    const { candidates } = await factsFor(article("new", cut(harbour, 4)), ...known);
    expect(candidates).toHaveLength(10);
    expect(candidates[0]?.articleId).toBe("a99");
  });
});
