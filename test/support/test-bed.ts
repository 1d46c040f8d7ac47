import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNewsSite } from "./news-site.ts";
import type { NewsSite } from "./news-site.ts";
import { startTestRedis } from "./redis.ts";
import type { TestRedis } from "./redis.ts";
import { startTestStore } from "./store.ts";
import type { TestStore } from "./store.ts";
import { writeConfig } from "./system.ts";
import { startWebhookSink } from "./webhook-sink.ts";
import type { WebhookSink } from "./webhook-sink.ts";

export type QueueBackendName = "postgres" | "redis";

/** What surrounds the program in a test: stores, one news site, one receiver, and a folder with a configuration. */
export interface TestBed {
  readonly store: TestStore;
  readonly redis: TestRedis | null;
  readonly site: NewsSite;
  readonly sink: WebhookSink;
  /** Folder of the configuration. */
  readonly configFolder: string;
  /** Environment of every process of the program. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export interface TestBedOptions {
  readonly backend: QueueBackendName;
  /** `topics.yaml`. */
  readonly topics: string;
  /** Requests at once to the site, and the pause between two of them. */
  readonly perHost: { readonly concurrency: number; readonly minInterval: string };
  readonly site?: Parameters<typeof startNewsSite>[0];
  /** Interval between two polls; 1s when absent. */
  readonly every?: string;
  /** Paths of the receiver's webhooks with further settings, e.g. `repeat: at-most-once`; `/alerts` when absent. */
  readonly webhooks?: Readonly<Record<string, string>>;
  /** For tests that kill the database server. */
  readonly ownServer?: boolean;
}

/** Beds of one process share its environment, so each has a secret of its own name. */
let beds = 0;

/** Starts everything; the fetcher finds the configuration in `WIREWATCH_CONFIG`. The site is the only source. */
export async function openTestBed(options: TestBedOptions): Promise<TestBed> {
  const folder = mkdtempSync(join(tmpdir(), "wirewatch bed "));
  const [store, redis, site, sink] = await Promise.all([
    startTestStore(options),
    options.backend === "redis" ? startTestRedis() : null,
    startNewsSite(options.site),
    startWebhookSink(),
  ]);
  beds += 1;
  const secretName = `TEST_WEBHOOK_SECRET_${beds}`;
  process.env[secretName] = sink.secret;
  const { sources, alerts } = configFor(site, sink, secretName, options);
  writeConfig(folder, { sources, topics: options.topics, alerts });
  return {
    store,
    redis,
    site,
    sink,
    configFolder: folder,
    env: {
      DATABASE_URL: store.url,
      ...(redis === null ? {} : { REDIS_URL: redis.url }),
      [secretName]: sink.secret,
      WIREWATCH_CONFIG: folder,
    },
    async close() {
      await Promise.all([site.close(), sink.close()]);
      await redis?.stop();
      await store.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configFor(
  site: NewsSite,
  sink: WebhookSink,
  secretName: string,
  { perHost, every = "1s", webhooks = { "/alerts": "" } }: TestBedOptions,
): { sources: string; alerts: string } {
  return {
    sources: `version: 1
network: { allow_private: ["${site.host}", "${sink.host}"] }
defaults:
  first_run: alert
  max_age: none
  every: ${every}
  per_host: { concurrency: ${perHost.concurrency}, min_interval: ${perHost.minInterval} }
  max_items: 5000
  max_body: 20MB
sources:
  - { id: site, name: Test site, kind: feed, url: "${site.feedUrl}", private_pages: ["${site.host}"] }
`,
    alerts: `version: 1
route: { receiver: desk, group_wait: 0s }
receivers:
  - name: desk
    webhook:
${Object.entries(webhooks)
  .map(
    ([path, more]) =>
      `      - { url: "${sink.url}${path}", secret: "\${env:${secretName}}"${more === "" ? "" : `, ${more}`} }\n`,
  )
  .join("")}`,
  };
}
