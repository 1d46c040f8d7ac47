import { MissingSecretError } from "@wirewatch/config";
import { runStage } from "@wirewatch/pipeline";
import type { RunnerDeps } from "@wirewatch/pipeline";
import { createHttpClient } from "@wirewatch/runtime";
import type { HttpClient, HttpRequest } from "@wirewatch/runtime";
import { sql } from "@wirewatch/store";
import type { ArticleRevision, Feed, Notice } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll } from "vitest";
import { createDocumentReader, fetcherStages } from "../../services/fetcher/src/index.ts";
import { configFrom, readerOf } from "./config.ts";
import { emptyTables } from "./empty-tables.ts";
import { startNewsSite } from "./news-site.ts";
import type { NewsSite } from "./news-site.ts";
import { startPlainSite } from "./plain-site.ts";
import type { PlainSite } from "./plain-site.ts";
import { revisionNow } from "./rows.ts";
import { testRunner } from "./runner.ts";
import type { TestRunner } from "./runner.ts";
import { startTestStore } from "./store.ts";
import type { TestStore } from "./store.ts";

/** The fetcher's stages on a store of their own, run by hand, one row at a time. */
export interface FetcherScene {
  readonly store: TestStore;
  /** Requests that were sent, as the client was given them. */
  readonly sent: HttpRequest[];
  /** What the stages take for the time; the real one when null, as it is at first. The database keeps its own clock. */
  now: Date | null;
  /** Starts a site with a feed, for the time of the test. */
  openSite(options?: Parameters<typeof startNewsSite>[0]): Promise<NewsSite>;
  /** Starts a site without anything, for the time of the test. */
  openPlainSite(): Promise<PlainSite>;
  /**
   * Asks a row's document.
   *
   * @param source settings of the only source, whose id is `site`; `every: 60s` unless they say otherwise
   */
  poll(feed: Pick<Feed, "id">, source: SceneSource, given?: Partial<RunnerDeps>): Promise<TestRunner>;
  /** Fetches a revision's page. */
  fetch(row: Pick<ArticleRevision, "article_id" | "revision">, source: SceneSource): Promise<ScenePage>;
  feedNow(feed: Pick<Feed, "id">): Promise<Feed>;
  /** All revisions, in the order they were opened. */
  revisions(): Promise<ArticleRevision[]>;
  notices(): Promise<Pick<Notice, "kind" | "text">[]>;
}

/** A source as `sources.yaml` has it; `hosts` are the private places that it and its links may lead to. */
export interface SceneSource {
  readonly url: string;
  readonly hosts: readonly string[];
  readonly [key: string]: unknown;
}

export interface ScenePage {
  readonly row: ArticleRevision;
  readonly runner: TestRunner;
}

/** Secrets that references of a scene's sources may name. */
const secrets: Readonly<Record<string, string>> = { TOKEN: "s3cret" };

const tables = "page source_item article_revision article feed websub notice recheck host_gate robots trail".split(" ");

/** Starts a store for the file; each of its tests begins with empty tables. */
export function useFetcherScene(): FetcherScene {
  let store: TestStore;
  let http: HttpClient;
  let documents: ReturnType<typeof createDocumentReader>;
  const sent: HttpRequest[] = [];
  const sites: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    store = await startTestStore();
    http = createHttpClient({ userAgent: "test" });
    documents = createDocumentReader();
  });
  afterEach(async () => {
    await Promise.all(sites.splice(0).map((site) => site.close()));
    scene.now = null;
    sent.length = 0;
    await emptyTables(store.db, ...tables);
  });
  afterAll(async () => {
    await Promise.all([documents.close(), http.close()]);
    await store.stop();
  });

  async function run(
    name: "poll" | "fetch",
    message: Parameters<typeof runStage>[1],
    { hosts, ...source }: SceneSource,
    given: Partial<RunnerDeps> = {},
  ): Promise<TestRunner> {
    const config = await configFrom({
      sources: {
        network: { allow_private: hosts },
        sources: [{ id: "site", name: "The Site", private_pages: hosts, every: "60s", ...source }],
      },
      alerts: {
        public_url: "https://watch.example",
        route: { receiver: "desk" },
        receivers: [{ name: "desk", terminal: true }],
      },
    });
    const stages = fetcherStages({
      db: store.db,
      config: readerOf(config),
      documents,
      http: {
        ...http,
        request: (request, signal) => {
          sent.push(request);
          return http.request(request, signal);
        },
      },
      resolveSecrets: secretOf,
      now: () => scene.now ?? new Date(),
      random: () => 0.5,
      userAgent: "Wirewatch/test",
    });
    const stage = stages.find((candidate) => candidate.name === name);
    if (stage === undefined) throw new RangeError(name);
    const runner = testRunner(store.db, given);
    await runStage(stage, message, runner.deps);
    return runner;
  }

  const scene: FetcherScene = {
    get store() {
      return store;
    },
    sent,
    now: null,
    async openSite(options) {
      const site = await startNewsSite(options);
      sites.push(site);
      return site;
    },
    async openPlainSite() {
      const site = await startPlainSite();
      sites.push(site);
      return site;
    },
    async poll({ id }, source, given) {
      await sql`update feed set due_at = now() where id = ${id}`.execute(store.db);
      return run("poll", { feedId: id }, source, given);
    },
    async fetch(row, source) {
      await sql`update article_revision set due_at = now() where article_id = ${row.article_id} and revision = ${row.revision}`.execute(
        store.db,
      );
      const runner = await run("fetch", { articleId: row.article_id, revision: row.revision }, source);
      return { runner, row: await revisionNow(store.db, row) };
    },
    feedNow: ({ id }) => store.db.selectFrom("feed").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    revisions: () =>
      store.db.selectFrom("article_revision").selectAll().orderBy("article_id").orderBy("revision").execute(),
    notices: () => store.db.selectFrom("notice").select(["kind", "text"]).orderBy("id").execute(),
  };
  return scene;
}

async function secretOf(text: string): Promise<string> {
  return text.replaceAll(/\$\{env:(\w+)\}/g, (_whole, name: string) => {
    const secret = secrets[name];
    if (secret === undefined) throw new MissingSecretError(`the environment variable ${name} is not set`);
    return secret;
  });
}
