import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseStoredConfig } from "@wirewatch/config";
import { createConfigReader, deleteConsoleObject, readConfigRefusal, saveConsoleObject, sql } from "@wirewatch/store";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { createConfigLoader, problemLine, problemReport, refusalLine } from "./config-loader.ts";

let store: TestStore;
let folder: string;

beforeAll(async () => {
  store = await startTestStore();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wirewatch config "));
  write("sources.yaml", "version: 1\nsources:\n  - { id: site, url: https://site.example/rss }\n");
  write("topics.yaml", "version: 1\ntopics:\n  - { id: harbour, any: [harbourmaster] }\n");
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await sql`truncate config, feed, host_gate, console_object, console_object_version restart identity cascade`.execute(
    store.db,
  );
});
afterAll(() => store.stop());

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

const feeds = () => store.db.selectFrom("feed").select(["source_id", "stage"]).orderBy("id").execute();

describe("the configuration files", () => {
  test("are loaded into the store, with their feeds", async () => {
    const load = createConfigLoader(store.db, folder, {});
    expect(await load()).toMatchObject({
      kind: "loaded",
      version: "1",
      isNew: true,
      config: { sources: [{ id: "site" }] },
    });
    expect(await feeds()).toEqual([{ source_id: "site", stage: "poll" }]);
  });

  test("are loaded again only when they changed", async () => {
    const load = createConfigLoader(store.db, folder, {});
    await load();
    expect(await load()).toEqual({ kind: "unchanged" });
    write("sources.yaml", "version: 1\nsources:\n  - { id: other, url: https://other.example/rss }\n");
    expect(await load()).toMatchObject({ kind: "loaded", version: "2" });
    expect(await feeds()).toEqual([
      { source_id: "site", stage: "stopped" },
      { source_id: "other", stage: "poll" },
    ]);
  });

  test("with a mistake are told of in the store until they can be used", async () => {
    const load = createConfigLoader(store.db, folder, {});
    await load();
    expect(await readConfigRefusal(store.db)).toBeNull();
    write("topics.yaml", "version: 1\ntopics:\n  - { id harbour, any: [harbourmaster] }\n");
    await load();
    const refusal = await readConfigRefusal(store.db);
    expect(refusal?.problems[0]).toMatch(/topics\.yaml:3:\d+ {2}/u);
    await createConfigLoader(store.db, folder, {})();
    expect(await readConfigRefusal(store.db)).toEqual(refusal);
    write("topics.yaml", "version: 1\ntopics:\n  - { id: harbour, any: [harbourmaster] }\n");
    await load();
    expect(await readConfigRefusal(store.db)).toBeNull();
  });

  test("that a process finds as another one loaded them are not new", async () => {
    await createConfigLoader(store.db, folder, {})();
    expect(await createConfigLoader(store.db, folder, {})()).toMatchObject({
      kind: "loaded",
      version: "1",
      isNew: false,
    });
  });

  test("that are wrong change nothing, are complained about once, and are loaded when they are right", async () => {
    const load = createConfigLoader(store.db, folder, {});
    await load();
    write("topics.yaml", "version: 1\ntopics:\n  - { id: harbour, any: ['(unclosed'] }\n");
    const wrong = await load();
    expect(wrong).toMatchObject({
      kind: "problems",
      problems: [{ file: expect.stringContaining("topics.yaml"), line: 3 }],
    });
    expect(await load()).toEqual({ kind: "unchanged" });
    expect(await store.db.selectFrom("config").select("version").execute()).toEqual([{ version: "1" }]);
    write("topics.yaml", "version: 1\ntopics:\n  - { id: harbour, any: ['(closed)'] }\n");
    expect(await load()).toMatchObject({ kind: "loaded", version: "2" });
  });

  test("that name a secret which is not there are wrong", async () => {
    const token = "headers: { Authorization: 'Bearer ${env:TOKEN}' }";
    write("sources.yaml", `version: 1\nsources:\n  - { id: site, url: https://site.example/rss, ${token} }\n`);
    const missing = await createConfigLoader(store.db, folder, {})();
    expect(missing).toMatchObject({ kind: "problems", problems: [{ message: expect.stringContaining("TOKEN") }] });
    const there = await createConfigLoader(store.db, folder, { TOKEN: "s3cret" })();
    expect(there.kind).toBe("loaded");
    const stored = await store.db.selectFrom("config").select("content").execute();
    expect(JSON.stringify(stored)).toContain("${env:TOKEN}");
    expect(JSON.stringify(stored)).not.toContain("s3cret");
  });
});

describe("topics of the console", () => {
  const save = (id: string, content: string, basedOn: number | null = null) =>
    store.db.transaction().execute((tx) => saveConsoleObject(tx, { kind: "topic", id, content, basedOn, by: "ana" }));
  const topicsInForce = async () =>
    (await createConfigReader(store.db, parseStoredConfig).current()).config.topics.map(
      ({ id, any }) => `${id}: ${any.join()}`,
    );

  test("are loaded with those of the files, when they change and when they are deleted", async () => {
    const load = createConfigLoader(store.db, folder, {});
    await load();
    await save("quay", "id: quay\nany: [quay]\n");
    expect(await load()).toMatchObject({ kind: "loaded", version: "2", isNew: true });
    expect(await load()).toEqual({ kind: "unchanged" });
    expect(await topicsInForce()).toEqual(["harbour: harbourmaster", "quay: quay"]);
    await save("quay", "id: quay\nany: [pier]\n", 1);
    await load();
    expect(await topicsInForce()).toEqual(["harbour: harbourmaster", "quay: pier"]);
    await store.db
      .transaction()
      .execute((tx) => deleteConsoleObject(tx, { kind: "topic", id: "quay", basedOn: 2, by: "ana" }));
    expect(await load()).toMatchObject({ kind: "loaded", version: "4" });
    expect(await topicsInForce()).toEqual(["harbour: harbourmaster"]);
  });

  test("that are broken, or have an id of the file, are left out by themselves and noted", async () => {
    const load = createConfigLoader(store.db, folder, {});
    await load();
    await save("quay", "id: quay\nany: ['(quay']\n");
    const broken = await load();
    expect(broken.kind === "loaded" && broken.refused.map(({ problems }) => problemLine(problems[0]))).toEqual([
      expect.stringMatching(/^console: topic quay:2:8 {2}.*E_UNBALANCED_PAREN/u),
    ]);
    await save("quay", "id: quay\nany: [quay]\n", 1);
    await save("harbour", "id: harbour\nany: [pier]\n");
    const twice = await load();
    expect(twice.kind === "loaded" && twice.refused.map(refusalLine)).toEqual([
      expect.stringMatching(
        /^The topic harbour of the console is not in use: the topic `harbour` stands in topics\.yaml:3 as well/u,
      ),
    ]);
    expect(await topicsInForce()).toEqual(["harbour: harbourmaster", "quay: quay"]);
    expect((await createConfigReader(store.db, parseStoredConfig).current()).config.refused).toMatchObject([
      { kind: "topic", id: "harbour" },
    ]);
  });

  test("that name a source which goes stop alone, and the files' change is in force", async () => {
    const load = createConfigLoader(store.db, folder, {});
    await save("quay", "id: quay\nany: [quay]\nwhere: { sources: [site] }\n");
    await load();
    write("sources.yaml", "version: 1\nsources:\n  - { id: other, url: https://other.example/rss }\n");
    expect(await load()).toMatchObject({ kind: "loaded", isNew: true, refused: [{ id: "quay" }] });
    expect(await topicsInForce()).toEqual(["harbour: harbourmaster"]);
  });

  test("a source whose secret was missing is in force when a process has it, although no file changed", async () => {
    const content = 'kind: push\ningest: { token: "${env:DESK_TOKEN}" }\n';
    await store.db
      .transaction()
      .execute((tx) => saveConsoleObject(tx, { kind: "source", id: "desk", content, basedOn: null, by: "ana" }));
    const sourcesWith = async (env: Record<string, string>): Promise<unknown> => {
      const loaded = await createConfigLoader(store.db, folder, env)();
      return loaded.kind === "loaded" && [loaded.isNew, loaded.config.sources.map(({ id }) => id)];
    };
    expect(await sourcesWith({})).toEqual([true, ["site"]]);
    expect(await sourcesWith({})).toEqual([false, ["site"]]);
    expect(await sourcesWith({ DESK_TOKEN: "0123456789abcdef" })).toEqual([true, ["site", "desk"]]);
  });

  test("leave the spelling of the file's topics in the store, for the editor", async () => {
    await createConfigLoader(store.db, folder, {})();
    const row = await store.db.selectFrom("config").select("content").executeTakeFirstOrThrow();
    expect(row.content).toMatchObject({
      writtenTopics: {
        harbour: {
          file: join(folder, "topics.yaml"),
          line: 3,
          prefix: "  - ",
          text: "{ id: harbour, any: [harbourmaster] }\n",
        },
      },
    });
  });
});

describe("a problem", () => {
  const problem = { file: "topics.yaml", line: 3, column: 5, message: "it is wrong", frame: "3 | a\n  | ^" };

  test("is one line for a log, and has its place below it for a person", () => {
    expect(problemLine(problem as never)).toBe("topics.yaml:3:5  it is wrong");
    expect(problemReport([problem, { ...problem, frame: null }] as never)).toBe(
      "topics.yaml:3:5  it is wrong\n  3 | a\n    | ^\n\ntopics.yaml:3:5  it is wrong",
    );
  });
});
