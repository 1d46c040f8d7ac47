import { findConsoleObject, pauseSources, saveConsoleObject, sql } from "@wirewatch/store";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addFeed } from "../../../../../test/support/rows.ts";

const scene = useConsole({
  sources: {
    sources: [
      { id: "herald", name: "Herald", url: "https://herald.example/rss", tags: ["imported"] },
      { id: "gazette", name: "Gazette", url: "https://gazette.example/rss" },
      { id: "courier", name: "Courier", url: "https://courier.example/rss" },
    ],
  },
  topics: [{ id: "harbour", name: "Harbour", any: ["harbour"], where: { sources: ["courier"] } }],
});
const content = "id: herald\nname: Herald\nurl: https://herald.example/rss\ntags:\n  - imported\n";
const hostile = `<script>alert(1)</script>"></textarea><img src=x onerror=alert(2)>`;

beforeEach(async () => {
  await save("herald", content);
});
afterEach(async () => {
  delete scene.config().refused;
  await sql`truncate console_object, console_object_version, feed, source_item, source_pause, audit restart identity cascade`.execute(
    scene.db,
  );
});

const save = (id: string, text: string) =>
  scene.db
    .transaction()
    .execute((tx) => saveConsoleObject(tx, { kind: "source", id, content: text, basedOn: null, by: "ana" }));
const contentOf = async (id: string) => (await findConsoleObject(scene.db, "source", id))?.content ?? null;
const audits = () => scene.db.selectFrom("audit").select(["action", "target_id", "detail"]).execute();
const pathOf = ({ url }: { readonly url: string }): string => new URL(url).pathname;

describe("an imported source", () => {
  test("is edited as YAML, and audited with the difference", async () => {
    expect((await scene.get("/sources/herald", "operator")).text).toContain('href="/sources/herald/edit"');
    const form = await scene.get("/sources/herald/edit", "operator");
    expect(form.text).toContain("url: https://herald.example/rss");
    const changed = content.replace("imported", "local");
    const saved = await scene.post("/sources/herald/edit", { content: changed, version: "1" }, "operator");
    expect(pathOf(saved)).toBe("/sources/herald");
    expect(await contentOf("herald")).toBe(changed);
    expect(await audits()).toEqual([
      { action: "source.saved", target_id: "herald", detail: { version: 2, diff: "-  - imported\n+  - local" } },
    ]);
  });

  test.each([
    ["url: [", "line 1, column"],
    ["url: http://127.0.0.1/", "cannot be fetched"],
    ["id: other\nurl: https://herald.example/", "keeps the id"],
    [`url: https://herald.example/\n? ${hostile}\n: 1\n`, "Not saved"],
    ["", "url is missing"],
  ])("is not saved as %j, and what was written stays", async (text, message) => {
    const refused = await scene.post("/sources/herald/edit", { content: text, version: "1" }, "operator");
    expect(refused.text).toContain("Not saved");
    expect(refused.text).toContain(message);
    expect(refused.text).not.toContain("<img src=x");
    expect(await contentOf("herald")).toBe(content);
    expect(await audits()).toEqual([]);
  });

  test("that somebody else changed meanwhile is shown before it is replaced", async () => {
    const mine = content.replace("imported", "mine");
    const late = await scene.post("/sources/herald/edit", { content: mine, version: "7" }, "operator");
    expect(late.text).toContain("ana changed this source");
    expect(late.text).toContain("- mine");
    expect(await contentOf("herald")).toBe(content);
    await scene.post("/sources/herald/edit", { content: mine, version: "1" }, "operator");
    expect(await contentOf("herald")).toBe(mine);
  });

  test("is deleted after a page that says what happens, with its pause, and audited", async () => {
    const feed = await addFeed(scene.db, { source_id: "herald" });
    await scene.db
      .insertInto("source_item")
      .values({ source_id: "herald", feed_id: feed.id, item_key: "k", item_hash: "h" })
      .execute();
    await scene.db.transaction().execute((tx) => pauseSources(tx, ["herald"], { by: "ada", reason: "" }));
    const page = await scene.get("/sources/herald/delete", "operator");
    expect(page.text).toMatch(/1<\/span> item that came from it|1 item/u);
    expect(page.text).toContain("Alerts stay");
    await scene.post("/sources/herald/delete", { version: "7" }, "operator");
    expect(await contentOf("herald")).toBe(content);
    expect(pathOf(await scene.post("/sources/herald/delete", { version: "1" }, "operator"))).toBe("/sources");
    expect(await contentOf("herald")).toBe(null);
    expect(await scene.db.selectFrom("source_pause").selectAll().execute()).toEqual([]);
    expect(await scene.db.selectFrom("source_item").select("source_id").execute()).toHaveLength(1);
    expect(await audits()).toEqual([{ action: "source.deleted", target_id: "herald", detail: { was: content } }]);
  });

  test("is not deleted while a topic looks at it by name", async () => {
    await save("courier", "url: https://courier.example/rss\n");
    const page = await scene.get("/sources/courier/delete", "operator");
    expect(page.text).toContain('<a href="/topics/harbour">Harbour</a>');
    expect(page.text).not.toContain("Delete the source");
    await scene.post("/sources/courier/delete", { version: "1" }, "operator");
    expect(await contentOf("courier")).not.toBe(null);
  });

  test("is changed by operators only; sources of files are not changed here", async () => {
    for (const path of ["/sources/herald/edit", "/sources/herald/delete"]) {
      expect((await scene.get(path, "analyst")).status).toBe(403);
      expect((await scene.post(path, { content, version: "1" }, "analyst")).status).toBe(403);
    }
    expect((await scene.get("/sources/herald", "analyst")).text).not.toContain("/sources/herald/edit");
    for (const path of [
      "/sources/gazette/edit",
      "/sources/gazette/delete",
      "/sources/nobody/edit",
      "/sources/%00/edit",
    ])
      expect((await scene.get(path, "operator")).status).toBe(404);
    expect((await scene.get("/sources/gazette", "operator")).text).not.toContain("/sources/gazette/edit");
  });
});

describe("an imported source that is not in use", () => {
  const refuse = (id: string) =>
    Object.assign(scene.config(), { refused: [{ kind: "source", id, reason: `no ${hostile}`, remedy: "Edit it." }] });

  test("has a page, and is named above the list and on the overview", async () => {
    await save("desk", "kind: push\n");
    refuse("desk");
    for (const path of ["/sources/desk", "/sources", "/"]) {
      const { text, status } = await scene.get(path, "operator");
      expect(status).toBe(200);
      expect(text).toContain("not in use");
      expect(text).not.toContain("<img src=x");
    }
    expect((await scene.get("/sources/desk", "operator")).text).toContain('href="/sources/desk/edit"');
    expect(pathOf(await scene.post("/sources/desk/delete", { version: "1" }, "operator"))).toBe("/sources");
    expect(await contentOf("desk")).toBe(null);
  });

  test("leaves the page to the file's source with its id, and can be deleted there", async () => {
    refuse("herald");
    const { text } = await scene.get("/sources/herald", "operator");
    expect(text).toContain("It stands in sources.yaml");
    expect(text).toContain("Delete the one made in the console");
    expect((await scene.get("/sources/herald/delete", "operator")).text).toContain("The source of the file stays");
    await scene.post("/sources/herald/delete", { version: "1" }, "operator");
    expect(await contentOf("herald")).toBe(null);
  });

  test("and is not loaded yet says so", async () => {
    await save("new", "url: https://new.example/rss\n");
    expect((await scene.get("/sources/new", "viewer")).text).toContain("not yet in force");
  });
});
