import { expect, test } from "vitest";
import { mainScript } from "./scripts.ts";

test.each([
  ["Harbour", "Latin", 7],
  ["Порт Riga", "Cyrillic", 4],
  ["Порт Riga Harbours", "Latin", 12],
  ["港口 harbour", "Han", 2],
  ["クラブ", "Han", 3],
  ["다리 River", "Hangul", 2],
  ["ميناء", "Arabic", 5],
  ["นคร", "Thai", 3],
])("%s is in %s", (text, name, letters) => {
  expect(mainScript(text)).toMatchObject({ script: { name }, letters });
});

test.each(["", "42 %", "🚢", "ᚠᚢᚦ"])("no script for %j", (text) => {
  expect(mainScript(text)).toBeNull();
});
