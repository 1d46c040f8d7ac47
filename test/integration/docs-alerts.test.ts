import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadConfig } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import { suppressionReasons } from "@wirewatch/model";
import { saveConfig } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alerts } from "../../packages/cli/src/commands/alerts.ts";
import { deliveries } from "../../packages/cli/src/commands/deliveries.ts";
import { receivers } from "../../packages/cli/src/commands/receivers.ts";
import { routes } from "../../packages/cli/src/commands/routes.ts";
import { silence } from "../../packages/cli/src/commands/silence.ts";
import { addAlert } from "../../packages/cli/src/operator-scene/alerts.ts";
import { collector, environmentOf } from "../../packages/cli/src/operator-scene/command.ts";
import { configFolder } from "../../packages/cli/src/operator-scene/config-folder.ts";
import { addDelivery } from "../../packages/cli/src/operator-scene/rows.ts";
import { startTestStore } from "../support/store.ts";
import type { TestStore } from "../support/store.ts";

/* What docs/alerts.md shows can be copied, and does what it says. */

const document = readFileSync(fileURLToPath(new URL("../../docs/alerts.md", import.meta.url)), "utf8");
const configurations = [...document.matchAll(/```yaml\n([^]*?)```/gu)].map((match) => match[1] ?? "");
const sources = `sources: [{ id: example-times, url: "https://news.example.com/", tags: [national] }]\n`;
const topics = `topics: [{ id: acme, any: ['"Acme Corp"'], labels: { desk: corporate } }]\n`;
const filesWith = (yaml: string) => ({ "sources.yaml": sources, "topics.yaml": topics, "alerts.yaml": yaml });

async function load(yaml: string): Promise<Awaited<ReturnType<typeof loadConfig>>> {
  const files = new Map(Object.entries(filesWith(yaml)));
  const env = { SLACK_BOT_TOKEN: "token", PARTNER_WEBHOOK: `whsec_${"a".repeat(40)}` };
  const readFile = async (path: string): Promise<Uint8Array> =>
    Buffer.from(files.get(path.replace("config/", "")) ?? "from a file");
  return loadConfig("config", { env, readFile, checkSecrets: true });
}

it.each(configurations)("the configuration can be used as it is: %s", async (yaml) => {
  expect(await load(yaml)).toMatchObject({ ok: true, warnings: [] });
});

it("shows all of it", () => {
  expect(configurations.length).toBeGreaterThan(8);
});

it("the tables of reasons have all reasons", () => {
  const rows = [...document.matchAll(/^\| `(\w+)` +\|/gmu)].map((match) => match[1]);
  expect(rows).toEqual([...suppressionReasons]);
});

describe("the outputs", () => {
  const outputs = [...document.matchAll(/`npx wirewatch routes ([^`]*)`(?:(?!```)[^])*```text\n([^]*?)```/gu)];

  it("are those of the commands, with the configuration above them", async () => {
    expect(outputs).toHaveLength(2);
    for (const { 1: words = "", 2: output = "", index } of outputs) {
      const before = [...document.slice(0, index).matchAll(/```yaml\n([^]*?)```/gu)].at(-1)?.[1] ?? "";
      const folder = configFolder(filesWith(before));
      const { write, text } = collector();
      await routes(wordsOf(words), environmentOf(undefined, folder.path), write);
      folder.remove();
      expect(text()).toBe(output);
    }
  });
});

describe("the commands", () => {
  const programs = { alerts, deliveries, receivers, routes, silence } as const;
  const lines = [...document.matchAll(/^ {4}npx wirewatch (\w+) (.*)$/gmu)].map(([, name = "", rest = ""]) => ({
    name,
    rest,
  }));
  const configuration = configurations.find((yaml) => yaml.includes("quiet_hours")) ?? "";
  let store: TestStore;

  beforeAll(async () => {
    store = await startTestStore();
    await saveConfig(store.db, "docs", await configOf(configuration));
    const { groupId } = await addAlert(store.db);
    await addDelivery(store.db, "dl_1", groupId, { state: "failed", reason: "the receiver answered 410" });
    await addDelivery(store.db, "dl_2", groupId, { state: "failed", reason: "no answer within 20 s", revision: 2 });
    await store.db.updateTable("delivery").set({ created_at: new Date() }).where("id", "=", "dl_2").execute();
  });
  afterAll(() => store.stop());

  it("do what is written there, one after the other", async () => {
    const ran: string[] = [];
    const folder = configFolder(filesWith(configuration));
    for (const { name, rest } of lines) {
      const program = Object.entries(programs).find(([known]) => known === name)?.[1];
      // A test of a receiver would call Slack.
      if (program === undefined || rest.startsWith("test newsdesk")) continue;
      const { write, text } = collector();
      const code = await program(wordsOf(rest), environmentOf(store.url, folder.path), write);
      expect({ code, command: `${name} ${rest}`, text: text() }).toMatchObject({ code: 0 });
      ran.push(name);
    }
    folder.remove();
    expect(new Set(ran)).toEqual(new Set(["receivers", "routes", "silence", "alerts", "deliveries"]));
    expect(await store.db.selectFrom("silence").select("expired_by").orderBy("id").execute()).toHaveLength(2);
  });

  async function configOf(yaml: string): Promise<Config> {
    const loaded = await load(yaml);
    if (!loaded.ok) throw new Error("the configuration cannot be used");
    return loaded.config;
  }
});

/** The words of a command line, quotes taken off. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/gu)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? "",
  );
}
