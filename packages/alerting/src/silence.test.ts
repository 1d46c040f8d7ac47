import { describe, expect, test } from "vitest";
import { silencedBy } from "./silence.ts";
import type { Silence } from "./silence.ts";

function silence(id: string, changes: Partial<Silence> = {}): Silence {
  return {
    id,
    matchers: ['story="st_7"'],
    startsAt: new Date("2026-03-02T09:00:00Z"),
    endsAt: new Date("2026-03-03T09:00:00Z"),
    author: "desk",
    comment: "",
    ...changes,
  };
}

const labels = { topic: "acme", story: "st_7" };

describe("a silence", () => {
  test.each<[string, Silence[], string, string | null]>([
    ["holds from its first instant", [silence("1")], "2026-03-02T09:00:00Z", "1"],
    ["does not hold before", [silence("1")], "2026-03-02T08:59:59.999Z", null],
    ["does not hold at its end", [silence("1")], "2026-03-03T09:00:00Z", null],
    [
      "is about what meets all of its matchers",
      [silence("1", { matchers: ['story="st_7"', 'topic="other"'] })],
      "2026-03-02T10:00:00Z",
      null,
    ],
    ["without matchers is about nothing", [silence("1", { matchers: [] })], "2026-03-02T10:00:00Z", null],
    ["that cannot be read is about nothing", [silence("1", { matchers: ["story"] })], "2026-03-02T10:00:00Z", null],
    [
      "gives way to one that lasts longer",
      [silence("1"), silence("2", { endsAt: new Date("2026-03-04T00:00:00Z") }), silence("3")],
      "2026-03-02T10:00:00Z",
      "2",
    ],
  ])("%s", (_, silences, at, expected) => {
    expect(silencedBy(labels, new Date(at), silences)?.id ?? null).toBe(expected);
  });
});
