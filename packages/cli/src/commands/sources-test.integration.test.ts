import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { articleOf, rssOf, startSite } from "../operator-scene/site.ts";
import type { Site, SitePages } from "../operator-scene/site.ts";
import { sources } from "./sources.ts";

let site: Site;
let origin: string;
let folder: string;

const paragraph =
  "The Acme Corp recall covers nine thousand heaters sold since last winter, and the maker asks owners to unplug them at once. ";

const pages: SitePages = {
  "/robots.txt": ["text/plain", "User-agent: *\nDisallow: /secret\n"],
  "/feed": [
    "application/rss+xml; charset=utf-8",
    rssOf(
      "Example Times",
      ["/story", "Acme Corp recalls heaters", "Mon, 02 Mar 2026 09:10:00 GMT"],
      ["/old", "Old news", "Sun, 01 Mar 2026 09:10:00 GMT"],
      ["/older", "Older news", "Sat, 28 Feb 2026 09:10:00 GMT"],
    ),
  ],
  "/secret-feed": [
    "application/rss+xml",
    rssOf("Example Times", ["/secret/1", "Not for robots", "Mon, 02 Mar 2026 09:10:00 GMT"]),
  ],
  "/login-feed": ["application/rss+xml", rssOf("Example Times", ["/login", "Log in", "Mon, 02 Mar 2026 09:10:00 GMT"])],
  "/home": [
    "text/html",
    '<!doctype html><title>Home</title><link rel="alternate" type="application/rss+xml" href="/feed"><p>Welcome',
  ],
  "/story": ["text/html; charset=utf-8", articleOf("Acme Corp recalls heaters", paragraph.repeat(6))],
  "/old": [
    "text/html",
    articleOf(
      "Old news",
      "The council met on Tuesday and talked about the weather, the roads, and the price of bread in town. ".repeat(6),
    ),
  ],
  "/login": ["text/html", "<!doctype html><title>Log in</title><form><input name=user><button>Go</button></form>"],
};

beforeAll(async () => {
  site = await startSite(pages);
  ({ origin } = site);
  folder = mkdtempSync(join(tmpdir(), "wirewatch config "));
  const common = { per_host: { min_interval: "0s" }, private_pages: [new URL(origin).host] };
  const listed = [
    { id: "times", url: `${origin}/feed`, ...common },
    { id: "secret", url: `${origin}/secret-feed`, ...common },
    { id: "login", url: `${origin}/login-feed`, ...common },
    { id: "closed", url: `${origin}/feed`, per_host: common.per_host },
    { id: "keyed", url: `${origin}/feed?keyed`, headers: { Authorization: "${env:WIREWATCH_TEST_NO_SUCH_TOKEN}" } },
  ];
  const files = {
    "sources.yaml": { version: 1, network: { allow_private: ["127.0.0.1"] }, sources: listed },
    "topics.yaml": {
      version: 1,
      topics: [
        { id: "acme", any: ['"Acme Corp"'] },
        { id: "floods", any: ["flood"] },
      ],
    },
  };
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), JSON.stringify(content, null, 2));
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

async function tested(idOrUrl: string): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await sources(["test", idOrUrl], environmentOf(undefined, folder), write, () => undefined);
  return { code, text: text() };
}

test("shows what every stage makes of the newest items", async () => {
  const before = site.requests.length;
  const { code, text } = await tested("times");
  expect(text).toContain("ok     Feed");
  expect(text).toMatch(/200, application\/rss\+xml; charset=utf-8, \d+ B in /u);
  expect(text).toContain("rss “Example Times”");
  expect(text).toContain("3 items, 3 with a date, the newest of 2026-03-02 09:10:00 UTC");
  expect(text).toContain("· Acme Corp recalls heaters");
  expect(text).toContain(`ok     Page ${origin}/story`);
  expect(text).toContain("robots.txt allows it");
  expect(text).toMatch(/[\d,]+ characters in \d sections?, by scorer/u);
  expect(text).toContain("language en");
  expect(text).toMatch(/acme \(strength 0?\.?\d+.*\) by any\[0\]/u);
  expect(text).toContain("«Acme Corp»");
  expect(text).toContain("none of 2 topics is in it");
  expect(text).toContain("All 7 checks passed.");
  expect(code).toBe(0);
  const asked = site.requests.slice(before).map((request) => request.path);
  expect(asked).toEqual(["/feed", "/robots.txt", "/story", "/old"]);
});

test.each([
  ["a page that robots.txt forbids", "secret", "robots.txt of 127.0.0.1", "full_text: feed"],
  ["a page without an article", "login", "no readable text", "CSS selectors under extract"],
  ["a link to a private address", "closed", "FAILED Page", "private_pages"],
])("%s fails with what to do", async (_, id, reason, advice) => {
  const { code, text } = await tested(id);
  expect(text).toContain(reason);
  expect(text).toContain(`What to do: `);
  expect(text).toContain(advice);
  expect(code).toBe(1);
});

test("an address that is not configured is tried with default settings", async () => {
  const { text } = await tested(`${origin}/home`);
  expect(text).toContain("an address that is not in the configuration");
  expect(text).toContain(`ok     Home page ${origin}/home`);
  expect(text).toContain(
    `it announces 1 feed; 1 of them is read:\n         · ${origin}/feed\nok     Feed ${origin}/feed`,
  );
});

test("a feed that is not there, a host that does not answer and a missing secret say what to do", async () => {
  expect((await tested(`${origin}/nothing`)).text).toContain(
    "there is nothing at this address (404): look on the site",
  );
  expect((await tested("http://127.0.0.1:1/feed")).text).toContain(
    "127.0.0.1 refused the connection: the server is down",
  );
  expect((await tested("keyed")).text).toContain("WIREWATCH_TEST_NO_SUCH_TOKEN is not set: set it where");
});

test("an unknown id lists the known ones", async () => {
  await expect(tested("tines")).rejects.toThrow(
    'there is no source "tines"; sources are times, secret, login, closed, keyed',
  );
});

test("without configuration and store an address still works, an id does not", async () => {
  const empty = environmentOf(undefined, join(folder, "none"));
  await expect(
    sources(
      ["test", "times"],
      empty,
      () => undefined,
      () => undefined,
    ),
  ).rejects.toThrow("there is no configuration");
  await expect(
    sources(
      ["test", `${origin}/feed`],
      empty,
      () => undefined,
      () => undefined,
    ),
  ).rejects.toThrow("add it to network.allow_private");
  const { write, text } = collector();
  expect(await sources(["test", "http://name.invalid/feed"], empty, write, () => undefined)).toBe(1);
  expect(text()).toContain("FAILED Feed http://name.invalid/feed");
});
