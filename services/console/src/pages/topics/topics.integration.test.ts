import { findConsoleObject, saveConsoleObject, sql } from "@wirewatch/store";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addGroup, addMatch, addRevision, addStory } from "../../../../../test/support/rows.ts";
import { clearTopics, topicFiles } from "./topics-scene.ts";

const scene = useConsole(topicFiles);
beforeEach(() => clearTopics(scene.db));

const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202Etxt`;

async function match(
  title: string,
  given: { readonly passage?: string; readonly daysAgo?: number; readonly topic?: string } = {},
) {
  const story = await addStory(scene.db);
  const row = await addRevision(scene.db, { story_id: story, title, stage: "done", outcome: "matched" });
  const made = await addMatch(scene.db, row, {
    topic_id: given.topic ?? "harbour",
    ...(given.passage === undefined ? {} : { passage: given.passage }),
  });
  await sql`update topic_match set matched_at = now() - make_interval(days => ${given.daysAgo ?? 0}) where id = ${made.id}`.execute(
    scene.db,
  );
  return { id: made.id, articleId: row.article_id };
}

const save = (id: string, content: string, basedOn: number | null = null) =>
  scene.db.transaction().execute((tx) => saveConsoleObject(tx, { kind: "topic", id, content, basedOn, by: "ana" }));

describe("the list of topics", () => {
  test("has those of files and of the console, with their figures", async () => {
    await match("One");
    await match("Two", { daysAgo: 2 });
    await match("Old", { daysAgo: 9 });
    await addGroup(scene.db, { topic_id: "harbour", flushed_at: new Date() });
    await save("quay", "id: quay\nname: Quayside\nany: [quay]\n");
    const { text } = await scene.get("/topics", "viewer");
    expect(text).toMatch(/Harbour[\s\S]*sea desk[\s\S]*articles a day, last 7 days: 0, 0, 0, 0, 1, 0, 1/u);
    expect(text).toContain("1 pass");
    expect(text).toMatch(/Quayside[\s\S]*console[\s\S]*not in force yet/u);
    expect(text).not.toContain("/topics/new");
  });

  test.each([
    ["q=interest", ["rates"]],
    ["q=HARBOURMASTER", ["harbour"]],
    ["owner=sea+desk", ["harbour"]],
    ["severity=normal", ["rates"]],
    ["label=desk", ["harbour"]],
    ["label=desk%3Dsea", ["harbour"]],
    ["label=desk%3Dland", []],
    ["label=__proto__", []],
    ["q=%00%F0%9F", []],
  ])("shows what fits %s", async (query, ids) => {
    const { status, text } = await scene.get(`/topics?${query}`);
    expect(status).toBe(200);
    expect([...text.matchAll(/id="topic-(\w+)"/gu)].map(([, id]) => id)).toEqual(ids);
  });

  test("says precision as people judged it", async () => {
    const [one, two] = [await match("One"), await match("Two")];
    await scene.post(`/matches/${one.id}/feedback`, { relevant: "yes" }, "analyst");
    await scene.post(`/matches/${two.id}/feedback`, { relevant: "no" }, "analyst");
    expect((await scene.get("/topics")).text).toContain("1 of 2 matches that people judged were relevant");
  });
});

describe("judging a match", () => {
  test("is kept, can be changed, comes back to the page it was asked from, and is audited", async () => {
    const { id } = await match("One");
    const said = await scene.post(`/matches/${id}/feedback`, { relevant: "no", to: "/topics/harbour?x=1" }, "analyst");
    expect(said.url).toBe(`${scene.url}/topics/harbour?x=1`);
    expect(said.text).toContain('<span class="chip bad">not relevant</span>');
    await scene.post(`/matches/${id}/feedback`, { relevant: "yes" }, "analyst");
    expect(await scene.db.selectFrom("match_feedback").select(["is_relevant", "by"]).execute()).toEqual([
      { is_relevant: true, by: "analyst" },
    ]);
    const audited = await scene.db.selectFrom("audit").select(["action", "actor", "target_id"]).execute();
    expect(audited).toEqual([1, 2].map(() => ({ action: "match.judged", actor: "analyst", target_id: id })));
  });

  test.each([
    ["1x", "no", 404],
    ["999999", "no", 404],
    ["99999999999999999999", "no", 404],
    ["1", "maybe", 400],
  ])("of %s as %s is refused", async (id, relevant, status) => {
    expect((await scene.post(`/matches/${id}/feedback`, { relevant }, "analyst")).status).toBe(status);
  });

  test("is not for viewers, and never leads to another site", async () => {
    const { id } = await match("One");
    expect((await scene.post(`/matches/${id}/feedback`, { relevant: "no" }, "viewer")).status).toBe(403);
    const { url } = await scene.post(`/matches/${id}/feedback`, { relevant: "no", to: "//evil.example/" }, "analyst");
    expect(new URL(url).origin).toBe(scene.url);
  });
});

describe("the page of a topic", () => {
  test("says what it looks for, where it goes, how its tests went and what it found", async () => {
    await match("Crane fell", { passage: "The harbourmaster saw a crane fall." });
    const { text } = await scene.get("/topics/harbour", "viewer");
    expect(text).toContain("It finds this in one section of an article (or its title):");
    expect(text).toContain("<code>harbourmaster</code>");
    expect(text).toMatch(/goes to <strong>newsdesk<\/strong>, at any hour/u);
    expect(text).toContain("1 test passes");
    expect(text).toContain("Crane fell");
    expect(text).toContain("The <mark>harbourmaster</mark> saw");
    expect(text).not.toContain("feedback");
    expect((await scene.get("/topics/harbour", "analyst")).text).toContain('data-key="x"');
  });

  test("is paged", async () => {
    for (let n = 0; n < 22; n++) await match(`Article ${n}`);
    const first = await scene.get("/topics/harbour");
    const next = /href="(\/topics\/harbour\?after=\d+)"/u.exec(first.text)?.[1] ?? "";
    const second = await scene.get(next);
    expect(first.text.match(/<article/gu)).toHaveLength(20);
    expect([...second.text.matchAll(/Article (\d+)</gu)].map(([, n]) => n)).toEqual(["1", "0"]);
  });

  test.each(["nothing", "new%2F..", "%00", "a".repeat(90), "__proto__"])("%s is not found", async (id) => {
    expect((await scene.get(`/topics/${id}`)).status).toBe(404);
  });

  test("shows hostile text as text", async () => {
    await match(hostile, { passage: `The harbourmaster ${hostile}` });
    await save(
      "evil",
      `id: evil\nname: ${JSON.stringify(hostile.replace("\u202E", ""))}\nany: [${JSON.stringify('"<script>"')}]\nlabels: { desk: "<i>" }\n`,
    );
    for (const path of [
      "/topics",
      "/topics/harbour",
      "/topics/evil",
      "/topics/evil/edit",
      "/topics/new?query=%3Cscript%3E%22",
    ]) {
      const { status, text } = await scene.get(path);
      expect({ path, status }).toEqual({ path, status: 200 });
      expect(text).not.toMatch(/<script>|<img src=x|<i>|\u202E/u);
    }
  });
});

describe("a topic of the console", () => {
  test("keeps its versions with what changed, and restores one", async () => {
    await save("quay", "id: quay\nany: [quay]\n");
    await save("quay", "id: quay\nany: [pier]\n", 1);
    const { text } = await scene.get("/topics/quay", "analyst");
    expect(text).toMatch(/Version 2[\s\S]*-any: \[quay\][\s\S]*\+any: \[pier\]/u);
    const restored = await scene.post("/topics/quay/restore", { version: "1" }, "analyst");
    expect(restored.text).toContain("version 3");
    expect(await scene.db.selectFrom("console_object").select(["content", "version"]).execute()).toEqual([
      { content: "id: quay\nany: [quay]\n", version: 3 },
    ]);
  });

  test("is deleted only as it was seen; its page and history stay, and it can come back", async () => {
    await save("quay", "id: quay\nany: [quay]\n");
    await match("About the quay", { topic: "quay" });
    expect(new URL((await scene.post("/topics/quay/delete", { version: "7" }, "analyst")).url).pathname).toBe(
      "/topics/quay",
    );
    expect((await scene.post("/topics/quay/delete", { version: "1" }, "viewer")).status).toBe(403);
    const gone = await scene.post("/topics/quay/delete", { version: "1" }, "analyst");
    expect(new URL(gone.url).pathname).toBe("/topics");
    expect(gone.text).not.toContain("topic-quay");
    const page = await scene.get("/topics/quay", "analyst");
    expect(page.text).toMatch(/deleted[\s\S]*About the quay/u);
    expect((await scene.get("/topics/quay/edit", "analyst")).status).toBe(404);
    await scene.post("/topics/quay/restore", { version: "1" }, "analyst");
    expect((await scene.get("/topics/quay", "analyst")).text).toContain("version 3");
  });

  test("of a file cannot be deleted here", async () => {
    expect((await scene.post("/topics/harbour/delete", { version: "1" }, "analyst")).status).toBe(400);
  });
});

describe("a topic of the console that is not in use", () => {
  const refuse = (...ids: readonly string[]) => {
    const why = { reason: `there is no source \`gone\`. ${hostile}`, remedy: "Edit it." };
    Object.assign(scene.config(), { refused: ids.map((id) => ({ kind: "topic", id, ...why })) });
  };
  afterEach(() => void delete scene.config().refused);

  test("says so on its page, in the list, on the overview and in the settings", async () => {
    await save("quay", "id: quay\nname: Quayside\nany: [quay]\nwhere: { sources: [gone] }\n");
    refuse("quay");
    for (const path of ["/topics/quay", "/topics", "/", "/settings/configuration"]) {
      const { text, status } = await scene.get(path, "viewer");
      expect(status).toBe(200);
      expect(text).toMatch(/not in use[\s\S]*there is no source `gone`/u);
      expect(text).not.toContain("<script>alert");
    }
    expect((await scene.get("/", "viewer")).text).toContain('<a href="/topics/quay">topic quay</a>');
    expect((await scene.get("/topics/quay")).text).not.toContain("not yet in force");
  });

  test("whose id a file has as well shows the file's topic, and the other one can be deleted there", async () => {
    await save("harbour", "id: harbour\nname: Other harbour\nany: [pier]\n");
    refuse("harbour");
    const page = await scene.get("/topics/harbour");
    expect(page.text).toContain("written in a file");
    expect(page.text).toContain("not in use");
    expect(page.text).toContain("<h1>Harbour</h1>");
    expect(page.text).toContain("Delete the one made in the console");
    expect((await scene.get("/topics/harbour", "viewer")).text).not.toContain("Delete the one made");
    await scene.post("/topics/harbour/delete", { version: "7" });
    expect(await findConsoleObject(scene.db, "topic", "harbour")).not.toBe(null);
    const gone = await scene.post("/topics/harbour/delete", { version: "1" });
    expect(await findConsoleObject(scene.db, "topic", "harbour")).toBe(null);
    expect(new URL(gone.url).pathname).toBe("/topics/harbour");
    // Until the loader has seen it, a second later.
    expect(gone.text).toContain("<h1>Harbour</h1>");
    expect((await scene.get("/topics", "viewer")).text).toContain('id="topic-harbour"');
  });
});
