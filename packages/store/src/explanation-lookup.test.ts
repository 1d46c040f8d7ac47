import { expect, test } from "vitest";
import { spellingsOf } from "./explanation-lookup.ts";

test("an address is looked up with either scheme, with and without www and a final slash", () => {
  const spellings = spellingsOf("http://www.news.example/a/?utm_source=feed");
  expect(spellings[0]).toBe("http://www.news.example/a/?utm_source=feed");
  expect(new Set(spellings.slice(1))).toEqual(
    new Set(
      ["https", "http"].flatMap((scheme) =>
        ["", "www."].flatMap((www) => ["", "/"].map((slash) => `${scheme}://${www}news.example/a${slash}`)),
      ),
    ),
  );
});

test("a port keeps its scheme as a candidate, a query gets no slash", () => {
  const spellings = spellingsOf("http://127.0.0.1:8080/a?id=1");
  expect(spellings).toContain("http://127.0.0.1:8080/a?id=1");
  expect(spellings.filter((url) => url.endsWith("/"))).toEqual([]);
});

test("what is not an address is looked up as it is", () => {
  expect(spellingsOf("urn:isbn:1")).toEqual(["urn:isbn:1"]);
});
