import { randomBytes } from "node:crypto";
import { openQueues } from "@wirewatch/pipeline";
import type { Bell, StageQueues } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { configFrom, readerOf } from "../../../../test/support/config.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { startConsole } from "../main.ts";
import type { Console } from "../main.ts";

/** What came back from `POST /ingest`. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A console with sources that take articles, and who hands them in. */
export interface Desk {
  readonly store: TestStore;
  /** Rung since the test began. */
  readonly bells: Bell[];
  /** Lines of the log since the test began. */
  readonly logged: { readonly message: string; readonly fields: object }[];
  /** A secret of the configuration, e.g. `DESK`, `SIGNING`. */
  secret(name: string): string;
  /** Hands something in with the token of the source `desk`, or with other headers. */
  post(body: string | object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  revisions(): ReturnType<typeof readRevisions>;
}

const sources = [
  { id: "desk", name: "Desk", kind: "push", ingest: { token: "${env:DESK}" }, exclude: ["*/sport/*"] },
  { id: "one", name: "One", kind: "push", ingest: { token: "${env:SHARED}" }, private_pages: ["10.0.0.5"] },
  { id: "two", name: "Two", kind: "push", ingest: { token: "${env:SHARED}" } },
  { id: "signed", name: "Signed", kind: "push", ingest: { secrets: ["${env:OLD_SIGNING}", "${env:SIGNING}"] } },
  { id: "weak", name: "Weak", kind: "push", ingest: { token: "${env:SHORT}" } },
  { id: "lost", name: "Lost", kind: "push", ingest: { token: "${env:LOST}" } },
  { id: "paused", name: "Paused", kind: "push", ingest: { token: "${env:DESK}" }, enabled: false },
  { id: "site", name: "Site", url: "https://site.example/rss" },
];

const secrets: Readonly<Record<string, string>> = {
  DESK: randomBytes(24).toString("hex"),
  SHARED: randomBytes(24).toString("hex"),
  SIGNING: `whsec_${randomBytes(32).toString("base64")}`,
  OLD_SIGNING: `whsec_${randomBytes(24).toString("base64")}`,
  SHORT: "short",
};

/** Starts a store for the file and a console for each of its tests. */
export function useDesk(): Desk {
  let store: TestStore;
  let queues: StageQueues;
  let served: Console;
  const bells: Bell[] = [];
  const logged: Desk["logged"] = [];

  beforeAll(async () => {
    store = await startTestStore();
    queues = openQueues({ databaseUrl: store.url, onError: () => undefined });
  });
  beforeEach(async () => {
    bells.length = 0;
    logged.length = 0;
    const log = (fields: object, message: string): void => void logged.push({ fields, message });
    served = await startConsole({
      db: store.db,
      queues: { ...queues, ring: (bell) => Promise.resolve(bells.push(bell) > 0) },
      config: readerOf(await configFrom({ sources: { sources } })),
      environment: null,
      resolveSecrets: (text) => {
        const found = secrets[/^\$\{env:(\w+)\}$/.exec(text)?.[1] ?? ""];
        return found === undefined ? Promise.reject(new Error(`${text} is not set`)) : Promise.resolve(found);
      },
      now: () => new Date(),
      log: { info: log, warn: log, error: log },
      host: "127.0.0.1",
      port: 0,
    });
  });
  afterEach(async () => {
    await served.close();
    const tables = sql`page, source_item, article_revision, article, feed, host_gate`;
    await sql`truncate ${tables} restart identity cascade`.execute(store.db);
  });
  afterAll(async () => {
    await queues.close();
    await store.stop();
  });

  const secret = (name: string): string => secrets[name] ?? "";
  return {
    bells,
    logged,
    secret,
    get store() {
      return store;
    },
    post: async (body, headers = { authorization: `Bearer ${secret("DESK")}` }) => {
      const response = await fetch(`${served.url}/ingest`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      const { status, headers: answered } = response;
      return { status, headers: answered, body: (await response.json()) as Answer["body"] };
    },
    revisions: () => readRevisions(store),
  };
}

function readRevisions({ db }: TestStore) {
  return db
    .selectFrom("article_revision")
    .select([
      "article_id",
      "revision",
      "source_id",
      "stage",
      "trigger",
      "page_url",
      "title",
      "published_at",
      "baseline",
    ])
    .orderBy("article_id")
    .orderBy("revision")
    .execute();
}
