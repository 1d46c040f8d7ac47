import { expect, it } from "vitest";
import { isTrackingParameter } from "./tracking.ts";

it.each([
  ["utm_source", "anything"],
  ["UTM_TERM", ".3cf8"],
  ["WT.mc_id", "tw"],
  ["fbclid", "IwAR0"],
  ["ref", "rss"],
  ["source", "Twitter"],
  ["partner", "feedburner"],
])("drops %s=%s", (name, value) => {
  expect(isTrackingParameter(name, value)).toBe(true);
});

it.each([
  ["id", "1"],
  ["p", "1352777"],
  ["page", "2"],
  ["ref", "104"],
  ["source", "ministry-of-health"],
  ["from", "2024-01-01"],
  ["lang", "en"],
  ["q", "utm_source"],
  ["utm", "1"],
])("keeps %s=%s", (name, value) => {
  expect(isTrackingParameter(name, value)).toBe(false);
});
