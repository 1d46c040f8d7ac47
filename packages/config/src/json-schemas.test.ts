import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { jsonSchemas } from "./json-schemas.ts";

describe("jsonSchemas", () => {
  it.each(Object.entries(jsonSchemas()))("equals the committed %s", async (name, schema) => {
    const committed: unknown = JSON.parse(await readFile(new URL(`../schemas/${name}`, import.meta.url), "utf8"));
    const how = "run `wirewatch check --write-schemas packages/config/schemas`";
    expect(JSON.parse(JSON.stringify(schema)), how).toEqual(committed);
  });

  it("describes files as they are written: durations are text", () => {
    const sources = JSON.stringify(jsonSchemas()["sources.json"]);
    expect(sources).toContain('"robots_reason"');
    expect(sources).toContain(String.raw`^\\d{1,9}(?:ms|s|m|h|d)$`);
  });
});
