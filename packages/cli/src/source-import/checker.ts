import { readFile } from "node:fs/promises";
import { resolveSecrets } from "@wirewatch/config";
import type { SourceConfig } from "@wirewatch/config";
import { createDocumentReader } from "@wirewatch/fetcher";
import { createHttpClient, environmentVariables } from "@wirewatch/runtime";
import { userAgent } from "../context.ts";
import { createRobots } from "../source-test/robots.ts";
import type { Robots } from "../source-test/robots.ts";
import { checkSource } from "./check-source.ts";
import type { SourceVerdict } from "./check-source.ts";

/** Asks sources as the fetcher would. */
export function createChecker(allowPrivate: readonly string[]): {
  readonly check: (source: SourceConfig) => Promise<SourceVerdict>;
  close(): Promise<void>;
} {
  const http = createHttpClient({ userAgent });
  const documents = createDocumentReader();
  const secrets = { env: environmentVariables(), readFile };
  const common = {
    config: { network: { allowPrivate: [...allowPrivate] } },
    http,
    documents,
    userAgent,
    resolveSecrets: (text: string) => resolveSecrets(text, secrets),
  };
  const robots = new Map<string, Robots>();
  return {
    check: (source) => {
      const agent = source.userAgent ?? userAgent;
      const known = robots.get(agent) ?? createRobots(http, agent);
      robots.set(agent, known);
      return checkSource({ ...common, source }, known);
    },
    async close() {
      await documents.close();
      await http.close();
    },
  };
}
