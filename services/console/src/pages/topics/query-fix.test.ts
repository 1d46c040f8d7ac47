import { parseQuery } from "@wirewatch/topics";
import { describe, expect, it } from "vitest";
import { queryFix } from "./query-fix.ts";

const settings = { dialect: "wql", stem: false } as const;

function fixes(query: string): (string | null)[] {
  const parsed = parseQuery(query, settings);
  return (parsed.ok ? parsed.warnings : [parsed.error]).map(
    (problem) => queryFix(query, problem, settings)?.query ?? null,
  );
}

describe("a fix", () => {
  it.each([
    ['"Acme Corp', '"Acme Corp"'],
    ["Acme AND (CEO", "Acme AND (CEO)"],
    ["Acme) x", "Acme x"],
    ["{acme", "{acme}"],
    ["acme}", "acme"],
    ['acme ""', "acme"],
    ["acme ()", "acme"],
    ["AND acme", "acme"],
    ["acme AND", "acme"],
    ["acme AND OR corp", "acme OR corp"],
    ["titel:acme", "title:acme"],
    ["boyd:acme", "body:acme"],
    ["foo:acme", '"foo:acme"'],
    ["*acme", "acme"],
    ["acme~2", "acme"],
    ["x !acme", "x NOT acme"],
    ["acme^2 corp", "acme corp"],
    ["+acme corp", "acme corp"],
    ["acme or corp", "acme OR corp"],
  ])("of %s is %s", (query, fixed) => {
    expect(fixes(query)).toEqual([fixed]);
  });

  it.each(["", "-acme", "/regex/", "acme NEAR/x corp", "(((", "(".repeat(20_000)])(
    "is not made up for %.20s",
    (query) => {
      expect(fixes(query)).toEqual([null]);
    },
  );

  it("is one at a time", () => {
    expect(fixes("a and b or c")).toEqual(["a AND b or c", "a and b OR c"]);
  });

  it("is proposed for the first of two problems as well", () => {
    expect(fixes('titel:port AND "strike')).toEqual(['title:port AND "strike']);
    expect(fixes('title:port AND "strike')).toEqual(['title:port AND "strike"']);
  });

  it("never leaves the problem where it was, whatever the query was", () => {
    const signs = [
      '"',
      "(",
      ")",
      "{",
      "}",
      "~",
      "*",
      "AND",
      "or",
      "NOT",
      "!",
      "titel:",
      "a",
      "bcd",
      "^2",
      "/",
      "-",
      " ",
    ];
    for (let seed = 1; seed < 400; seed++) {
      const query = Array.from(
        { length: 1 + (seed % 7) },
        (_, at) => signs[(seed * 7919 + at * 104_729 + ((seed * at) % 13)) % signs.length],
      ).join(seed % 2 === 0 ? " " : "");
      const before = parseQuery(query, settings);
      for (const fixed of fixes(query)) {
        const after = fixed === null ? null : parseQuery(fixed, settings);
        if (after === null || after.ok) continue;
        expect([query, !before.ok && after.error.at > before.error.at]).toEqual([query, true]);
      }
    }
  });
});
