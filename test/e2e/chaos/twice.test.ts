import { sql } from "@wirewatch/store";
import type { StageQueues } from "@wirewatch/pipeline";
import { describe, it } from "vitest";
import { openContext } from "../../../packages/cli/src/context.ts";
import { runServices } from "../../../packages/cli/src/run-services.ts";
import { readEnvironment } from "@wirewatch/runtime";
import { articlePage } from "../../support/articles.ts";
import { failedAttempts, isDrained, openLab, readLab } from "../../support/chaos.ts";
import type { ChaosLab } from "../../support/chaos.ts";
import { redisMissing } from "../../support/redis.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { pipelineServices } from "../../support/system.ts";
import { until } from "../../support/until.ts";

/*
 * C1: every bell arrives twice, in random order, up to 10 s late; the tables must be those of a plain run.
 * All runs go on at once: they mostly wait.
 */

const articles = 60;
const seed = 20_261;

describe.concurrent.each(["postgres", "redis"] as const)("on %s queues", (backend) => {
  const missing = backend === "redis" ? redisMissing : null;

  it.skipIf(missing !== null)(
    `C1: bells that come twice and late leave the same tables${missing === null ? "" : ` (${missing})`}`,
    async ({ expect }) => {
      const [plain, twice] = await Promise.all([
        run(backend, (queues) => queues),
        run(backend, (queues) => ringingTwice(queues, seededRandom(seed))),
      ]);
      expect(twice.tables).toEqual(plain.tables);
      expect(plain.tables.length).toBeGreaterThan(articles * 3);
      expect(twice.requests).toBe(plain.requests);
    },
  );
});

/** Each bell is passed on twice, under two job ids, after random delays. */
function ringingTwice(queues: StageQueues, random: () => number): StageQueues {
  let open = true;
  const later = (work: () => Promise<boolean>): void => {
    setTimeout(() => {
      if (open) void work().catch(() => undefined);
    }, random() * 10_000);
  };
  return {
    ...queues,
    ring: (bell, generation) => {
      later(() => queues.ring(bell, generation * 2 + 1000));
      later(() => queues.ring(bell, generation * 2 + 1001));
      return Promise.resolve(true);
    },
    close: () => {
      open = false;
      return queues.close();
    },
  };
}

async function run(
  backend: "postgres" | "redis",
  wrap: (queues: StageQueues) => StageQueues,
): Promise<{ tables: string[]; requests: number }> {
  const lab = await openLab(backend, articles, { seed });
  try {
    // One text twice under two addresses, and one page that changes: copies and revisions take part.
    const copy = articlePage(5000, seededRandom(77));
    lab.site.publish([copy]);
    const env = { ...readEnvironment({ ...lab.env, LOG_LEVEL: "silent" }, process.cwd()) };
    const context = openContext(env, lab.store.url, "all");
    const services = await runServices(pipelineServices, { ...context, queues: wrap(context.queues) });
    try {
      await until(async () => isDrained(await readLab(lab), articles + 1), 150_000, "the end of all work", 250).catch(
        async (error: unknown) => {
          throw new Error(`${String(error)}: ${JSON.stringify(await readLab(lab))} ${await failedAttempts(lab)}`);
        },
      );
    } finally {
      await services.stop(20_000);
    }
    return { tables: await tablesOf(lab), requests: lab.sink.messages.length };
  } finally {
    await lab.close();
  }
}

/** The final tables as text, without instants, and with addresses in place of numbers that depend on the order of work. */
async function tablesOf({ store: { db }, site }: ChaosLab): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select 'item ' || i.url || ' ' || i.title || ' ' || i.baseline || ' ' || coalesce(i.outcome, '') as line from source_item i
    union all select 'article ' || concat_ws('|', r.page_url, r.revision, r.status, r.title, r.language, r.canonical_url, r.characters, r.body_hash, r.verdict, r.relation, r.outcome, r.stage, r.tries, r.attempts)
      from article_revision r
    union all select 'trail ' || concat_ws('|', r.page_url, t.stage, t.result) from trail t join article_revision r using (article_id, revision)
    union all select 'match ' || concat_ws('|', r.page_url, m.topic_id, m.units, m.spans, m.snippet, m.strength, m.outcome, m.reason) from topic_match m join article_revision r using (article_id, revision)
    union all select 'alert ' || concat_ws('|', r.page_url, a.state, a.group_revision) from alert a join topic_match m on m.id = a.match_id join article_revision r on r.article_id = m.article_id and r.revision = m.revision
    union all select 'group ' || concat_ws('|', g.route, g.receiver, g.topic_id, g.revision, g.stage) from alert_group g
    union all select 'delivery ' || concat_ws('|', d.channel, d.event, d.revision, d.state, d.stage, d.message -> 'article' ->> 'url') from delivery d
    union all select 'keys ' || r.page_url || ' ' || count(*) from fp_key k join fp_doc d on d.doc = k.doc join article_revision r on r.article_id = d.article_id group by r.page_url`.execute(
    db,
  );
  return rows.map((row) => row.line.replaceAll(site.url, "http://site")).toSorted((a, b) => (a < b ? -1 : 1));
}
