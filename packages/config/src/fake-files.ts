import type { Config } from "./config.ts";
import { loadConfig } from "./load-config.ts";
import type { Problem } from "./problem.ts";
import type { ReadFile } from "./secrets.ts";

/** A `readFile` over contents in memory, for tests. Other paths are missing as on a disk. */
export function fakeFiles(contents: Readonly<Record<string, string | Uint8Array>>): ReadFile {
  return async (path) => {
    const content = contents[path];
    if (content === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    return typeof content === "string" ? new TextEncoder().encode(content) : content;
  };
}

export const goodSources = `version: 1
sources:
  - id: example-times
    url: https://news.example.com/rss
    tags: [national]
  - id: ministry
    url: https://ministry.example.org/feed
`;

export const goodTopics = `version: 1
topics:
  - id: acme
    any:
      - '"Acme Corp"'
      - Acme NEAR/8 (CEO OR factory)
`;

export const goodAlerts = `version: 1
route:
  receiver: newsdesk
  routes:
    - name: critical
      matchers: [severity="critical"]
      receiver: duty-editor
      group_wait: 0s
receivers:
  - name: newsdesk
    terminal: true
  - name: duty-editor
    webhook:
      - url: https://partner.example.com/hooks
        secret: "\${env:PARTNER_WEBHOOK}"
`;

/** A folder `config` with three good files, some of them replaced; null removes one. */
export function fakeFolder(replaced: {
  readonly sources?: string | Uint8Array | null;
  readonly topics?: string | Uint8Array | null;
  readonly alerts?: string | Uint8Array | null;
}): ReadFile {
  const { sources = goodSources, topics = goodTopics, alerts = goodAlerts } = replaced;
  const files = { "config/sources.yaml": sources, "config/topics.yaml": topics, "config/alerts.yaml": alerts };
  const present = Object.entries(files).flatMap(([path, content]) =>
    content === null ? [] : [[path, content] as const],
  );
  return fakeFiles(Object.fromEntries(present));
}

export const goodSecret = `whsec_${Buffer.from("a".repeat(24)).toString("base64")}`;

/** Loads a fake folder; secrets are checked against `PARTNER_WEBHOOK` alone. */
function loadFake(replaced: Parameters<typeof fakeFolder>[0]): ReturnType<typeof loadConfig> {
  return loadConfig("config", {
    readFile: fakeFolder(replaced),
    env: { PARTNER_WEBHOOK: goodSecret },
    checkSecrets: true,
  });
}

/** The problems of a fake folder as `file:line:column message`; none when it loads. */
export async function problemsOf(replaced: Parameters<typeof fakeFolder>[0]): Promise<readonly string[]> {
  const loaded = await loadFake(replaced);
  return loaded.ok ? [] : loaded.problems.map(inOneLine);
}

/** Likewise the warnings; throws when it does not load. */
export async function warningsOf(replaced: Parameters<typeof fakeFolder>[0]): Promise<readonly string[]> {
  return (await loadedOf(replaced)).warnings.map(inOneLine);
}

/** The configuration of a fake folder; throws when it does not load. */
export async function configOf(replaced: Parameters<typeof fakeFolder>[0]): Promise<Config> {
  return (await loadedOf(replaced)).config;
}

async function loadedOf(
  replaced: Parameters<typeof fakeFolder>[0],
): Promise<{ config: Config; warnings: readonly Problem[] }> {
  const loaded = await loadFake(replaced);
  if (!loaded.ok) throw new Error(loaded.problems.map(inOneLine).join("\n"));
  return loaded;
}

function inOneLine({ file, line, column, message }: Problem): string {
  return `${file.replace("config/", "")}:${line}:${column} ${message}`;
}
