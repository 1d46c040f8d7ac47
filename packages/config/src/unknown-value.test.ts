import { expect, test } from "vitest";
import { configOf } from "./fake-files.ts";
import { unknownValue } from "./unknown-value.ts";

const sources = "sources:\n  - { id: harbour-post, url: https://post.example/feed }\n";
const topics = "topics:\n  - { id: strikes, any: [strike] }\n";

test.each([
  ["topic", "=", "strike", { near: "strikes", isForNow: true }],
  ["source", "=", "harbor-post", { near: "harbour-post", isForNow: true }],
  ["severity", "=", "hihg", { near: "high", isForNow: false }],
  ["severity", "=", "xyzzy", { near: null, isForNow: false }],
  ["topic", "=", "strikes", null],
  ["severity", "=", "high", null],
  ["topic", "=~", "strike.*", null],
  ["topic", "!=", "nothing", null],
  ["desk", "=", "anything", null],
  // Of messages about Wirewatch itself.
  ["topic", "=", "wirewatch.source", null],
])("%s%s%j", async (label, operator, value, wanted) => {
  expect(unknownValue({ label, operator, value }, await configOf({ sources, topics }))).toEqual(wanted);
});
