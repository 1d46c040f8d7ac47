import { expect, test } from "vitest";
import { afterChoosing, choosePage } from "./choose-path.ts";

test.each([
  ["/", "/account/password"],
  ["/alerts?topic=acme&q=a b", "/account/password?to=%2Falerts%3Ftopic%3Dacme%26q%3Da+b"],
])("who asked for %s chooses a password at %s", (to, page) => {
  expect(choosePage(to)).toBe(page);
});

test.each([
  ["/alerts?topic=acme", "/alerts?topic=acme"],
  [null, "/"],
  ["https://evil.example/", "/"],
  ["//evil.example", "/"],
  ["/account/password", "/"],
  ["/account/password?to=%2Faccount%2Fpassword", "/"],
])("after that %j leads to %s", (text, to) => {
  expect(afterChoosing(text)).toBe(to);
});
