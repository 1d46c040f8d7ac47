import { loadConfig } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { saveConfig } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** The environment of a command under test. */
export function environmentOf(databaseUrl: string | undefined, folder = "/nonexistent"): Environment {
  const nothing = { redisUrl: undefined, faults: undefined };
  return {
    ...nothing,
    databaseUrl,
    configFolder: folder,
    configNamed: true,
    home: folder,
    logLevel: "silent",
    environment: null,
    color: null,
    singleSignOn: null,
    host: "127.0.0.1",
    port: 0,
  };
}

/** Collects what a command writes. */
export function collector(): { readonly write: (text: string) => void; readonly text: () => string } {
  let text = "";
  return {
    write: (part) => {
      text += part;
    },
    text: () => text,
  };
}

/** A configuration of these sources and topics, complete. */
async function configOf(sources: readonly object[], topics: readonly object[]): Promise<Config> {
  const files: Readonly<Record<string, object>> = {
    "sources.yaml": { version: 1, sources },
    "topics.yaml": { version: 1, topics },
  };
  const readFile = async (path: string): Promise<Uint8Array> => {
    const file = files[path];
    if (file === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    return Buffer.from(JSON.stringify(file, null, 2));
  };
  const loaded = await loadConfig("", { env: {}, readFile, checkSecrets: false });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.message).join("\n"));
  return loaded.config;
}

/** Three sources, two topics, in force. */
export async function storeSceneConfig(db: Kysely<Database>): Promise<string> {
  const config = await configOf(
    [
      { id: "times", name: "The Times", url: "https://times.example/rss" },
      { id: "wire", url: "https://feeds.wire.example/all.xml" },
      { id: "paused", url: "https://paused.example/rss", enabled: false },
    ],
    [
      { id: "acme", name: "Acme Corporation", any: ['"Acme Corp"'] },
      { id: "floods", any: ["flood"] },
    ],
  );
  return (await saveConfig(db, "scene", config)).version;
}
