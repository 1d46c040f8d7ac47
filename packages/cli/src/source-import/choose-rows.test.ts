import { describe, expect, it } from "vitest";
import { chooseRows } from "./choose-rows.ts";
import type { KnownSources } from "./choose-rows.ts";
import type { ImportRow } from "./import-row.ts";

const nothing: KnownSources = { ids: new Set(), urls: new Map(), tags: new Map() };

function row(name: string | null, url: string, rest: Partial<ImportRow> = {}): ImportRow {
  const entry = { ...(name === null ? {} : { name }), url };
  return { title: name ?? url, urls: [url], id: null, entry, notes: [], ...rest };
}

const ids = (rows: readonly ImportRow[], known = nothing) =>
  chooseRows(rows, known, []).map((chosen) => (chosen.kind === "new" ? chosen.id : `of ${chosen.of}`));

describe("chooseRows", () => {
  it("makes ids of titles, else of addresses, each once", () => {
    const rows = [
      row("The Times!", "https://a.example/1"),
      row("the times", "https://a.example/2"),
      row("Новости", "https://www.news.example/feed.xml"),
      row(null, "https://news.example/"),
      row("x".repeat(80), "https://a.example/3"),
      row("x".repeat(90), "https://a.example/4"),
    ];
    expect(ids(rows)).toEqual([
      "the-times",
      "the-times-2",
      "news-example-feed-xml",
      "news-example",
      "x".repeat(64),
      `${"x".repeat(62)}-2`,
    ]);
  });

  it("knows an address in another spelling, also from a row before", () => {
    const known = { ...nothing, ids: new Set(["old"]), urls: new Map([["https://a.example/feed", "old"]]) };
    const rows = [
      row("Old", "http://www.a.example/feed/?utm_source=x"),
      row("New", "https://b.example/feed"),
      row("New again", "https://b.example:443/feed#top"),
    ];
    expect(ids(rows, known)).toEqual(["of old", "new", "of new"]);
  });

  it("keeps clear of ids that are taken, and of those a list names twice", () => {
    const known = { ...nothing, ids: new Set(["wire"]) };
    const rows = [
      row("Wire", "https://a.example/"),
      row("x", "https://b.example/", { id: "desk" }),
      row("x", "https://c.example/", { id: "desk" }),
    ];
    expect(ids(rows, known)).toEqual(["wire-2", "desk", "desk-2"]);
  });

  it("knows a source that is handed its articles by its id", () => {
    const push = row("Push", "", { urls: [], id: "push" });
    expect(ids([push, push], { ...nothing, ids: new Set(["push"]) })).toEqual(["of push", "of push"]);
    expect(ids([push])).toEqual(["push"]);
  });

  it("adds tags behind those of the row, and says which a duplicate would have had", () => {
    const tagged = (...tags: string[]) =>
      row("A", "https://a.example/", { entry: { name: "A", url: "https://a.example/", note: "n", tags } });
    const [first, second, third] = chooseRows([tagged("News"), tagged("News"), tagged("Else")], nothing, [
      "imported",
      "News",
    ]);
    expect(first).toMatchObject({ entry: { id: "a", tags: ["News", "imported"] } });
    expect(Object.keys(first?.kind === "new" ? first.entry : {})).toEqual(["id", "name", "url", "tags", "note"]);
    expect(second).toMatchObject({ kind: "known", of: "a", notes: [] });
    expect(third).toMatchObject({ kind: "known", of: "a", notes: ["its tags are not added: Else"] });
  });

  it("takes a source of several feeds while one of them is new", () => {
    const known = { ...nothing, ids: new Set(["a"]), urls: new Map([["https://a.example/1", "a"]]) };
    const both = row("Both", "https://a.example/", { urls: ["https://a.example/1", "https://a.example/2"] });
    expect(ids([both, row("One", "https://a.example/2")], known)).toEqual(["both", "of both"]);
  });
});
