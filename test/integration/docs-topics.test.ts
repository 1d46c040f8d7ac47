import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig } from "@wirewatch/config";
import { createTopicEngine, parseQuery, runTopicTests } from "@wirewatch/topics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { topics } from "../../packages/cli/src/commands/topics.ts";
import { collector, environmentOf } from "../../packages/cli/src/operator-scene/command.ts";
import { formatQuery } from "../../packages/topics/src/query/format.ts";

/* What docs/topics.md shows can be copied, and finds what it says. */

const document = readFileSync(fileURLToPath(new URL("../../docs/topics.md", import.meta.url)), "utf8");
const sources = "sources: [{ id: a, url: https://a.example.org/ }]";
const alerts = "route: { receiver: t }\nreceivers: [{ name: t, terminal: true }]\n";
const configurations = [...document.matchAll(/```yaml\n([^]*?)```/gu)].map((match) => match[1] ?? "");

/** The cells of the table whose header begins like this; code without its backquotes. */
function rowsOf(header: string): readonly (readonly string[])[] {
  const lines = document.split("\n");
  const first = lines.findIndex((line) => line.replaceAll(/ +/gu, " ").startsWith(header)) + 2;
  const end = lines.findIndex((line, index) => index >= first && !line.startsWith("|"));
  return lines.slice(first, end).map((line) =>
    line
      .split(/(?<!\\)\|/u)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("\\|", "|"))
      .map((cell) => /^`([^`]*)`$/u.exec(cell)?.[1] ?? cell),
  );
}

describe("the configurations in docs/topics.md", () => {
  it.each(configurations)("can be used as they are, and their tests pass: %s", async (yaml) => {
    const files = new Map([
      ["config/sources.yaml", sources],
      ["config/topics.yaml", yaml],
      ["config/alerts.yaml", alerts],
    ]);
    const readFile = async (path: string): Promise<Uint8Array> => Buffer.from(files.get(path) ?? "");
    expect(await loadConfig("config", { env: {}, readFile, checkSecrets: true, runTopicTests })).toMatchObject({
      ok: true,
      warnings: [],
    });
  });
});

describe("the outputs in docs/topics.md", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "wirewatch docs "));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const outputs = [
    ...document.matchAll(
      /`npx wirewatch topics (test|lint)`(?:(?!```)[^])*(?:```yaml\n([^]*?)```\n+)?```text\n([^]*?)```/gu,
    ),
  ];

  it("are those of the commands", async () => {
    expect(outputs.map(([, verb]) => verb)).toEqual(["test", "lint"]);
    for (const [, verb = "", yaml = configurations[0] ?? "", output = ""] of outputs) {
      writeFileSync(join(folder, "topics.yaml"), yaml);
      const { write, text } = collector();
      // oxlint-disable-next-line no-await-in-loop -- they share the folder
      await topics([verb], environmentOf(undefined, folder), write, () => undefined);
      expect(text().replaceAll(`${folder}/`, "")).toBe(output);
    }
  });
});

describe("the queries in docs/topics.md", () => {
  const examples = rowsOf("| query | finds |");

  it.each(examples)("%s finds %j and not %j", (query = "", found = "", missed = "") => {
    const engine = createTopicEngine();
    engine.add([{ id: "t", query }]);
    const matches = (body: string): boolean => engine.match({ body, lang: "en" }).length > 0;
    expect([matches(found), matches(missed)]).toEqual([true, false]);
  });

  it.each(rowsOf("| query | looks at |"))("%s can be read", (query = "") => {
    expect(parseQuery(query)).toMatchObject({ ok: true, warnings: [] });
  });

  it.each(rowsOf("| query | code |"))("%s is refused with %s", (query = "", code = "") => {
    expect(parseQuery(query)).toMatchObject({ ok: false, error: { code } });
  });

  it.each(rowsOf("| dialect | pasted |"))("in %s: %s is %s", (dialect = "", pasted = "", read = "") => {
    const known = (["wql", "lucene", "factiva", "lexis"] as const).find((name) => name === dialect);
    if (known === undefined) throw new Error(`${dialect} is no dialect`);
    const parsed = parseQuery(pasted, { dialect: known });
    const [, code] = /^refused: `(\w+)`$/u.exec(read) ?? [];
    if (code === undefined) expect(parsed.ok ? formatQuery(parsed.node) : parsed.error).toBe(read);
    else expect(parsed).toMatchObject({ ok: false, error: { code } });
  });

  it("are all there", () => {
    expect(examples.length).toBeGreaterThan(15);
    const codes = [
      ...readFileSync(
        fileURLToPath(new URL("../../packages/topics/src/topics/lint/finding.ts", import.meta.url)),
        "utf8",
      ).matchAll(/"(L_[A-Z_]+)"/gu),
    ];
    expect(rowsOf("| code | says |").map(([code]) => code)).toEqual(codes.map(([, code]) => code));
  });
});
