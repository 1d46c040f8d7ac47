import type { Article } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { textOf } from "../body/sections.ts";
import type { ExtractResult } from "../read-article.ts";
import { choose } from "./choose.ts";

const body = [
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs.",
  "Ships of up to forty thousand tonnes can berth there, which spares them the detour by the northern channel.",
  "The city pays a third of the cost, the rest comes from the port's own reserves and from a loan of the state bank.",
  "Fishermen fear for their moorings; the board has promised them a basin of their own behind the old lighthouse.",
];
const teaser = "Minister visits the northern port: what he said about the tariffs and what he did not say";
const appeal = "The Courier is committed to free news for all; it can be supported with a gift of any size.";
const more = [
  "Work on the basin begins in June, when the herring season is over and most of the boats lie in the yard for repair.",
  "The head of the fishermen's union, who had called for a strike in March, said that he would believe it when he saw the stones.",
];

function reading(blocks: readonly string[], changes: Partial<Article> = {}): ExtractResult {
  const sections = changes.sections ?? [{ heading: null, text: blocks.join("\n\n"), role: "main" }];
  const article: Article = {
    url: "https://courier.example/quay",
    canonicalUrl: "https://courier.example/quay",
    title: "Quay opens",
    standfirst: null,
    authors: [],
    publishedAt: null,
    modifiedAt: null,
    language: "en",
    siteName: null,
    leadImage: null,
    tags: [],
    isPaywalled: false,
    isLive: false,
    alternates: [],
    text: textOf(sections),
    sections,
    captions: [],
    cut: [],
    method: "scorer",
    agreement: null,
    ...changes,
  };
  return { kind: "article", article, needsSecondOpinion: true, doubts: ["ambiguous"], notes: [] };
}
const again = (blocks: readonly string[], changes: Partial<Article> = {}): ExtractResult =>
  reading(blocks, { method: "readability", ...changes });
const none: ExtractResult = {
  kind: "notArticle",
  reason: "short",
  needsSecondOpinion: true,
  doubts: ["short"],
  notes: ["n"],
};

function chosen(first: ExtractResult, second: ExtractResult): Article {
  const result = choose(first, second);
  if (result.kind !== "article") throw new Error(result.reason);
  return result.article;
}

describe("when only one reading is an article", () => {
  test("it is taken, with the notes of both", () => {
    expect(choose(none, again(body))).toMatchObject({ kind: "article", notes: ["n"] });
    expect(choose(reading(body), none)).toEqual(reading(body));
  });

  test("and none when none is", () => {
    expect(choose(none, { ...none, reason: "links" })).toEqual(none);
  });
});

describe("the text", () => {
  test("loses what only the first had behind all that both have, and keeps it for audit", () => {
    const { text, cut } = chosen(reading([...body, appeal]), again(body));
    expect(text).toBe(body.join("\n\n"));
    expect(cut).toEqual([{ text: appeal, reason: "disputed" }]);
  });

  test("loses what is no sentence anywhere, but keeps a paragraph between others", () => {
    const [one = "", two = "", ...others] = body;
    expect(chosen(reading([one, teaser, two, ...others]), again(body)).text).toBe(body.join("\n\n"));
    expect(chosen(reading(body), again([one, ...others])).text).toBe(body.join("\n\n"));
  });

  test("keeps a quoted post, which Readability drops", () => {
    const post = ["Hey all, the quay is open #quay", "— Port of Courier (@port) March 3, 2026"];
    expect(chosen(reading([...body, ...post]), again(body)).text).toBe([...body, ...post].join("\n\n"));
  });

  test("keeps a line of which nothing can be said", () => {
    expect(chosen(reading([...body, "* * *", ...more]), again([...body, ...more])).text).toContain("* * *");
  });

  test("does not grow by what only the second has", () => {
    expect(chosen(reading(body), again([...body, ...more])).text).toBe(body.join("\n\n"));
  });

  test("is the second's when the first is next to nothing, with the fields of the first", () => {
    const article = chosen(reading([teaser], { title: "First" }), again([...body, ...more], { title: "Second" }));
    expect(article).toMatchObject({ text: [...body, ...more].join("\n\n"), title: "First", method: "readability" });
  });

  test("is the first's when the second is a fragment", () => {
    expect(chosen(reading(body), again(body.slice(0, 1))).text).toBe(body.join("\n\n"));
  });

  test("is the one that JSON-LD speaks for", () => {
    const second = again(body, { agreement: 0.97 });
    expect(chosen(reading([...body, appeal], { agreement: 0.8 }), second)).toMatchObject({ method: "readability" });
    const first = reading([...body, appeal], { agreement: 0.99 });
    expect(chosen(first, again(body, { agreement: 0.85 })).text).toContain(appeal);
  });

  test("is not decided by JSON-LD that is a stub", () => {
    const second = again(more.slice(0, 1), { agreement: 0.3 });
    expect(chosen(reading(body, { agreement: 0.01 }), second).text).toBe(body.join("\n\n"));
  });

  test.each([
    ["the source's selectors gave it", reading([...body, appeal], { method: "selectors" }), again(body)],
    ["the second did not come from Readability", reading([...body, appeal]), reading(body, { method: "jsonld" })],
  ])("is the first's as it stands when %s", (_, first, second) => {
    expect(choose(first, second)).toBe(first);
  });

  test("a heading that runs into its paragraph in one reading is no dispute", () => {
    const sections = [
      { heading: null, text: body.slice(0, 2).join("\n\n"), role: "main" as const },
      { heading: "The cost", text: body.slice(2).join("\n\n"), role: "main" as const },
    ];
    const second = again([...body.slice(0, 2), `The cost: ${body[2]}`, `${body[3]}`]);
    expect(chosen(reading([], { sections }), second).sections).toEqual(sections);
  });

  test("loses a section of which the second has nothing, and leaves asides alone", () => {
    const aside = { heading: "More", text: teaser, role: "aside" as const };
    const sections = [
      { heading: null, text: body.join("\n\n"), role: "main" as const },
      { heading: "Sign up", text: "Our letter comes every morning.", role: "main" as const },
      aside,
    ];
    const article = chosen(reading([], { sections }), again(body));
    expect(article.sections).toEqual([sections[0], aside]);
    expect(article.text).toBe(textOf(article.sections));
    expect(article.cut.map(({ text }) => text)).toEqual(["Sign up", "Our letter comes every morning."]);
  });
});

describe("the agreement", () => {
  test("is that of the two readings when nothing else is known", () => {
    expect(chosen(reading(body), again(body)).agreement).toBe(1);
    expect(chosen(reading(body), again(body.slice(0, 3))).agreement).toBeCloseTo(0.85, 1);
  });

  test("is that with JSON-LD when this is higher", () => {
    expect(chosen(reading([...body, teaser], { agreement: 0.98 }), again(body.slice(0, 3))).agreement).toBe(0.98);
  });
});
