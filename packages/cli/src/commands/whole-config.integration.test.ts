import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { Environment } from "@wirewatch/runtime";
import { saveConsoleObject, sql } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { createConfigLoader } from "../config-loader.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { configFolder } from "../operator-scene/config-folder.ts";
import type { ConfigFolder } from "../operator-scene/config-folder.ts";
import { receivers } from "./receivers.ts";
import { routes } from "./routes.ts";
import { exportCommand } from "./sources-export.ts";
import { sources } from "./sources.ts";
import { topics } from "./topics.ts";

let store: TestStore;
let folder: ConfigFolder;

const files = {
  "sources.yaml": "version: 1\nsources:\n  - { id: site, url: https://site.example/rss }\n",
  // It can be loaded only together with the source that was imported.
  "topics.yaml": "version: 1\ntopics:\n  - id: harbour\n    any: [harbourmaster]\n    where: { sources: [herald] }\n",
};

beforeAll(async () => {
  store = await startTestStore();
  folder = configFolder(files);
  await save("topic", "quay", "id: quay\nseverity: high\nany: [quay]\ntests: { match: [A new quay] }\n");
  await save("topic", "harbour", "id: harbour\nany: [pier]\n");
  await save("source", "herald", "id: herald\nurl: https://herald.example/rss\ntags: [local]\n");
});
afterAll(async () => {
  folder.remove();
  await store.stop();
});

async function save(kind: "topic" | "source", id: string, content: string): Promise<void> {
  await store.db.transaction().execute((tx) => saveConsoleObject(tx, { kind, id, content, basedOn: null, by: "ana" }));
}

type Command = (
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell: (line: string) => void,
) => Promise<number>;

async function run(command: Command, words: readonly string[], env = environmentOf(store.url, folder.path)) {
  const told: string[] = [];
  const { write, text } = collector();
  const code = await command(words, env, write, (line) => told.push(line));
  return { code, text: text(), told };
}

const clash =
  "The topic harbour of the console is not in use: the topic `harbour` stands in topics.yaml:3 as well, and what stands there is used. Delete the one made in the console, or take the other out of the file.";

describe("with a store", () => {
  test("topics of files and console are listed and tested together, each with its place", async () => {
    const listed = await run(topics, ["list"]);
    expect(listed.text.split("\n").map((line) => line.split(/ {2,}/u).at(-1))).toEqual([
      "from",
      "topics.yaml:3",
      "console",
      "",
    ]);
    expect(listed.told).toEqual([clash]);
    const tested = await run(topics, ["test", "quay"]);
    expect(tested.text).toContain("quay (console): 1 test passed");
    expect(tested.code).toBe(0);
    expect((await run(topics, ["lint"])).text).toContain("2 topics");
  });

  test("a topic of the console goes over the archive", async () => {
    const { text } = await run(topics, ["backtest", "quay"]);
    expect(text).toContain("Topic quay (quay) from console, version ");
  });

  test("routes take topics and sources of the console, and say so", async () => {
    const words = ["test", "--topic", "quay", "--source", "herald"];
    const { text, told } = await run(routes, words);
    expect(text).toContain("The topic quay is from console.\nThe source herald is from console.\n");
    expect(told).toEqual([clash]);
    await expect(run(routes, ["test", "--topic", "quai"])).rejects.toThrow(
      'there is no topic "quai" in topics.yaml or the console; did you mean quay?',
    );
    expect((await run(routes, ["show"])).text).toContain("root → ");
    expect((await run(receivers as Command, ["list"])).told).toEqual([]);
  });

  test("sources of the console are exported, known to an import, and listed with their place", async () => {
    const { text } = await run(exportCommand, ["--format", "csv"]);
    expect(text).toContain("https://herald.example/rss");
    const list = configFolder({
      "more.csv": "url,name\nhttps://herald.example/rss,Herald\nhttps://new.example/rss,New\n",
    });
    const words = ["import", `${list.path}/more.csv`, "--dry-run", "--no-check"];
    const imported = await run(sources, words);
    list.remove();
    expect(imported.text).toMatch(/herald\.example.*herald/u);
    expect(imported.text).toContain("1 source would be added");

    await createConfigLoader(store.db, folder.path, {})();
    const listed = await run(sources, ["list", "--json"]);
    expect(JSON.parse(listed.text)).toMatchObject({
      sources: [
        { id: "herald", origin: "console" },
        { id: "site", origin: "sources.yaml:3" },
      ],
    });
    expect((await run(sources, ["list"])).text).toMatch(/site +sources\.yaml:3/u);
  });

  test("a machine without files works on the configuration in force", async () => {
    await createConfigLoader(store.db, folder.path, {})();
    const env = environmentOf(store.url, "/nonexistent");
    const listed = await run(topics, ["list"], env);
    expect(listed.text).toMatch(/^harbour .*a file$/mu);
    expect(listed.text).toMatch(/^quay .*console$/mu);
    expect(listed.told).toEqual([
      "There are no configuration files in /nonexistent: this is the configuration in force.",
    ]);
    expect((await run(routes, ["test", "--topic", "harbour"], env)).code).toBe(0);
    await sql`truncate config cascade`.execute(store.db);
    await expect(run(topics, ["list"], env)).rejects.toThrow("wirewatch init");
  });
});

describe("without a store", () => {
  const away = (url?: string) => environmentOf(url, folder.path);

  test("the files are worked on as they are, and one line says what is missing", async () => {
    const { text, told } = await run(topics, ["list"], away());
    expect(text).not.toContain("quay");
    expect(told).toEqual([
      "What was made in the console is left out (no Wirewatch runs here); to have it as well, start it, or set DATABASE_URL.",
    ]);
  });

  test("files that name what was made in the console are refused with that line", async () => {
    await expect(run(routes, ["show"], away())).rejects.toThrow(
      /there is no source `herald`[\s\S]*What was made in the console is left out/u,
    );
  });

  test.each(["refuses", "never answers"])("one that %s costs at most two seconds", async (how) => {
    const server = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    if (how === "refuses") await new Promise((resolve) => server.close(resolve));
    const startedAt = performance.now();
    const { told } = await run(topics, ["list"], away(`postgres://nobody@127.0.0.1:${port}/none`));
    expect(performance.now() - startedAt).toBeLessThan(2500);
    expect(told).toEqual([expect.stringMatching(/left out \(the store does not answer: \S/u)]);
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });
});
