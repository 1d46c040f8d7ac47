import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCheck, runWriteSchemas } from "./check.ts";

const good: Readonly<Record<string, string>> = {
  "config/sources.yaml": "sources:\n  - id: wire\n    url: https://wire.example.net/feed\n",
  "config/topics.yaml": `topics:
  - id: acme
    any: ['"Acme Corp"']
    tests:
      match: [Acme Corp opens a factory]
      no_match: [An Acme cartoon]
`,
  "config/alerts.yaml": "route: { receiver: desk }\nreceivers: [{ name: desk, terminal: true }]\n",
};

async function check(replaced: Readonly<Record<string, string>>): Promise<{ code: number; report: string }> {
  const files = { ...good, ...replaced };
  let report = "";
  const code = await runCheck({
    folder: "config",
    env: {},
    readFile: async (path) => {
      const content = files[path];
      if (content === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
      return new TextEncoder().encode(content);
    },
    write: (text) => {
      report += text;
    },
  });
  return { code, report };
}

describe("wirewatch check", () => {
  it("counts what a good configuration holds", async () => {
    expect(await check({})).toEqual({ code: 0, report: "ok: 1 source, 1 topic, 1 receiver; 2 topic tests passed\n" });
  });

  it("shows place, message and line of every problem, then counts them", async () => {
    const { code, report } = await check({
      "config/sources.yaml":
        "sources:\n  - id: wire\n    url: https://wire.example.net/feed\n    timeout: 10 minutes\n",
      "config/alerts.yaml": "route: { receiver: desc }\nreceivers: [{ name: desk, terminal: true }]\n",
    });
    expect(code).toBe(1);
    expect(report).toBe(`config/alerts.yaml:1:20  there is no receiver \`desc\`. Did you mean desk?
  1 | route: { receiver: desc }
    |                    ^

config/sources.yaml:4:14  timeout: found "10 minutes", expected a duration such as 30s, 5m, 2h or 7d. Did you mean 10m?
  4 |     timeout: 10 minutes
    |              ^

2 problems in 2 files
`);
  });

  it("fails when a topic's test fails, at the line of the test", async () => {
    const topics = good["config/topics.yaml"]?.replace("An Acme cartoon", "Acme Corp cartoon") ?? "";
    const { code, report } = await check({ "config/topics.yaml": topics });
    expect(code).toBe(1);
    expect(report).toContain(
      'config/topics.yaml:6:18  a test of the topic `acme` fails: expected no match for "Acme Corp cartoon".',
    );
    expect(report).toMatch(/1 problem in 1 file\n$/);
  });

  it("passes with warnings and shows them", async () => {
    const alerts = "route: { receiver: desk, group_wait: 1h }\nreceivers: [{ name: desk, terminal: true }]\n";
    const { code, report } = await check({ "config/alerts.yaml": alerts });
    expect(code).toBe(0);
    expect(report).toContain("config/alerts.yaml:1:8  warning: group_interval (15m) is shorter");
    expect(report).toMatch(/passed \(1 warning\)\n$/);
  });

  it("never shows a secret, also not in the line of another problem", async () => {
    const alerts = "route: { receiver: dek }\nreceivers: [{ name: desk, webhook: [{ uri: x, secret: hunter2 }] }]\n";
    const { report } = await check({ "config/alerts.yaml": alerts });
    expect(report).toContain("unknown key `uri`");
    expect(report).not.toContain("hunter2");
  });

  it("shows fifty problems and counts the rest", async () => {
    const unknown = Array.from({ length: 80 }, (_, number) => `zz${number}: 1\n`).join("");
    const { report } = await check({ "config/topics.yaml": unknown });
    expect(report.match(/unknown key/g)).toHaveLength(50);
    expect(report).toContain("… and 30 more\n\n80 problems in 1 file\n");
  });
});

describe("wirewatch check --write-schemas", () => {
  it("writes one JSON Schema for each file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wirewatch-schemas-"));
    try {
      const lines: string[] = [];
      expect(await runWriteSchemas({ folder: join(folder, "new"), write: (text) => lines.push(text) })).toBe(0);
      expect((await readdir(join(folder, "new"))).toSorted()).toEqual(["alerts.json", "sources.json", "topics.json"]);
      const schema: unknown = JSON.parse(await readFile(join(folder, "new", "topics.json"), "utf8"));
      expect(schema).toMatchObject({ type: "object", properties: { topics: { type: "array" } } });
      expect(lines).toHaveLength(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
