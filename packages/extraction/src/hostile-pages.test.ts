import { describe, expect, test } from "vitest";
import { hostilePages } from "../../../test/support/hostile-pages.ts";
import { extract } from "./extract.ts";

/** Times and memory are measured by `test/bench/extraction.ts --hostile`. */
describe("a hostile page ends with a result of bounded size", () => {
  test.each(hostilePages())("$name", ({ body, contentType = null, text }) => {
    const result = extract({ url: "https://site.example/page", body, contentType });
    if (text === null) expect(result).toMatchObject({ kind: "notArticle", reason: expect.stringMatching(/\w+ \w+/) });
    else if (text !== undefined)
      expect(result).toMatchObject({ kind: "article", article: { text: expect.stringContaining(text) } });
    const written = JSON.stringify(result);
    // The text is there twice, as a whole and in sections.
    expect(written.length).toBeLessThan(5_000_000);
    expect(written).not.toMatch(/\\u0000|\\ud[89a-f]/i);
  });
});
