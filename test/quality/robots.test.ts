import { isAllowed } from "@wirewatch/feeds";
import { describe, expect, test } from "vitest";
import type { RobotsCase } from "./robots-case.ts";
import { googleCases } from "./robots-google-cases.ts";
import { rfcCases } from "./robots-rfc-cases.ts";

interface Question {
  readonly name: string;
  readonly one: RobotsCase;
  readonly path: string;
  readonly allowed: boolean;
}

function questions(cases: readonly RobotsCase[]): Question[] {
  return cases.flatMap((one) => {
    const ask = (path: string, allowed: boolean): Question => ({
      name: `${one.about}: ${path.slice(0, 60)}`,
      one,
      path,
      allowed,
    });
    return [
      ...(one.allowed ?? []).map((path) => ask(path, true)),
      ...(one.forbidden ?? []).map((path) => ask(path, false)),
    ];
  });
}

describe.each([
  ["RFC 9309", questions(rfcCases), 70],
  ["Google's parser", questions(googleCases), 68],
] as const)("robots.txt by %s", (_, asked, least) => {
  test(`has ${least} questions or more`, () => {
    expect(asked.length).toBeGreaterThanOrEqual(least);
  });

  test.each(asked)("$name is allowed: $allowed", ({ one, path, allowed }) => {
    expect(isAllowed(one.file, one.agent ?? "newsbot", `https://news.example${path}`)).toBe(allowed);
  });
});
