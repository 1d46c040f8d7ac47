import type { SourceConfig } from "@wirewatch/config";
import type { SourceItem } from "@wirewatch/model";
import { sql } from "@wirewatch/store";
import type { Feed } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { sourceFrom } from "../../../test/support/config.ts";
import { addFeed } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import type { Intake } from "./intake.ts";
import { keyItems } from "./keyed-items.ts";
import { storeItems } from "./store-items.ts";

/*
 * For tests of what becomes of items that are taken in.
 */

/** When items are taken in. */
export const now = new Date("2026-03-02T12:00:00Z");

/** How items are taken in; what is not given is an ordinary poll of the source `site`. */
interface Taking extends Partial<Pick<Intake, "isBaseline" | "trigger" | "previousPollAt" | "matchByUrl">> {
  readonly settings?: object;
  /** The other source, whose feed announces the same pages. */
  readonly byOther?: boolean;
}

/** A store with the feeds of two sources. */
export interface IntakeScene {
  readonly store: TestStore;
  /** The feed of the source `site`. */
  readonly feed: Feed;
  take(items: readonly SourceItem[], taking?: Taking): ReturnType<typeof storeItems>;
  revisions(): ReturnType<typeof readRevisions>;
  items(): ReturnType<typeof readItems>;
}

/** Starts a store for the file; each of its tests begins with two feeds and nothing else. */
export function useIntakeScene(): IntakeScene {
  let store: TestStore;
  let feed: Feed;
  let otherFeed: Feed;

  beforeAll(async () => {
    store = await startTestStore();
  });
  beforeEach(async () => {
    feed = await addFeed(store.db, { url: "https://site.example/rss" });
    otherFeed = await addFeed(store.db, { source_id: "other", url: "https://other.example/rss" });
  });
  afterEach(() =>
    sql`truncate page, source_item, article_revision, article, feed restart identity cascade`.execute(store.db),
  );
  afterAll(() => store.stop());

  return {
    get store() {
      return store;
    },
    get feed() {
      return feed;
    },
    async take(items, { settings, byOther = false, ...given } = {}) {
      const source = await sourceWith(settings, byOther ? "other" : "site");
      const intake = { source, feed: byOther ? otherFeed : feed, isBaseline: false, now, ...given };
      return store.db.transaction().execute((tx) => storeItems(tx, keyItems(items), intake));
    },
    revisions: () => readRevisions(store),
    items: () => readItems(store),
  };
}

/** The source `site`, or another one, with these settings. */
export function sourceWith(settings: object = {}, id = "site"): Promise<SourceConfig> {
  return sourceFrom({ id, url: `https://${id}.example/rss`, ...settings });
}

function readRevisions({ db }: TestStore) {
  return db
    .selectFrom("article_revision")
    .select(["article_id", "revision", "stage", "source_id", "page_url", "baseline", "too_old", "title"])
    .orderBy("article_id")
    .orderBy("revision")
    .execute();
}

function readItems({ db }: TestStore) {
  return db.selectFrom("source_item").selectAll().orderBy("id").execute();
}
