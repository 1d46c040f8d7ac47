import { runStage } from "@wirewatch/pipeline";
import type { AnyMessage, RunnerDeps, StageName } from "@wirewatch/pipeline";
import { createHttpClient } from "@wirewatch/runtime";
import type { HttpClient } from "@wirewatch/runtime";
import { sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { testRunner } from "../../../test/support/runner.ts";
import type { TestRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { startWebhookSink } from "../../../test/support/webhook-sink.ts";
import type { WebhookSink } from "../../../test/support/webhook-sink.ts";
import { notifierStages } from "./main.ts";

/** What a run of a stage did. */
export interface StageRun extends TestRunner {
  readonly report: Awaited<ReturnType<typeof runStage>>;
}

/** Runs one stage of the notifier by hand. */
type RunStage = (name: StageName, message: AnyMessage, given?: Partial<RunnerDeps>) => Promise<StageRun>;

/** What surrounds a notifier in a test: a store and a receiver of webhooks. */
export interface NotifierScene {
  readonly store: TestStore;
  readonly sink: WebhookSink;
  /** The notifier's stages for a configuration; `sinkSecret` in it stands for the sink's own. */
  notifier(files: Parameters<typeof configFrom>[0]): Promise<RunStage>;
}

/** Reference to the secret that the sink checks signatures with. */
export const sinkSecret = "${env:SINK_SECRET}";

/** Reference to the sink's own address, for channels whose address is a secret. */
export const sinkUrl = "${env:SINK_URL}";

/** Starts a store for the file; each of its tests begins with empty tables and a sink that got nothing. */
export function useNotifierScene(): NotifierScene {
  let store: TestStore;
  let http: HttpClient;
  let sink: WebhookSink;

  beforeAll(async () => {
    store = await startTestStore();
    http = createHttpClient({ userAgent: "test" });
  });
  beforeEach(async () => {
    sink = await startWebhookSink();
  });
  afterEach(async () => {
    await sink.close();
    await sql`truncate silence, digest_item, digest, channel_state, delivery_attempt, delivery, alert, alert_group, topic_match, notice, trail, story,
      article_revision, article, feed restart identity cascade`.execute(store.db);
  });
  afterAll(async () => {
    await http.close();
    await store.stop();
  });

  return {
    get store() {
      return store;
    },
    get sink() {
      return sink;
    },
    async notifier(files) {
      const stages = notifierStages({
        db: store.db,
        config: readerOf(await configFrom(files)),
        http,
        resolveSecrets: (text) => Promise.resolve(text.replace(sinkSecret, sink.secret).replace(sinkUrl, sink.url)),
        now: () => new Date(),
        random: () => 0.5,
        terminal: { write: () => undefined, color: false, width: 80 },
      });
      return async (name, message, given = {}) => {
        const stage = stages.find((candidate) => candidate.name === name);
        if (stage === undefined) throw new RangeError(name);
        const runner = testRunner(store.db, given);
        const report = await runStage(stage, message, runner.deps);
        return { report, ...runner };
      };
    },
  };
}
