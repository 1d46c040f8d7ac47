import { expect, test } from "vitest";
import { askedAddress } from "./asked-address.ts";

test.each([
  ["https://news.example/a?b=c", "https://news.example/a?b=c"],
  ["  https://news.example/a\n", "https://news.example/a"],
  ["<https://news.example/a>", "https://news.example/a"],
  ["example.org/x", "https://example.org/x"],
  ["www.example.org", "https://www.example.org"],
  ["//example.org/x", "https://example.org/x"],
  ["example.org:8443/x", "https://example.org:8443/x"],
  ["bücher.example/ä", "https://bücher.example/ä"],
  ["http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"],
  ["HTTPS://News.example/A", "HTTPS://News.example/A"],
])("%j is taken as %s", (given, url) => {
  expect(askedAddress(given)).toEqual({ kind: "address", url });
});

test.each(["", "   ", "\n\t", "<>"])("%j asks for nothing", (given) => {
  expect(askedAddress(given)).toEqual({ kind: "nothing" });
});

test.each([
  ["javascript:alert(1)", "not javascript: addresses", false],
  ["JavaScript:alert(1)", "not javascript: addresses", false],
  ["data:text/html,<script>", "not data: addresses", false],
  ["mailto:desk@news.example", "not mailto: addresses", false],
  ["file:///etc/passwd", "not file: addresses", false],
  ["harbour strike", "no spaces", true],
  ["java\nscript:alert(1)", "no spaces", true],
  ["harbour", "not the address of a page", true],
  ["https://", "not the address of a page", false],
  ["https://exa mple.org/x", "no spaces", true],
  ["../../etc/passwd", "not the address of a page", false],
  ["\0", "not the address of a page", true],
  [`https://news.example/${"a".repeat(10_000)}`, "10,021 characters long", false],
])("%j is refused in words", (given, words, isText) => {
  const answer = askedAddress(given);
  expect(answer).toMatchObject({ kind: "refused", isText });
  expect(answer.kind === "refused" && answer.words).toContain(words);
});
