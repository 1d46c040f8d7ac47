import { runStage } from "@wirewatch/pipeline";
import type { AnyMessage, StageName } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { beforeEach, describe, expect, test } from "vitest";
import { classifierStages } from "../../services/classifier/src/index.ts";
import { decide, emptyStore, messageOf, stripped } from "../../services/deduplicator/src/scene.ts";
import { sinkSecret, useNotifierScene } from "../../services/notifier/src/notifier-scene.ts";
import { configFrom, readerOf } from "../support/config.ts";
import { testRunner } from "../support/runner.ts";

/*
 * What a desk hears about a story, from the verdict on each text to the message: deduplicator, classifier and notifier as they are.
 */

const scene = useNotifierScene();

beforeEach(() => emptyStore(scene.store.db));

const report = [
  "Elmouth's harbourmaster closed the northern pier on Monday after divers found cracks in the breakwater.",
  "The ferries to the Stour islands leave from the old quay until the engineers have finished their inspection.",
  "The breakwater was built in 1931 from concrete caissons and repaired once, after the storm of 1962.",
  "Islanders were told by loudspeaker while they waited at the pier with their cars and cattle.",
];
const inquiry = [
  "Elmouth's northern pier, closed since divers found cracks in the breakwater, was known to be unsafe for years.",
  "The harbourmaster ignored two letters of the Stour islands' ferry company, according to an internal report.",
  "Engineers had asked for an inspection of the concrete caissons after each storm, the report on the breakwater says; it was repaired once.",
  "The council of Elmouth will question the ferry company and the engineers about the pier and the breakwater on Thursday, while ferries leave for the Stour islands from the old quay.",
];

interface Published {
  readonly source: string;
  readonly sentences: readonly string[];
  readonly given?: Partial<ArticleRevision>;
}

/** Publishes an article and takes it through the stages; then the desk's groups speak as if their interval were over. */
async function published({ source, sentences, given = {} }: Published): Promise<ArticleRevision> {
  const { db } = scene.store;
  const files = deskFiles();
  const stages = classifierStages({ db, config: readerOf(await configFrom(files)) });
  const notify = await scene.notifier(files);
  const row = await decide(db, await stripped(db, sentences, { source_id: source, ...given }));
  for (const stage of stages) await runStage(stage, messageOf(row), testRunner(db).deps);
  await notify("notify", messageOf(row));
  await sql`update alert_group set flushed_at = flushed_at - interval '1 hour', due_at = now() where stage <> 'closed'`.execute(
    db,
  );
  const waiting: { stage: StageName; message: AnyMessage }[] = (
    await db.selectFrom("alert_group").select("id").where("stage", "<>", "closed").execute()
  ).map(({ id }) => ({ stage: "flush", message: { groupId: id } }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    waiting.push(...(await notify(next.stage, next.message)).bells.filter(({ stage }) => stage === "deliver"));
  }
  return row;
}

function deskFiles() {
  const { sink } = scene;
  const sources = ["agency", "gazette", "courier"].map((id) => ({ id, name: id, url: `https://${id}.example/rss` }));
  return {
    sources: { network: { allow_private: [sink.host] }, sources },
    topics: [{ id: "harbour", name: "Harbour", any: ["harbourmaster"] }],
    alerts: {
      route: { receiver: "desk", group_wait: "0s" },
      receivers: [{ name: "desk", webhook: [{ url: `${sink.url}/desk`, secret: sinkSecret }] }],
    },
  };
}

const told = () => scene.sink.messages.map(({ body }) => body.type);

async function lastOutcome(row: ArticleRevision): Promise<unknown> {
  const { db } = scene.store;
  return db
    .selectFrom("topic_match")
    .select(["outcome", "reason", "detail"])
    .where("article_id", "=", row.article_id)
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
}

describe("after an article was told about", () => {
  test.each([
    ["word for word", report],
    ["cut", report.slice(0, 3)],
    ["with an introduction of its own", ["From our correspondent on the coast.", ...report]],
  ])("its copy at another source, %s, joins it silently", async (_, sentences) => {
    await published({ source: "agency", sentences: report });
    const copy = await published({ source: "gazette", sentences });
    expect(told()).toEqual(["alert.opened"]);
    expect(await lastOutcome(copy)).toMatchObject({ outcome: "joined" });
  });

  test("a copy that was published earlier becomes the canonical one and tells nobody", async () => {
    await published({ source: "gazette", sentences: report });
    const published_at = new Date(Date.now() - 3_600_000);
    const earlier = await published({ source: "agency", sentences: report, given: { published_at } });
    expect(told()).toEqual(["alert.opened"]);
    const cluster = await scene.store.db.selectFrom("cluster").select("canonical_article_id").executeTakeFirstOrThrow();
    expect(cluster.canonical_article_id).toBe(earlier.article_id);
  });

  test("another article on the same event with a new passage is an update of it", async () => {
    const first = await published({ source: "agency", sentences: report });
    const other = await published({ source: "courier", sentences: inquiry });
    expect(other).toMatchObject({ verdict: "unique", story_id: first.story_id });
    expect(told()).toEqual(["alert.opened", "alert.updated"]);
    expect(await lastOutcome(other)).toMatchObject({ outcome: "sent", detail: "newPassage" });
  });

  test("another article on the same event with the passage that was told is none", async () => {
    const first = await published({ source: "agency", sentences: report });
    const other = [...inquiry.filter((sentence) => !sentence.includes("harbourmaster")), ...report.slice(0, 1)];
    const row = await published({ source: "courier", sentences: other });
    expect(row).toMatchObject({ verdict: "unique", story_id: first.story_id });
    expect(told()).toEqual(["alert.opened"]);
    expect(await lastOutcome(row)).toMatchObject({ outcome: "joined" });
  });

  test.each([
    ["with other figures is an update", "1931", "1913", ["alert.opened", "alert.updated"]],
    ["with a typing error mended is none", "loudspeaker", "loudspeakers", ["alert.opened"]],
  ])("a revision of it %s", async (_, before, after, expected) => {
    const first = await published({ source: "agency", sentences: report });
    const given = { article_id: first.article_id, revision: 2, page_url: first.page_url, title: first.title };
    const sentences = report.map((sentence) => sentence.replace(before, after));
    const row = await published({ source: "agency", sentences, given });
    expect(row.verdict).toBe("revision");
    expect(told()).toEqual(expected);
  });
});
