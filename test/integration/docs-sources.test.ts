import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig } from "@wirewatch/config";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { sources } from "../../packages/cli/src/commands/sources.ts";
import { collector, environmentOf } from "../../packages/cli/src/operator-scene/command.ts";
import { startSite } from "../../packages/cli/src/operator-scene/site.ts";
import type { Site } from "../../packages/cli/src/operator-scene/site.ts";
import { exampleSites } from "../support/example-sites.ts";

/* What docs/sources.md shows can be copied, and yields what it says. */

const document = readFileSync(fileURLToPath(new URL("../../docs/sources.md", import.meta.url)), "utf8");
const secrets = {
  DESK_INGEST_TOKEN: "a token of more than sixteen characters".replaceAll(" ", "-"),
  DESK_INGEST_SECRET: `whsec_${Buffer.from("a secret of thirty-two bytes ...").toString("base64")}`,
};
const alerts =
  "public_url: https://wirewatch.example.org\nroute: { receiver: t }\nreceivers: [{ name: t, terminal: true }]\n";

/** Each example with the id that its `sources test` names, and the output that is shown for it. */
const examples = [
  ...document.matchAll(
    /```yaml\n(?<yaml>sources:(?:(?!```)[^])*)```\n+`npx wirewatch sources test (?<id>[\w-]+)`[^\n]*\n+```text\n(?<output>[^]*?)```/gu,
  ),
].map(({ groups }) => ({ yaml: groups?.["yaml"] ?? "", id: groups?.["id"] ?? "", output: groups?.["output"] ?? "" }));

describe("docs/sources.md", () => {
  it("has an example with its output for each kind", () => {
    expect(examples.map(({ yaml }) => /kind: (\w+)/u.exec(yaml)?.[1] ?? "auto")).toEqual([
      "auto",
      "auto",
      "sitemap",
      "listing",
      "page",
      "auto",
      "push",
    ]);
  });

  it.each([...document.matchAll(/```yaml\n([^]*?)```/gu)].map((match) => match[1] ?? ""))(
    "shows a configuration that can be used as it is: %s",
    async (yaml) => {
      const isAlerts = yaml.startsWith("# alerts.yaml");
      const files = new Map([
        ["config/sources.yaml", isAlerts ? "sources: [{ id: a, url: https://a.example.org/ }]" : yaml],
        ["config/topics.yaml", "topics: [{ id: a, any: [harbour] }]"],
        ["config/alerts.yaml", isAlerts ? yaml : alerts],
      ]);
      const readFile = async (path: string): Promise<Uint8Array> => Buffer.from(files.get(path) ?? "");
      expect(await loadConfig("config", { env: secrets, readFile, checkSecrets: true })).toMatchObject({
        ok: true,
        warnings: [],
      });
    },
  );
});

describe("the outputs in docs/sources.md", () => {
  const sites = new Map<string, Site>();
  let folder = "";

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "wirewatch docs "));
    for (const [origin, pages] of Object.entries(exampleSites(new Date()))) sites.set(origin, await startSite(pages));
    Object.assign(process.env, secrets);
  });
  afterAll(async () => {
    for (const site of sites.values()) await site.close();
    for (const name of Object.keys(secrets)) delete process.env[name];
    rmSync(folder, { recursive: true });
  });

  it.each(examples)("are what `sources test` prints for $id", async ({ yaml, id, output }) => {
    const { write, text } = collector();
    writeFileSync(join(folder, "sources.yaml"), localCopy(yaml));
    writeFileSync(join(folder, "topics.yaml"), "topics: [{ id: harbour, any: [harbour NEAR/8 closed] }]\n");
    writeFileSync(join(folder, "alerts.yaml"), alerts);
    const code = await sources(["test", id], environmentOf(undefined, folder), write, () => undefined);
    expectShown(steady(output), steady(shown(text())));
    expect(code).toBe(0);
  });

  /** The example with the addresses of the sites on this machine, and what is needed to reach them. */
  function localCopy(yaml: string): string {
    let local = yaml;
    for (const [origin, site] of sites) local = local.replaceAll(origin, site.origin);
    const file = parse(local) as { sources: object[] };
    const hosts = [...sites.values()].map((site) => new URL(site.origin).host);
    const reachable = { per_host: { min_interval: "0s" }, private_pages: hosts };
    return stringify({
      network: { allow_private: ["127.0.0.1"] },
      sources: file.sources.map((source) => ({ ...source, ...reachable })),
    });
  }

  /** An output with the addresses of the example. */
  function shown(text: string): string {
    let output = text;
    for (const [origin, site] of sites) output = output.replaceAll(site.origin, origin);
    return output;
  }
});

/** The shown output is the whole one, but for lines that are only `…`. */
function expectShown(output: string, whole: string): void {
  const pattern = output.split(/^ *…$/mu).map((part) => part.trim().replaceAll(/[$()*+.?[\\\]^{|}]/gu, "\\$&"));
  expect(whole).toMatch(new RegExp(`^${pattern.join("[^]*")}$`, "u"));
}

/** Times and sizes differ from run to run, lines of the copy from those of the example. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/gu, "<time>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "<time>")
    .replaceAll(/ in [\d.]+ m?s\b/gu, " in <ms>")
    .replaceAll(/sources\.yaml:\d+/gu, "sources.yaml:<line>")
    .replaceAll(/[\d.]+ k?B/gu, "<bytes>")
    .trim();
}
