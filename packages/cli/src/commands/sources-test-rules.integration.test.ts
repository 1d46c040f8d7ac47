import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { rssOf, startSite } from "../operator-scene/site.ts";
import type { Site } from "../operator-scene/site.ts";
import { sources } from "./sources.ts";

let site: Site;
let folder: string;

const sentences = [
  "The harbour board said on Sunday that the first ship had left the port with grain for the south.",
  "Two more are loaded this week, and a fourth waits outside for the tide, the harbourmaster said in the evening.",
  "The grain was stored for eleven months, since the bridge was closed to trains after the flood of last spring.",
];
const promo =
  "Our bakery around the corner sells rolls with butter for less than anybody else in this town, day and night.";
const story = `<!doctype html><html lang="en"><head><title>First ship leaves - The Gazette of the Harbour</title></head><body>
  <main><h1>First ship leaves</h1><p class="when" title="x">2026-03-02T09:10:00Z</p>
  <div class="text">${sentences.map((sentence) => `<p>${sentence}</p>`).join(`<p class="promo">${promo}</p>`)}</div></main></body></html>`;
const brief = `<!doctype html><html lang="en"><head><title>Brief</title></head><body><div class="flash"><p>${sentences[0] ?? ""}</p><p>${sentences[1] ?? ""}</p></div></body></html>`;

beforeAll(async () => {
  const date = new Date().toUTCString();
  site = await startSite({
    "/robots.txt": ["text/plain", ""],
    "/feed": ["application/rss+xml", rssOf("News", ["/story", "First ship leaves", date])],
    "/briefs": ["application/rss+xml", rssOf("Briefs", ["/brief", "Brief", date])],
    "/story": ["text/html", story],
    "/brief": ["text/html", brief],
  });
  const { origin } = site;
  folder = mkdtempSync(join(tmpdir(), "wirewatch config "));
  const common = { per_host: { min_interval: "0s" }, private_pages: [new URL(origin).host] };
  const rules = { body: ".text", title: "h1", date: ".when", remove: [".promo", ".newsletter"] };
  const listed = [
    { id: "ruled", url: `${origin}/feed`, extract: rules, ...common },
    { id: "broken", url: `${origin}/feed`, extract: { body: ".story", date: "h1" }, ...common },
    { id: "plain", url: `${origin}/briefs`, ...common },
  ];
  writeFileSync(
    join(folder, "sources.yaml"),
    JSON.stringify({ version: 1, network: { allow_private: ["127.0.0.1"] }, sources: listed }),
  );
  writeFileSync(join(folder, "topics.yaml"), JSON.stringify({ version: 1, topics: [{ id: "ships", any: ["ship"] }] }));
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

async function tested(id: string): Promise<{ code: number; lines: readonly string[] }> {
  const { write, text } = collector();
  const code = await sources(["test", id], environmentOf(undefined, folder), write, () => undefined);
  return {
    code,
    lines: text()
      .split("\n")
      .map((line) => line.trim()),
  };
}

describe("wirewatch sources test, of a source with rules", () => {
  test("shows what each rule finds, beside the automatic result", async () => {
    const { code, lines } = await tested("ruled");
    const from = lines.indexOf("ok     Rules");
    expect(lines.slice(from + 1, from + 6).map((line) => line.split(/ {2,}/u))).toEqual([
      ["rule", "selector", "finds", "without rules"],
      ["remove", ".promo", "2 elements"],
      ["remove", ".newsletter", "nothing on this page"],
      ["body", ".text", "1 element, 59 words", expect.stringMatching(/^\d+ words$/u)],
      ["title", "h1", "“First ship leaves”", expect.any(String)],
    ]);
    expect(lines[from + 6]).toMatch(/^date +\.when +2026-03-02T09:10:00Z/u);
    expect(lines).toContain("removed: 40 words in 2 blocks");
    expect(lines.filter((line) => line.startsWith("· Our bakery"))).not.toEqual([]);
    expect(code).toBe(0);
  });

  test("fails when a rule finds nothing, and says what to do", async () => {
    const { code, lines } = await tested("broken");
    expect(lines).toContain("FAILED Rules");
    expect(lines.join("\n")).toMatch(/body +\.story +found nothing +\d+ words/u);
    expect(lines).toContain('extract.body: ".story" found nothing; the automatic result was used');
    expect(lines.join("\n")).toMatch(/extract\.date: "First ship leaves" is not a date/u);
    expect(lines.join("\n")).toContain("What to do: Open the page and correct the rule, or leave it out");
    expect(code).toBe(1);
  });
});

test("without rules, says what a weak result lacks and where the text may be", async () => {
  const { code, lines } = await tested("plain");
  expect(lines.join("\n")).toMatch(
    /is anything missing \(only 3\d words.*\)\? Name it .* under extract: body; body may be \.flash \(39 words\)/u,
  );
  expect(code).toBe(0);
});
