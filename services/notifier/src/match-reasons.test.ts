import type { Snippet } from "@wirewatch/model";
import type { StoredClause, StoredMatch } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { matchReasons } from "./match-reasons.ts";

/** A passage in which the words between `*` signs are marked. */
function passage(starred: string, heading: string | null = null): Snippet {
  const marks: [number, number][] = [];
  let text = "";
  for (const [at, piece] of starred.split("*").entries()) {
    if (at % 2 === 1) marks.push([text.length, text.length + piece.length]);
    text += piece;
  }
  return { text, marks, heading };
}

function alert(title: string, match: { clauses?: readonly StoredClause[]; snippets?: readonly Snippet[] }) {
  const passages = { snippets: [], snippet: passage(`Of ${title}.`), clauses: [], ...match };
  return { match: passages as unknown as StoredMatch, article: { title } as never };
}

const inTexts = (...texts: readonly string[]) => Object.fromEntries(texts.map((text) => [text, [[0, 5] as const]]));
const quay: StoredClause = { clause: "any[0]", query: "quay", words: ["Quays"], spans: inTexts("s0") };
const ship: StoredClause = { clause: "all[0]", query: "ship", words: ["ship", "Ships"], spans: inTexts("title", "s0") };

describe("why a message is sent", () => {
  test("is up to three passages of the leading match, each with the clause that found it, and where", () => {
    const snippets = [passage("*Ships* wait"), passage("At the *quays*"), passage("Nobody."), passage("Four.")];
    const clauses = [quay, { ...ship, query: "title:ship", spans: inTexts("title") }];
    expect(matchReasons([alert("Ships wait", { clauses, snippets })])).toMatchObject([
      { clause: "all[0]", query: "title:ship", field: "title", snippet: snippets[0], part: "title" },
      { clause: "any[0]", query: "quay", field: "text", snippet: snippets[1], part: "text" },
      { clause: "any[0]", query: "quay", field: "text", snippet: snippets[2], part: "text", finds: [] },
    ]);
  });

  test("is told of others after it, what says the same only once", () => {
    const same = { snippets: [passage("The same.")] };
    const why = matchReasons([alert("A", same), alert("B", same), alert("C", {})]);
    expect(why.map(({ snippet: { text } }) => text)).toEqual(["The same.", "Of C."]);
  });

  test("is every query that found something in the passage, with its own words alone", () => {
    const clauses = [quay, ship, { clause: "all[1]", query: "lang:en", words: [], spans: {} }];
    const snippets = [passage("The *ships* at the *quays*")];
    expect(matchReasons([alert("News", { clauses, snippets })])[0]?.finds).toEqual([
      { query: "quay", words: ["Quays"], isInTitle: false },
      { query: "ship", words: ["Ships"], isInTitle: true },
    ]);
  });

  test("is no query of another part of the article", () => {
    const clauses = [
      { ...ship, query: "title:ship", spans: inTexts("title") },
      { ...ship, spans: inTexts("s0") },
    ];
    const [reason] = matchReasons([alert("News", { clauses, snippets: [passage("The *ships*")] })]);
    expect(reason).toMatchObject({ part: "text", finds: [{ query: "ship", words: ["Ships"] }] });
  });

  test.each<[string, string, readonly string[]]>([
    [
      "words of several queries that touch",
      "The *port strike pay* is",
      ["port strike", "strike pay", "port", "strike"],
    ],
    ["no part of a word", "The *sport strikes* are", []],
    ["a mark over two lines", "The *port\nStrike*", ["port strike", "port", "strike"]],
    ["a script without spaces", "在*港口罢工*后", ["罢工"]],
  ])("takes of what is marked %s", (_, starred, expected) => {
    const clauses = ["port strike", "strike pay", "port", "strike", "罢工"].map((word) => ({
      clause: "any[0]",
      query: word,
      words: [word, ""],
    }));
    const finds = matchReasons([alert("News", { clauses, snippets: [passage(starred)] })])[0]?.finds ?? [];
    expect(finds.flatMap(({ words }) => words)).toEqual(expected);
  });

  test("knows a long phrase by its recorded beginning", () => {
    const phrase = "a statement that is longer than what is recorded of the words that were found";
    const clauses = [quay, { ...ship, query: phrase, words: [phrase.slice(0, 60)] }];
    const [reason] = matchReasons([alert("News", { clauses, snippets: [passage(`*${phrase}*`)] })]);
    expect(reason).toMatchObject({ query: phrase, finds: [{ words: [phrase.slice(0, 60)] }] });
  });

  test("keeps five queries, and the beginning of a long one", () => {
    const clauses = Array.from({ length: 20 }, (_, at) => ({ ...ship, query: `${at}${"😀".repeat(9_000)}` }));
    const [reason] = matchReasons([alert("News", { clauses, snippets: [passage("*Ships*")] })]);
    expect(reason?.finds).toHaveLength(5);
    expect(reason?.finds?.every(({ query }) => query.length < 410 && query.isWellFormed())).toBe(true);
  });

  test.each<[string, Snippet, readonly StoredClause[], string]>([
    ["the title", passage("*Ships*  at sea"), [ship], "title"],
    ["a title that was cut", passage("*Ships* at…"), [ship], "title"],
    ["a title that was named otherwise since", passage("*Ships*"), [{ ...ship, spans: inTexts("title") }], "title"],
    ["a text that says what the title says", passage("*Ships* at sea"), [{ ...ship, spans: inTexts("s0") }], "text"],
    ["a text without a heading", passage("The *ships*"), [ship], "text"],
    ["a text under a heading", passage("The *ships*", "At sea"), [{ ...ship, spans: inTexts("s2", "h2") }], "text"],
    ["a heading", passage("*Ships*", "Ships"), [{ ...ship, spans: inTexts("s2", "h2") }], "heading"],
    ["a heading alone", passage("*Ships*…", "Ships there"), [{ ...ship, spans: inTexts("h2") }], "heading"],
    [
      "a text, of a match that recorded no places",
      passage("The *ships*"),
      [{ clause: "any[0]", query: "ship" }],
      "text",
    ],
    ["a title, likewise", passage("*Ships* at sea"), [{ clause: "any[0]", query: "ship" }], "title"],
    ["a heading, likewise", passage("*Ships*", "Ships"), [], "heading"],
  ])("knows %s", (_, snippet, clauses, part) => {
    expect(matchReasons([alert("Ships at sea", { clauses, snippets: [snippet] })])[0]?.part).toBe(part);
  });
});
