import { createServer } from "node:http";
import { loadConfig } from "@wirewatch/config";
import { parseOpml } from "@wirewatch/feeds";
import { readConsoleObjects } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { articleOf, rssOf, startSite } from "../../packages/cli/src/operator-scene/site.ts";
import type { Site } from "../../packages/cli/src/operator-scene/site.ts";
import { openSourceProbe } from "../../packages/cli/src/source-probe/open-probe.ts";
import { useConsole } from "../support/console-scene.ts";
import type { Seen } from "../support/console-scene.ts";
import { until } from "../support/until.ts";

/* Sources are tried out and imported in the console, by real requests to sites of this machine. */

const text =
  "The harbour board met on Monday and decided to open the small lock to fishing boats from six in the morning until nine. ";
const date = "Mon, 02 Mar 2026 09:10:00 GMT";

const scene = useConsole({ sources: { sources: [] } }, { sourceProbe: openSourceProbe("http://127.0.0.1:8080") });

let site: Site;
let host: string;
beforeAll(async () => {
  site = await startSite({
    "/robots.txt": ["text/plain", ""],
    "/feed": ["application/rss+xml", rssOf("Harbour Herald", ["/story", "The lock opens", date])],
    "/second": ["application/rss+xml", rssOf("Second Herald", ["/story", "The lock opens", date])],
    "/story": ["text/html", articleOf("The lock opens", `${text.repeat(5)}<script>alert(1)</script>`)],
    "/forbidden": 403,
    "/forbidden?x": 403,
    "/page": ["text/html", "<!doctype html><title>About us</title><p>No feed is here."],
  });
  host = new URL(site.origin).host;
  await scene.setConfig({
    sources: {
      network: { allow_private: ["127.0.0.1"] },
      sources: [
        { id: "herald", url: `${site.origin}/feed`, private_pages: [host], per_host: { min_interval: "0s" } },
        { id: "blocked", url: `${site.origin}/forbidden`, per_host: { min_interval: "0s" } },
      ],
    },
  });
});
afterAll(() => site.close());

/** Reloads a page until it is done, as the browser does. */
async function done({ url }: Seen, limitMs = 120_000): Promise<Seen> {
  const path = new URL(url).pathname;
  let seen = await scene.get(path, "operator");
  await until(
    async () => {
      seen = await scene.get(path, "operator");
      return !seen.text.includes("data-every=");
    },
    limitMs,
    "the end of the run",
    200,
  );
  return seen;
}

const importList = (list: string, fields: Readonly<Record<string, string>> = {}): Promise<Seen> =>
  scene.post("/sources/import", { text: list, name: "", tags: "", ask: "yes", ...fields }, "operator");

const opml = (...urls: readonly string[]): string =>
  `<opml version="2.0"><body>${urls.map((url, n) => `<outline type="rss" text="Feed ${n}" xmlUrl="${url}"/>`).join("")}</body></opml>`;

describe("Test now", { timeout: 180_000 }, () => {
  test("takes a source through every stage, with the text that was found as text, and stores nothing", async () => {
    const seen = await done(await scene.post("/sources/herald/test", {}, "operator"));
    expect(seen.text).toContain("All 4 checks passed.");
    expect(seen.text).toContain("rss “Harbour Herald”");
    expect(seen.text).toContain("robots.txt allows it");
    expect(seen.text).toMatch(/The text that was found<\/h4>[\s\S]*open the small lock to fishing boats/u);
    expect(seen.text).not.toContain("<script>alert");
    const { items } = await scene.db
      .selectFrom("source_item")
      .select((select) => select.fn.countAll<string>().as("items"))
      .executeTakeFirstOrThrow();
    expect(Number(items)).toBe(0);
    const audit = await scene.db
      .selectFrom("audit")
      .select("target_id")
      .where("action", "=", "source.tested")
      .execute();
    expect(audit).toEqual([{ target_id: "herald" }]);
  });

  test("says what is wrong and what to do", async () => {
    const seen = await done(await scene.post("/sources/blocked/test", {}, "operator"));
    expect(seen.text).toContain("1 of 1 check failed.");
    expect(seen.text).toContain("the site refuses us (403)");
  });

  test("several sources come one after the other", async () => {
    const seen = await done(await scene.post("/sources/bulk", { id: ["herald", "blocked"], do: "test" }, "operator"));
    expect(seen.text).toContain("Test of 2 sources");
    expect(seen.text).toContain("1 failed");
  });
});

describe("a list that is imported", { timeout: 180_000 }, () => {
  test("shows for each row what is wrong, each in its own words, and keeps what does not answer, marked", async () => {
    const list = opml(
      `${site.origin}/second`,
      `${site.origin}/feed`,
      "http://no-such-name.invalid/rss",
      `${site.origin}/forbidden?x`,
      `${site.origin}/page`,
      "http://169.254.169.254/latest",
    );
    const run = await done(await importList(list, { tags: "imported, desk" }));
    const { text: page } = run;
    expect(page).toContain("ok: rss “Second Herald”, 1 item");
    expect(page).toMatch(/duplicate of <a href="\/sources\/herald">herald<\/a>/u);
    expect(page).toMatch(/unreachable because .*no-such-name\.invalid.*\(DNS\)/u);
    expect(page).toMatch(/unreachable because the site refuses us \(403\)/u);
    expect(page).toMatch(/not a feed, found nothing else: it is an HTML page/u);
    expect(page).toContain("cannot be a source:");
    expect(page).toContain("Add 4 sources");

    const before = await readConsoleObjects(scene.db, "source");
    expect(before).toEqual([]);
    const path = new URL(run.url).pathname;
    await scene.post(path, {}, "operator");
    const objects = await readConsoleObjects(scene.db, "source");
    expect(objects.map(({ id, updatedBy }) => `${id} ${updatedBy}`).toSorted()).toEqual([
      "feed-0 operator",
      "feed-2 operator",
      "feed-3 operator",
      "feed-4 operator",
    ]);
    const byId = new Map(objects.map(({ id, content }) => [id, content]));
    expect(byId.get("feed-0")).toMatch(/url: .*\/second\ntags:\n {2}- imported\n {2}- desk\n/u);
    expect(byId.get("feed-2")).toMatch(/note: "?unreachable when imported on \d{4}-\d\d-\d\d: .*\(DNS\)/u);
    expect(byId.get("feed-3")).toContain("(403)");
    expect(byId.get("feed-4")).toContain("not a feed when imported");

    // In force, they are known: the same list again changes nothing.
    await putInForce();
    const again = await done(await importList(list));
    expect(again.text).toContain("There is nothing to add");
    await scene.post(new URL(again.url).pathname, {}, "operator");
    await scene.post(path, {}, "operator");
    expect(await readConsoleObjects(scene.db, "source")).toEqual(objects);
    const audits = await scene.db.selectFrom("audit").selectAll().where("action", "=", "source.imported").execute();
    expect(audits).toMatchObject([{ actor: "operator", detail: { added: 4 } }]);
  });

  test("comes out as OPML as it went in, apart from the order", async () => {
    const { text: out } = await scene.get("/sources/export.opml", "viewer");
    const urls = parseOpml(out).map(({ url }) => url);
    expect(urls.toSorted()).toEqual(
      [
        `${site.origin}/feed`,
        `${site.origin}/forbidden`,
        `${site.origin}/second`,
        "http://no-such-name.invalid/rss",
        `${site.origin}/forbidden?x`,
        `${site.origin}/page`,
      ].toSorted(),
    );
    const again = await done(await importList(out));
    expect(again.text).toContain("There is nothing to add");
    expect((await scene.get("/sources/export.yaml", "viewer")).status).toBe(403);
    expect((await scene.get("/sources/export.yaml", "operator")).text).toContain("- id: herald");
  });

  test("can be downloaded as YAML that loads, without being added", async () => {
    const run = await done(await importList("url,name\nhttps://csv.example/rss,From CSV\n", { ask: "" }));
    expect(run.text).toContain("ok, not checked");
    const { text: yaml, headers } = await scene.get(`${new URL(run.url).pathname}/sources.yaml`, "operator");
    expect(headers.get("content-disposition")).toContain("attachment");
    const read = async (path: string): Promise<Uint8Array> =>
      Buffer.from(path === "sources.yaml" ? yaml : "version: 1\ntopics: []\n");
    const loaded = await loadConfig("", { env: {}, checkSecrets: false, readFile: read });
    expect(!loaded.ok && loaded.problems.filter(({ file }) => file === "sources.yaml")).toEqual([]);
    expect(yaml).toContain("name: From CSV");
  });

  test("takes addresses alone, one a line, and one that a link brings along", async () => {
    const run = await done(await importList("https://one.example/\nhttps://two.example/feed\n", { ask: "" }));
    expect(run.text).toContain("Add 2 sources");
    const mixed = await done(await importList("no address\nthree.example\nftp://four.example/\n", { ask: "" }));
    expect(mixed.text).toContain("Add 1 source<");
    expect(mixed.text).toContain("https://three.example");
    expect(mixed.text.match(/cannot be a source/gu)).toHaveLength(2);
    const form = await scene.get("/sources/import?url=https%3A%2F%2Fthree.example%2F", "operator");
    expect(form.text).toContain(">\nhttps://three.example/</textarea>");
    const hostile = await scene.get("/sources/import?url=javascript%3Aalert(1)", "operator");
    expect(hostile.text).not.toContain("javascript:");
  });

  test.each([
    ["nothing", " ", "paste a list first"],
    ["no list", "hello there", "taken: the list cannot be read: line 1: expected the names of the columns"],
    ["broken XML", "<opml><body><outline", "no feed and no address in this list"],
    ["an empty OPML", "<opml version='2.0'><body></body></opml>", "no feed and no address in this list"],
    ["mistakes in YAML", "version: 1\nsources:\n  - id: A B\n", "cannot be used"],
    ["a CSV without addresses", "name,other\na,b\n", "expected the names of the columns"],
  ])("is refused in words: %s", async (_, list, expected) => {
    const first = await importList(list);
    const seen = new URL(first.url).pathname === "/sources/import" ? first : await done(first);
    expect(seen.status).toBe(200);
    expect(seen.text).toContain(expected);
  });

  test("that is refused is there to be corrected", async () => {
    const { text } = await done(await importList("name,other\n<b>a</b>,b\n", { tags: "desk-north, wires" }));
    expect(text).toContain("It cannot be taken: the list cannot be read");
    expect(text).toContain("&lt;b&gt;a&lt;/b&gt;,b\n</textarea>");
    expect(text).toContain('value="desk-north, wires"');
  });

  test("with entities that grow, or too many rows, is refused at once", async () => {
    const grow = Array.from({ length: 12 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(12)}">`).join("");
    const bomb = `<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY e0 "boom">${grow}]><opml><body><outline text="&e12;" xmlUrl="https://bomb.example/&e12;"/></body></opml>`;
    const startedMs = performance.now();
    const seen = await done(await importList(bomb, { ask: "" }));
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    expect(seen.text).not.toContain("boomboom");
    const rows = Array.from({ length: 5001 }, (_, n) => `https://s${n}.example/rss`).join("\n");
    const many = await done(await importList(`url\n${rows}\n`, { name: "many.csv", ask: "" }));
    expect(many.text).toContain("the list has 5001 rows; at most 5000 are taken at once");
    const large = await importList(`url\n${"x".repeat(1_000_001)}`);
    expect(large.text).toContain("at most 1 MB is taken");
  });

  test("shows hostile titles as text", async () => {
    const hostile = `<opml version="2.0"><body><outline text="&lt;img src=x onerror=alert(1)&gt;&quot;&gt;" xmlUrl="https://x.example/rss"/><outline text="js" xmlUrl="javascript:alert(1)"/></body></opml>`;
    const { text: page } = await done(await importList(hostile, { ask: "", name: `"><script>alert(2)</script>.opml` }));
    expect(page).not.toContain("<img");
    expect(page).not.toContain("<script>alert");
    expect(page).not.toContain('href="javascript:');
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  test("of fifty rows is looked at side by side, and says how far it is", async () => {
    const servers = await Promise.all(
      Array.from({ length: 10 }, () => {
        const server = createServer((_request, response) => {
          const answer = (): void =>
            void response.writeHead(200, { "content-type": "application/rss+xml" }).end(rssOf("Slow"));
          setTimeout(answer, 150);
        });
        return new Promise<typeof server>((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
      }),
    );
    const ports = servers.map((server) => {
      const address = server.address();
      return address !== null && typeof address === "object" ? address.port : 0;
    });
    const urls = Array.from({ length: 50 }, (_, n) => `http://127.0.0.1:${ports[n % 10] ?? 0}/${n}`);
    const first = await importList(opml(...urls));
    expect(first.text).toMatch(/The list is being read|of 50 rows looked at/u);
    const seen = await done(first);
    expect(seen.text).toContain("Add 50 sources");
    for (const server of servers) server.close();
  });

  test("is for operators", async () => {
    for (const role of ["viewer", "analyst"] as const) {
      expect((await scene.get("/sources/import", role)).status).toBe(403);
      expect((await scene.post("/sources/import", { text: "url\nhttps://x.example/" }, role)).status).toBe(403);
      expect((await scene.post("/sources/herald/test", {}, role)).status).toBe(403);
    }
    expect((await scene.get("/sources/import/none", "operator")).status).toBe(404);
    expect((await scene.post("/sources/nobody/test", {}, "operator")).status).toBe(404);
  });
});

/** As the loader does: the sources of the console beside those that were set. */
async function putInForce(): Promise<void> {
  const added = (await readConsoleObjects(scene.db, "source")).map(({ content }) => content);
  const list = added.map((content) => content.replaceAll(/^/gmu, "    ").replace("    ", "  - ")).join("\n");
  const read = async (path: string): Promise<Uint8Array> => {
    if (path === "sources.yaml")
      return Buffer.from(
        `version: 1\nnetwork: { allow_private: ["127.0.0.1"] }\nsources:\n  - { id: herald, url: "${site.origin}/feed" }\n  - { id: blocked, url: "${site.origin}/forbidden" }\n${list}\n`,
      );
    return Buffer.from(
      "version: 1\n" +
        (path === "topics.yaml"
          ? "topics: []\n"
          : "route: { receiver: t }\nreceivers: [{ name: t, terminal: true }]\n"),
    );
  };
  const loaded = await loadConfig("", { env: {}, checkSecrets: false, readFile: read });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join("\n"));
  const { sources, network } = loaded.config;
  await scene.setConfig({
    sources: {
      network: { allow_private: network.allowPrivate },
      sources: sources.map(({ id, feeds, name }) => ({ id, name, url: feeds[0] })),
    },
  });
}
