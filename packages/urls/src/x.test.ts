import { test, expect } from "vitest";
test("no", () => expect(1).toBe(2));
test.skip("later", () => undefined);
