import { expect, test } from "vitest";
import { jsonMarkup, markup } from "./markup.ts";

test("escapes inserted text but not inserted markup", () => {
  const link = markup`<a title="${`"><script>`}">${"Fish & chips"}</a>`;
  expect(markup`<p>${link}${null}${[markup`<br>`, markup`<hr>`]}${3}</p>`.markup).toBe(
    '<p><a title="&quot;&gt;&lt;script&gt;">Fish &amp; chips</a><br><hr>3</p>',
  );
});

test("keeps JSON from ending its script element", () => {
  const { markup: json } = jsonMarkup({ headline: "</script><b>" });
  expect(json).not.toContain("<");
  expect(JSON.parse(json)).toEqual({ headline: "</script><b>" });
});
