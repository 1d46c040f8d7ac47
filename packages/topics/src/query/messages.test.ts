import { describe, expect, it } from "vitest";
import type { DialectName } from "./dialects/dialect.ts";
import { nearestField } from "./fields.ts";
import { parseQuery } from "./parse.ts";

function messageOf(query: string, dialect: DialectName = "wql"): string {
  const parsed = parseQuery(query, { dialect });
  return parsed.ok ? "accepted" : parsed.error.message;
}

describe("a refusal names the way out", () => {
  it.each([
    ["tilte:x", "Did you mean title:?"],
    ["tilte:x", "quotation marks"],
    ["headlines:x", "Did you mean headline:?"],
    ["autor:x", "Did you mean author:?"],
    ["https://x.org", "quotation marks"],
    ["subject:x", "The fields are title, lede"],
    ["/x/", "quotation marks"],
    ["a*", "two letters before"],
    ["*a", "two letters before"],
    ["(a OR b)~3", "NEAR/3"],
    ["[a TO b]", "OR"],
    ["word~1", "~word"],
    ["a !b", "NOT or -"],
    ["a NEAR/999 b", "250"],
    ["a NEAR/x b", "NEAR/5"],
    ["title:(lang:ru)", "AND or OR"],
    ["title:a NEAR/3 b", "title:(a NEAR/5 b)"],
    ["lang:-ru", "-lang:value"],
    ["lang:(ru AND de)", "OR between"],
    ["a OR NOT b", "outside the OR"],
    ["a AND", "After AND"],
    ["a)", "open one"],
    ["(a", "closing"],
    ['"a', "put one after"],
  ])("%s: %s", (query, wayOut) => {
    expect(messageOf(query)).toContain(wayOut);
    expect(messageOf(query)).toMatch(/^[A-Z].*[.?]$/u);
  });

  it.each([
    ["lexis", "a /5 b", "W/5"],
    ["lexis", "a /s b", "W/S"],
    ["lexis", "a not /p b", "W/P"],
    ["lexis", "a +7 b", "PRE/7"],
    ["lexis", "a w/seg b", "W/P"],
    ["lexis", "a pre/seg b", "PRE/250"],
    ["factiva", "a near/5 b", "near5"],
    ["factiva", "a near/5 b", "W/5"],
    ["factiva", "hdd=x", "Did you mean hd:?"],
    ["lucene", "a [1 TO 2]", "OR"],
  ] as const)("%s %s: %s", (dialect, query, wayOut) => {
    expect(messageOf(query, dialect)).toContain(wayOut);
  });

  it("looks for fields that differ by a letter or two, not for others", () => {
    expect(nearestField("titel")).toBe("title");
    expect(nearestField("TITLES")).toBe("title");
    expect(nearestField("langage")).toBe("language");
    expect(nearestField("sorce")).toBe("source");
    expect(nearestField("subject")).toBeUndefined();
    expect(nearestField("x".repeat(30_000))).toBeUndefined();
  });
});
