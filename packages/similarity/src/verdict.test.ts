import { describe, expect, it } from "vitest";
import { bodyHash } from "./fingerprint.ts";
import { cut, edited, harbour, orchard } from "./fixtures/texts.ts";
import type { Text } from "./text-profile.ts";
import { decideStory, decideVerdict } from "./verdict.ts";
import type { KnownText, NewText, VerdictFacts } from "./verdict.ts";

const at = (day: number) => new Date(Date.UTC(2024, 4, day)).toISOString();
const hashOf = ({ title, text }: Text) => bodyHash(title, text);

function arriving(text: Text, url = "https://news.example.com/new"): NewText {
  return { ...text, articleId: "new", url, bodyHash: hashOf(text), publishedAt: at(10) };
}

function known(articleId: string, text: Text, over: Partial<KnownText> = {}): KnownText {
  const url = `https://${articleId}.example.org/a`;
  return { ...text, articleId, url, storyId: `story of ${articleId}`, publishedAt: at(9), ...over };
}

function factsOf(article: NewText, over: Partial<VerdictFacts> = {}): VerdictFacts {
  return { article, sameUrlRevision: null, exact: null, candidates: [], ...over };
}

describe("decideVerdict", () => {
  it("takes a text that nothing resembles for unique", () => {
    expect(decideVerdict(factsOf(arriving(harbour)))).toEqual({
      kind: "unique",
      relation: "original",
      score: 1,
      of: null,
      sameSite: false,
      why: "No recent text shares a passage with it.",
    });
  });

  it("names the closest text that was not close enough", () => {
    const verdict = decideVerdict(factsOf(arriving(harbour), { candidates: [known("a", orchard)] }));
    expect(verdict).toMatchObject({ kind: "unique", of: null });
    expect(verdict.why).toBe("Closest is https://a.example.org/a: 0 % of the shorter text is in both.");
  });

  it("calls an unchanged page a duplicate of itself", () => {
    const before = { ...known("a", harbour), bodyHash: hashOf(harbour) };
    expect(decideVerdict(factsOf(arriving(harbour), { sameUrlRevision: before }))).toMatchObject({
      kind: "duplicate",
      relation: "exact",
      of: "a",
      score: 1,
      sameSite: true,
    });
  });

  it("calls the same text under another headline a revision", () => {
    const before = { ...known("a", { ...harbour, title: "Harbour stays open" }), bodyHash: hashOf(harbour) };
    expect(decideVerdict(factsOf(arriving(harbour), { sameUrlRevision: before }))).toMatchObject({
      kind: "revision",
      of: "a",
      score: 1,
      why: "Same address, same text under another headline.",
    });
  });

  it.each([
    ["set in other type", (title: string | null) => `“${(title ?? "").toUpperCase()}”`],
    ["not read this time", () => ""],
  ])("a headline that was %s is the same", (_, change) => {
    const before = { ...known("a", { ...harbour, title: change(harbour.title) }), bodyHash: hashOf(harbour) };
    expect(decideVerdict(factsOf(arriving(harbour), { sameUrlRevision: before }))).toMatchObject({ kind: "duplicate" });
  });

  it.each([
    ["extended", cut(harbour, 5)],
    ["replaced altogether", orchard],
  ])("calls a page whose text was %s a revision", (_, text) => {
    const before = { ...known("a", text), bodyHash: hashOf(text) };
    expect(decideVerdict(factsOf(arriving(harbour), { sameUrlRevision: before }))).toMatchObject({
      kind: "revision",
      relation: "revision",
      of: "a",
      sameSite: true,
    });
  });

  it("lets the URL decide before the text", () => {
    const before = { ...known("a", orchard), bodyHash: hashOf(orchard) };
    const facts = factsOf(arriving(harbour), {
      sameUrlRevision: before,
      exact: known("b", harbour),
    });
    expect(decideVerdict(facts)).toMatchObject({ kind: "revision", of: "a" });
  });

  it.each([
    ["another site", "https://b.example.org/x", false],
    ["its own site", "https://www.example.com/x", true],
  ])("finds an exact copy of %s", (_, url, sameSite) => {
    const facts = factsOf(arriving(harbour), { exact: known("b", harbour, { url }) });
    expect(decideVerdict(facts)).toEqual({
      kind: "duplicate",
      relation: "exact",
      score: 1,
      of: "b",
      sameSite,
      why: `Word for word the text at ${url}.`,
    });
  });

  it.each([
    ["another site", "https://b.example.org/x", false],
    ["its own site", "https://sport.example.com/x", true],
  ])("finds an edited copy of %s", (_, url, sameSite) => {
    const facts = factsOf(arriving(edited(harbour, 20)), {
      candidates: [known("b", harbour, { url })],
    });
    expect(decideVerdict(facts)).toMatchObject({
      kind: "nearDuplicate",
      relation: "syndicated",
      of: "b",
      sameSite,
    });
  });

  it("prefers the candidate with most text in common", () => {
    const candidates = [known("a", edited(harbour, 8)), known("b", edited(harbour, 20)), known("c", orchard)];
    expect(decideVerdict(factsOf(arriving(harbour), { candidates })).of).toBe("b");
  });

  it("does not compare texts more than two weeks apart", () => {
    const text = edited(harbour, 20);
    const verdictFor = (publishedAt: string | null) =>
      decideVerdict(factsOf(arriving(harbour), { candidates: [known("a", text, { publishedAt })] })).kind;
    expect(verdictFor(at(-5))).toBe("unique");
    expect(verdictFor(at(-3))).toBe("nearDuplicate");
    expect(verdictFor(at(26))).toBe("unique");
    expect(verdictFor(null)).toBe("nearDuplicate");
  });
});

describe("decideStory", () => {
  it.each<[string, Partial<VerdictFacts>]>([
    ["a revision", { sameUrlRevision: { ...known("a", cut(harbour, 6)), bodyHash: "" } }],
    ["an exact copy", { exact: known("a", harbour) }],
    ["an edited copy", { candidates: [known("b", orchard), known("a", edited(harbour, 20))] }],
  ])("lets %s join the story of its model", (_, over) => {
    const facts = factsOf(arriving(harbour), over);
    expect(decideStory(facts, decideVerdict(facts))).toEqual({
      kind: "join",
      storyId: "story of a",
    });
  });

  it("opens a story for any other text", () => {
    const facts = factsOf(arriving(harbour), { candidates: [known("a", orchard)] });
    expect(decideStory(facts, decideVerdict(facts))).toEqual({ kind: "open" });
  });
});
