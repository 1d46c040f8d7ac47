import { expect, test } from "vitest";
import { encodeMarkup } from "./character-encoding.ts";

test("writes windows-1251 as its decoder reads it", () => {
  const text = "Посольство – “Заря”, ёж № 5 — Embassy";
  const bytes = encodeMarkup(text, "windows-1251");
  expect(bytes).toHaveLength(text.length);
  expect(new TextDecoder("windows-1251").decode(bytes)).toBe(text);
});

test("writes characters outside the encoding as references", () => {
  expect(encodeMarkup("naïve 😀", "windows-1251").toString("latin1")).toBe("na&#239;ve &#128512;");
});

test("writes UTF-8 unchanged", () => {
  expect(encodeMarkup("naïve 😀", "utf-8").toString("utf8")).toBe("naïve 😀");
});
