import { expect, test } from "vitest";
import { printable } from "./terminal-text.ts";

test("outside text cannot move the cursor, start a colour or turn the direction of writing", () => {
  expect(printable(["a\u001B[31mb\rc\u0007", "d\u202Ee\u2028f\uD800  "])).toBe("a [31mb c\nd e f\uFFFD\n");
});
