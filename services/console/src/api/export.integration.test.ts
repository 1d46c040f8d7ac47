import { once } from "node:events";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { sql } from "@wirewatch/store";
import { beforeAll, describe, expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { fill, tokenOf } from "./api-scene.ts";

/*
 * Exports of many entries, by readers that are slow or go away. The console runs in this process, and the reader keeps nothing.
 */

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });
const many = 50_000;
const megabyte = 1_000_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that are in use, with what is outside of the heap. */
function used(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

beforeAll(async () => {
  await fill(scene);
  await sql`insert into article (url, url_key, source_id)
    select 'https://site.example/' || n, 'many ' || n, 'site' from generate_series(1, ${many}) n`.execute(scene.db);
  await sql`insert into article_revision (article_id, revision, source_id, gate, stage, outcome, outcome_at, due_at, title, page_url)
    select id, 1, 'site', 'site.example', 'done', 'unmatched', now() - make_interval(secs => id), 'infinity', repeat('Quay ', 20), url
    from article where url_key like 'many %'`.execute(scene.db);
  await sql`insert into alert_group (group_key, route, receiver, topic_id, severity, closes_at, stage, due_at)
    select 'many ' || n, 'default', 'desk', 'harbour', 'high', now(), 'closed', 'infinity' from generate_series(1, ${many}) n`.execute(
    scene.db,
  );
  await sql`insert into delivery (id, receiver, channel, channel_kind, event, revision, repeat, message, state, stage, due_at, created_at)
    select 'many_' || n, receiver, channel, channel_kind, event, n, repeat, message, 'sent', 'closed', 'infinity', now() - make_interval(secs => n)
    from delivery, generate_series(1, ${many}) n where id = 'dl_sent'`.execute(scene.db);
  await sql`analyze`.execute(scene.db);
}, 240_000);

async function open(list: string): Promise<IncomingMessage> {
  const authorization = `Bearer ${await tokenOf(scene, "read")}`;
  const request = get(`${scene.url}/api/v1/export/${list}`, { headers: { authorization } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return response;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(["articles", "alerts", "deliveries"])("an export of 50,000 %s", (list) => {
  test("takes no more memory at its end than at its beginning, however slow its reader", async () => {
    // What the first requests load once is no part of it.
    (await open(`${list}?until=2000-01-01T00:00:00Z`)).resume();
    const before = used();
    const response = await open(list);
    // The console may run on as far as it can meanwhile.
    await pause(1000);
    let most = used() - before;
    let lines = 0;
    let pieces = 0;
    for await (const piece of response as AsyncIterable<Buffer>) {
      for (const byte of piece) if (byte === 10) lines += 1;
      pieces += 1;
      if (pieces % 50 !== 0) continue;
      await pause(20);
      most = Math.max(most, used() - before);
    }
    expect(lines).toBeGreaterThanOrEqual(many);
    // Measured: 7 MB at most, of articles and of deliveries.
    expect(most).toBeLessThan(16 * megabyte);
  }, 240_000);
});
