import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseOpml } from "@wirewatch/feeds";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { addFeed } from "../operator-scene/rows.ts";
import { rssOf, startSite } from "../operator-scene/site.ts";
import type { Site } from "../operator-scene/site.ts";
import { exportCommand } from "./sources-export.ts";
import { sources } from "./sources.ts";

let site: Site;
let store: TestStore;
let folder: string;

const feed = (title: string) =>
  ["application/rss+xml", rssOf(title, ["/a", "An item", "Mon, 02 Mar 2026 09:10:00 GMT"])] as const;
const home = (...feeds: readonly string[]) =>
  [
    "text/html",
    `<title>Home</title>${feeds.map((path) => `<link rel=alternate type="application/rss+xml" title="${path}" href="${path}">`).join("")}`,
  ] as const;

const existing = `# Ours
version: 1
network: { allow_private: [127.0.0.1] }
defaults: { per_host: { min_interval: 0s } }

sources:
  - id: old # keep
    url: ORIGIN/old.xml
    tags: [a]
    # every: 5m

# end
`;

beforeAll(async () => {
  site = await startSite({
    "/old.xml": feed("Old"),
    "/one.xml": feed("One"),
    "/two.xml": feed("Two"),
    "/home": home("/found.xml"),
    "/found.xml": feed("Found"),
    "/home-of-old": home("/old.xml"),
    "/home-of-child": home("/child.xml"),
    "/bare": ["text/html", "<p>nothing"],
    "/blocked": 403,
    "/robots.txt": 404,
  });
  store = await startTestStore();
  await addFeed(store.db, "old", `${site.origin}/child.xml`);
  await addFeed(store.db, "elsewhere", `${site.origin}/one.xml`);
});
afterAll(async () => {
  await site.close();
  await store.stop();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wirewatch import "));
  writeFileSync(join(folder, "sources.yaml"), existing.replaceAll("ORIGIN", site.origin));
  return () => rmSync(folder, { recursive: true });
});

const sourcesYaml = () => readFileSync(join(folder, "sources.yaml"), "utf8");

async function imported(name: string, text: string, ...words: string[]): Promise<string> {
  writeFileSync(join(folder, name), text.replaceAll("ORIGIN", site.origin));
  const { write, text: written } = collector();
  const path = join(folder, name);
  expect(await sources(["import", path, ...words], environmentOf(store.url, folder), write)).toBe(0);
  return written().replaceAll(site.origin, "SITE").replaceAll(folder, "FOLDER");
}

async function exported(...words: string[]): Promise<{ text: string; notes: string }> {
  const [out, notes] = [collector(), collector()];
  expect(await exportCommand(words, environmentOf(undefined, folder), out.write, notes.write)).toBe(0);
  return { text: out.text(), notes: notes.text() };
}

/** The verdict of each row, by its title. */
function verdicts(report: string): Record<string, string> {
  const rows = [...report.matchAll(/^ *\d+ {2}(\S+) +(?:SITE|https?:)\S+ +(.+)$/gmu)];
  return Object.fromEntries(rows.map((match) => [match[1] ?? "", match[2] ?? ""]));
}

const outline = (title: string, path: string, more = "") => {
  const url = path.includes("://") ? path : `ORIGIN${path}`;
  return `<outline type="rss" text="${title}" xmlUrl="${url}" ${more}/>`;
};
const opml = `<?xml version="1.0"?><opml version="2.0"><body>
  <outline text="News">${outline("Again", "/old.xml?utm_source=x")}
    <outline text="UK &amp; Ireland">${outline("One", "/one.xml", 'htmlUrl="ORIGIN/site" language="en-gb"')}</outline></outline>
  ${outline("One-more", "/one.xml#x")}${outline("Two", "/two.xml", 'language="English"')}
  ${outline("Home", "/home")}${outline("Home-of-old", "/home-of-old")}${outline("Home-of-child", "/home-of-child")}
  ${outline("Bare", "/bare")}${outline("Blocked", "/blocked")}${outline("Dead", "http://no-such-host.invalid/feed")}
  ${outline("Private", "http://10.1.2.3/feed")}${outline("Keyed", "https://desk:hunter2@a.example.org/")}</body></opml>`;

describe("wirewatch sources import", () => {
  test("says what becomes of every row, and writes nothing with --dry-run", async () => {
    const report = await imported("desk.opml", opml, "--dry-run");
    expect(verdicts(report)).toEqual({
      Again: "duplicate of old",
      One: "ok: rss “One”, 1 item",
      "One-more": "duplicate of one",
      Two: "ok: rss “Two”, 1 item",
      Home: "not a feed, found SITE/found.xml",
      "Home-of-old": "duplicate of old",
      "Home-of-child": "duplicate of old",
      Bare: "not a feed, found nothing else: it is an HTML page that announces no feed",
      Blocked: expect.stringContaining("unreachable because the site refuses us (403): "),
      Dead: expect.stringContaining("unreachable because the host name no-such-host.invalid does not exist (DNS): "),
      Private: expect.stringContaining("cannot be a source: "),
      Keyed: expect.stringContaining("the address contains a user name or password"),
    });
    expect(report).toContain("(its tags are not added: News)");
    expect(report).toContain('(left out: language: found "English", expected a language code such as en or pt-BR');
    expect(report).not.toContain("hunter2");
    expect(report).toContain("12 rows: 2 ok, 4 duplicates, 2 unreachable, 2 not feeds, 2 not possible\n");
    expect(report).toContain("Nothing was written (--dry-run); 6 sources would be added");
    expect(sourcesYaml()).toBe(existing.replaceAll("ORIGIN", site.origin));
  });

  test("adds to the file without touching what is there, and once only", async () => {
    await imported("desk.opml", opml, "--tag", "imported");
    const [before = "", after = ""] = existing.replaceAll("ORIGIN", site.origin).split("\n# end");
    const text = sourcesYaml();
    expect(text.startsWith(before)).toBe(true);
    expect(text.endsWith(`\n# end${after}`)).toBe(true);
    expect(text.replaceAll(site.origin, "SITE")).toContain(
      "    # every: 5m\n  - id: one\n    name: One\n    url: SITE/site\n    feeds: [SITE/one.xml]\n    language: en-gb\n    tags: [News, UK & Ireland, imported]\n",
    );
    expect(text).toMatch(
      / {2}- id: blocked\n {4}name: Blocked\n {4}url: \S+\n {4}tags: \[imported\]\n {4}enabled: true\n {4}note: "unreachable when imported on \d{4}-\d\d-\d\d: the site refuses us \(403\): .*"\n/u,
    );
    const again = await imported("desk.opml", opml, "--tag", "imported");
    expect(again).toContain("Nothing to add; FOLDER/sources.yaml is unchanged.");
    expect(sourcesYaml()).toBe(text);
  });

  test("asks nothing with --no-check", async () => {
    const before = site.requests.length;
    const report = await imported("desk.opml", opml, "--no-check");
    expect(verdicts(report)).toMatchObject({ One: "ok, not checked", Dead: "ok, not checked" });
    expect(site.requests.length).toBe(before);
    expect(sourcesYaml()).not.toContain("note:");
  });

  test("reads CSV with quoted fields and columns in any order", async () => {
    const csv =
      '"name",tags,url,country,notes\r\n"Two, the ""second""",press;eu,ORIGIN/two.xml,GB,x\r\n,,ORIGIN/one.xml,,\r\n';
    const report = await imported("list.csv", csv);
    expect(report).toContain("not read: the column notes");
    expect(report).toContain("2 rows: 2 ok");
    expect(sourcesYaml()).toContain('- id: two-the-second\n    name: Two, the "second"\n');
    expect(sourcesYaml()).toContain("country: GB\n    tags: [press, eu]\n");
  });

  test("takes sources over from another sources.yaml with what they inherit there", async () => {
    const other = `defaults: { tags: [wire] }
sources:
  - { id: old, url: ORIGIN/one.xml, every: 5m }
  - { id: press, kind: listing, url: ORIGIN/bare, listing: { item: li } }
  - { id: desk, kind: push, ingest: { token: "\${env:DESK}" } }
network: { allow_private: [127.0.0.1, intranet.example.org] }
`;
    const report = await imported("other.yaml", other, "--no-check");
    expect(report).toContain("not taken over: network.allow_private (intranet.example.org)");
    expect(sourcesYaml()).toMatch(/- id: old-2\n[^-]*tags: \[wire\]\n[^-]*/u);
    expect(sourcesYaml()).toMatch(/- id: press\n {4}kind: listing\n/u);
    expect(sourcesYaml()).toMatch(/- id: desk\n {4}kind: push\n/u);
    expect(await imported("other.yaml", other, "--no-check")).toContain("Nothing to add");
  });

  test("makes the file when there is none, and keeps a link a link", async () => {
    const real = join(folder, "real.yaml");
    const nested = join(folder, "new");
    writeFileSync(join(folder, "a.csv"), "url\nhttps://a.example.org/feed\n");
    await sources(["import", join(folder, "a.csv"), "--no-check"], environmentOf(undefined, nested), () => undefined);
    expect(readFileSync(join(nested, "sources.yaml"), "utf8")).toContain("- id: a-example-org-feed\n");
    await mkdir(join(folder, "linked"));
    writeFileSync(real, "sources: []\n", { mode: 0o600 });
    symlinkSync(real, join(folder, "linked/sources.yaml"));
    await sources(
      ["import", join(folder, "a.csv"), "--no-check"],
      environmentOf(undefined, join(folder, "linked")),
      () => undefined,
    );
    expect(readFileSync(real, "utf8")).toContain("a-example-org-feed");
    expect(statSync(real).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["none.opml", null, "there is no such file"],
    ["a.opml", "<rss/>", "this is not an OPML list"],
    ["a.csv", "name\nx\n", "line 1: expected the names of the columns"],
    ["a.csv", 'url\n"x\n', "line 2: a quotation mark is opened but never closed"],
    ["a.yaml", "sources: [{ id: a }]\n", "url is missing"],
    ["a.txt", "hello", "name it .opml, .yaml or .csv"],
  ])("refuses %s of %j", async (name, text, message) => {
    const path = join(folder, name);
    if (text !== null) writeFileSync(path, text);
    await expect(sources(["import", path], environmentOf(undefined, folder), () => undefined)).rejects.toThrow(message);
  });

  test("adds nothing to a file with mistakes", async () => {
    writeFileSync(join(folder, "sources.yaml"), "sources: [{ id: A }]\n");
    writeFileSync(join(folder, "a.csv"), "url\nhttps://a.example.org/\n");
    const run = sources(["import", join(folder, "a.csv")], environmentOf(undefined, folder), () => undefined);
    await expect(run).rejects.toThrow("has mistakes that must be mended first");
  });
});

describe("wirewatch sources export", () => {
  test("writes OPML that equals what was imported", async () => {
    writeFileSync(join(folder, "sources.yaml"), "network: { allow_private: [127.0.0.1] }\n");
    const list = `<opml version="1.1"><body>
      <outline text="A &lt;b&gt; &quot;c&quot;"><outline text="Inner">${outline("One", "/one.xml", 'htmlUrl="https://one.example.org/?a=1&amp;b=2" language="de"')}</outline>
      ${outline("Zwei „x“", "/two.xml")}</outline>${outline("Dead", "http://no-such-host.invalid/feed")}${outline("Page", "/bare")}</body></opml>`;
    await imported("in.opml", list);
    const path = join(folder, "out.opml");
    const { notes } = await exported("--output", path);
    expect(notes).toMatch(new RegExp(`wrote 4 sources to ${path}$`, "u"));
    const plain = (text: string) =>
      parseOpml(text)
        .map((it) => JSON.stringify([it.title, it.url, it.siteUrl, it.folder, it.language]))
        .toSorted();
    expect(plain(readFileSync(path, "utf8"))).toEqual(plain(list.replaceAll("ORIGIN", site.origin)));
  });

  test("names what a format has no place for", async () => {
    writeFileSync(
      join(folder, "sources.yaml"),
      'sources: [{ id: a, url: https://a.example.org/, tags: [x, "y,z"], language: en }, { id: p, kind: page, url: https://p.example.org/, page: { select: main } }]\n',
    );
    const { text, notes } = await exported("--format", "csv");
    expect(text).toBe('url,name,tags,language,country\r\nhttps://a.example.org/,a,"x;y,z",en,\r\n');
    expect(notes).toContain("left out, since CSV has no place for what they need: p (page). --format yaml keeps them.");
    expect((await exported("--format", "yaml")).text).toContain("kind: page");
    await expect(exported("--format", "xml")).rejects.toThrow("formats are opml, yaml, csv");
  });
});
