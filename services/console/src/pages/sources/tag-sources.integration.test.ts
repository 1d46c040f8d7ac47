import { findConsoleObject, saveConsoleObject, sql } from "@wirewatch/store";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";

const scene = useConsole({
  sources: {
    sources: [
      { id: "herald", url: "https://herald.example/rss", tags: ["imported"] },
      { id: "courier", url: "https://courier.example/rss", tags: ["inherited"] },
      { id: "gazette", url: "https://gazette.example/rss" },
    ],
  },
});
const herald = "# ours\nid: herald\nurl: https://herald.example/rss # kept\ntags:\n  - imported\n";

beforeEach(async () => {
  await save("herald", herald);
  await save("courier", "id: courier\nurl: https://courier.example/rss\n");
});
afterEach(() => sql`truncate console_object, console_object_version, audit restart identity cascade`.execute(scene.db));

const save = (id: string, content: string) =>
  scene.db
    .transaction()
    .execute((tx) => saveConsoleObject(tx, { kind: "source", id, content, basedOn: null, by: "ana" }));
const contentOf = async (id: string) => (await findConsoleObject(scene.db, "source", id))?.content;
const audits = async () =>
  (await scene.db.selectFrom("audit").select(["action", "target_id"]).orderBy("id").execute()).map(
    ({ action, target_id }) => `${action} ${target_id}`,
  );
const all = ["herald", "courier", "gazette"];

test("a tag is added to the chosen sources of the console, the rest of their entries stays, and the reverse undoes it", async () => {
  await scene.post("/sources/bulk", { id: all, do: "tag", tag: "  local " }, "operator");
  expect(await contentOf("herald")).toMatch(/^# ours\nid: herald\nurl: .* # kept\ntags:\n? +[-[] ?imported/u);
  expect(await contentOf("herald")).toContain("local");
  expect(await contentOf("courier")).toMatch(/inherited[\s\S]*local/u);
  expect(await contentOf("gazette")).toBe(undefined);
  await scene.post("/sources/bulk", { id: all, do: "tag", tag: "local" }, "operator");
  expect(await audits()).toEqual(["source.tagged herald", "source.tagged courier"]);
  await scene.post("/sources/bulk", { id: all, do: "untag", tag: "local" }, "operator");
  expect(await contentOf("herald")).not.toContain("local");
  expect(await contentOf("herald")).toContain("imported");
  expect(await audits()).toHaveLength(4);
});

test.each([
  ["no tag", ""],
  ["a long one", "x".repeat(101)],
])("with %s nothing is changed", async (_, tag) => {
  expect((await scene.post("/sources/bulk", { id: all, do: "tag", tag }, "operator")).status).toBe(200);
  expect(await contentOf("herald")).toBe(herald);
  expect(await audits()).toEqual([]);
});

test("a hostile tag is text", async () => {
  const tag = `a: [b]"><script>alert(1)</script>`;
  await scene.post("/sources/bulk", { id: "herald", do: "tag", tag }, "operator");
  expect((await scene.get("/sources/herald/edit", "operator")).text).not.toContain("<script>alert");
});

test("only operators change tags, and the form is one without scripts", async () => {
  expect((await scene.post("/sources/bulk", { id: all, do: "tag", tag: "local" }, "analyst")).status).toBe(403);
  const { text } = await scene.get("/sources", "operator");
  expect(text).toMatch(/<form id="bulk" method="post" action="\/sources\/bulk"[\s\S]*name="tag"[\s\S]*value="untag"/u);
});
