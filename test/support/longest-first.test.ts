import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { longFiles } from "./longest-first.ts";

test("files that are to start first are there", () => {
  expect(longFiles.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
});
