import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exampleMessage, exampleNotice, signWebhook, webhookBody } from "@wirewatch/alerting";
import { jsonSchemas, loadConfig } from "@wirewatch/config";
import { runTopicTests } from "@wirewatch/topics";
import { describe, expect, it } from "vitest";
import { withPictures } from "../../docs/draw-pipeline.ts";

/* What our documents show is what the program does. */

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "infra/compose/README.md",
  "infra/demo/README.md",
  ...markdownIn("docs"),
];
const secret = `whsec_${Buffer.from("a secret of thirty-two bytes ...").toString("base64")}`;

describe("pictures", () => {
  it.each(["README.md", "docs/pipeline.md"])(
    "%s shows the stages as they are (docs/draw-pipeline.ts writes them)",
    (file) => {
      expect(read(file)).toContain("<!-- pipeline: drawing -->");
      expect(withPictures(read(file))).toBe(read(file));
    },
  );
});

describe("links", () => {
  it.each(documents)("of %s lead to files", (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:)([^)#]*)/g)]
      .map((match) => match[1] ?? "")
      .filter((link) => link !== "");
    expect(links.filter((link) => !existsSync(join(root, dirname(file), link)))).toEqual([]);
  });
});

describe("commands", () => {
  it("are ones that the program has", () => {
    const help = spawnSync(process.execPath, [join(root, "packages/cli/src/main.ts"), "help"], {
      encoding: "utf8",
    }).stdout;
    const shown = documents.flatMap((file) =>
      [...read(file).matchAll(/(?:npx|`)\s?wirewatch ([a-z-]+)/g)].map((match) => match[1] ?? ""),
    );
    expect(shown.length).toBeGreaterThan(20);
    expect([...new Set(shown)].filter((name) => name !== "help" && !help.includes(`  wirewatch ${name} `))).toEqual([]);
  });
});

describe("variables", () => {
  it("in README.md are those that are read", () => {
    const known = [...read("packages/runtime/src/env.ts").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
      (match) => match[1] ?? "",
    );
    expect(known).toContain("DATABASE_URL");
    // WIREWATCH_FAULTS is for tests; CONTRIBUTING.md has it.
    expect(known.filter((name) => name !== "WIREWATCH_FAULTS" && !read("README.md").includes(`\`${name}\``))).toEqual(
      [],
    );
  });
});

describe("configuration", () => {
  it.each(["README.md", "docs/configuration.md"])("in %s can be used as it is", async (file) => {
    const [sources = "", topics = "", alerts = ""] = blocks(file, "yaml");
    const files = new Map(Object.entries({ "sources.yaml": sources, "topics.yaml": topics, "alerts.yaml": alerts }));
    const loaded = await loadConfig("config", {
      env: {
        MINISTRY_TOKEN: "token",
        MINISTRY_SESSION: "session",
        PROXY_PASSWORD: "password",
        DESK_INGEST_TOKEN: "0123456789abcdef",
        SLACK_BOT_TOKEN: "token",
        PARTNER_WEBHOOK: secret,
        PARTNER_WEBHOOK_OLD: secret,
      },
      readFile: async (path) => Buffer.from(files.get(path.replace("config/", "")) ?? "from a file"),
      checkSecrets: true,
      runTopicTests,
    });
    expect(loaded).toMatchObject({ ok: true, warnings: [] });
  });

  it("has every key in its document", () => {
    const keys = new Set(Object.values(jsonSchemas()).flatMap(keysOf));
    const text = read("docs/configuration.md");
    expect(keys).toContain("private_pages");
    expect([...keys].filter((key) => !new RegExp(`\\b${key.replace("$", "")}\\b`).test(text))).toEqual([]);
  });
});

describe("webhooks", () => {
  it("look as docs/delivery.md shows", () => {
    const shown: unknown = JSON.parse(blocks("docs/delivery.md", "json")[0] ?? "");
    const sent: unknown = JSON.parse(webhookBody(exampleMessage({ links: {} })));
    expect(pathsOf(shown)).toEqual(pathsOf(sent));
  });

  it("about sources look as it shows, too", () => {
    const shown: unknown = JSON.parse(blocks("docs/delivery.md", "json")[1] ?? "");
    expect(pathsOf(shown)).toEqual(pathsOf(JSON.parse(webhookBody(exampleNotice()))));
  });

  it("are verified by its example", async () => {
    const receive = await exampleReceiver();
    const [id, body] = ["dl_1", webhookBody(exampleMessage())];
    const seconds = Math.floor(Date.now() / 1000);
    const headers = {
      "webhook-id": id,
      "webhook-timestamp": String(seconds),
      "webhook-signature": signWebhook([secret], id, seconds, body),
    };
    expect(() => receive(body.replace("critical", "low"), headers)).toThrow("No matching signature");
    expect(receive(body, headers)).toEqual(JSON.parse(body));
    expect(receive(body, headers)).toBeNull();
  });

  /** The function in the document, in a file from where its package is found. */
  async function exampleReceiver(): Promise<(body: string, headers: object) => unknown> {
    mkdirSync(join(root, "test/results"), { recursive: true });
    const folder = mkdtempSync(join(root, "test/results/example-"));
    try {
      const file = join(folder, "receive.mjs");
      const [example = ""] = blocks("docs/delivery.md", "js");
      writeFileSync(file, example.replace("process.env.PARTNER_WEBHOOK", JSON.stringify(secret)));
      const { receive } = (await import(pathToFileURL(file).href)) as {
        receive: (body: string, headers: object) => unknown;
      };
      return receive;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

/** The code blocks of a document in one language. */
function blocks(file: string, language: string): string[] {
  return [...read(file).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    (match) => match[1] ?? "",
  );
}

/** Names of all properties in a JSON Schema. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own =
    "properties" in schema && typeof schema.properties === "object" ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
}

/** Where the values of a JSON value stand; entries of a list share one path. */
function pathsOf(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [at];
  const paths = Object.entries(value).flatMap(([key, inner]) =>
    pathsOf(inner, Array.isArray(value) ? `${at}[]` : `${at}.${key}`),
  );
  return [...new Set(paths)].toSorted();
}
