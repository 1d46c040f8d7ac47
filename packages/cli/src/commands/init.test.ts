import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCheck } from "./check.ts";
import { runInit } from "./init.ts";
import { configTemplates } from "./init-templates.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wirewatch-init-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function init(): Promise<string> {
  let report = "";
  expect(await runInit({ folder, write: (text) => (report += text) })).toBe(0);
  return report;
}

async function check(): Promise<{ code: number; report: string }> {
  let report = "";
  const code = await runCheck({
    folder,
    env: {},
    readFile: (path) => readFile(path),
    write: (text) => (report += text),
  });
  return { code, report };
}

describe("wirewatch init", () => {
  it("writes files that pass the check as they are", async () => {
    const report = await init();
    expect(report).toContain(`wrote ${join(folder, "sources.yaml")}\n`);
    expect(report).toContain("What next:");
    const checked = await check();
    expect(checked.code).toBe(0);
    expect(checked.report).toContain("ok: 1 source, 1 topic, 1 receiver; 2 topic tests passed (1 warning)");
    expect(checked.report).toContain("no source is enabled: nothing is polled.");
  });

  it("never overwrites", async () => {
    await writeFile(join(folder, "topics.yaml"), "topics: []\n");
    const report = await init();
    expect(report).toContain(`kept ${join(folder, "topics.yaml")}, which was there already\n`);
    expect(await readFile(join(folder, "topics.yaml"), "utf8")).toBe("topics: []\n");
    expect(await readFile(join(folder, "alerts.yaml"), "utf8")).toBe(configTemplates["alerts.yaml"]);
  });

  it("changes nothing when it is run twice", async () => {
    await init();
    expect(await init()).not.toContain("wrote");
  });

  it("offers examples that are right: switched on, only their secrets are missing and `every` excludes `poll`", async () => {
    for (const [name, template] of Object.entries(configTemplates)) {
      await writeFile(join(folder, name), uncommented(template));
    }
    const { report } = await check();
    const problems = report.match(/^\S+:\d+:\d+ {2}.*$/gm) ?? [];
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(/cannot be resolved|exclude each other/);
  });
});

/** The template with the settings that are commented out switched on. */
function uncommented(template: string): string {
  return template.replace(/^(\s*)# (?=(?:- |  )*[a-z_]+:(?: |$)| +- ["'{h])/gm, "$1");
}
