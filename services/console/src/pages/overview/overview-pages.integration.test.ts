import { forgetConfigRefusal, noteConfigRefusal, sql } from "@wirewatch/store";
import { afterEach, expect, test } from "vitest";
import { addAlert, clearAlerts, minutesAgo } from "../../../../../test/support/alert-rows.ts";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addFeed } from "../../../../../test/support/rows.ts";
import { addDelivery } from "../../api/api-scene.ts";
import { articleHours } from "./article-hours.ts";

const files = {
  sources: { sources: [{ id: "site", name: "The Site", url: "https://site.example/rss" }] },
  topics: [{ id: "harbour", name: "Harbour", any: ["harbour"] }],
};
const scene = useConsole(files);
afterEach(async () => {
  await clearAlerts(scene.db);
  await sql`truncate feed, trail, channel_state restart identity cascade`.execute(scene.db);
  await scene.setConfig(files);
});

const hourMs = 3_600_000;
const plain = (text: string): string => text.replaceAll(/<[^>]*>/gu, " ").replaceAll(/\s+/gu, " ");

test("shows alerts, volume, sources and deliveries, each with the way to the rows behind it", async () => {
  const open = await addAlert(scene.db, { title: "Quay closed" });
  const newest = await addAlert(scene.db, { also: open, receiver: "duty" });
  await addAlert(scene.db, { state: "acknowledged" });
  await addFeed(scene.db, { source_id: "site", status: "blocked", reason: "blocked by the site (403)" });
  await scene.db
    .insertInto("channel_state")
    .values({ receiver: "terminal", channel: "terminal-1", disabled_at: minutesAgo(30), reason: "410 gone" })
    .execute();
  const { text } = await scene.get("/");
  const words = plain(text);
  expect(words).toContain("Alerts today 2 1 open , 1 acknowledged");
  expect(words).toContain("Sources needing attention 1 1 blocked");
  expect(words).toContain("The Site keeps us out: blocked by the site (403)");
  expect(words).toContain("takes no messages any more");
  expect(words).toContain("discovered 2");
  for (const href of ["/alerts", "/sources", "/sources/site", "/deliveries", "/pipeline", `/alerts/${newest.alertId}`])
    expect(text).toContain(`href="${href}`);
  // Figures in notes have links of their own, and so has the bar of this hour.
  expect(text).toContain('<a href="/alerts?state=acknowledged">1 acknowledged</a>');
  const hour = Math.floor(Date.now() / hourMs) * hourMs;
  const bounds = { since: new Date(hour).toISOString(), until: new Date(hour + hourMs).toISOString() };
  const query = new URLSearchParams(bounds).toString().replaceAll(".000Z", "Z").replace("&", "&amp;");
  expect(text).toMatch(new RegExp(`<a href="/search\\?${query}" aria-label="this hour: \\d+ articles"`, "u"));
  expect(text).toContain('data-live="alert silence notice source delivery"');
  expect(text).toContain("Quay closed");
});

test("what was sent, tried again and not delivered leads to the tab that holds it", async () => {
  const { groupId } = await addAlert(scene.db);
  const [receiver = ""] = scene.config().alerts.receivers.map(({ name }) => name);
  for (const state of ["sent", "failed", "unknown"] as const)
    await addDelivery(scene.db, `dl_${state}`, { group_id: groupId, receiver, state });
  const { text } = await scene.get("/");
  expect(text).toContain('<a href="/deliveries?tab=sent">1 message sent in 24 hours</a>');
  expect(text).toContain('<a href="/deliveries?tab=dead">2 not delivered</a>');
  const { text: dead } = await scene.get("/deliveries?tab=dead");
  expect(dead.match(/<tr id="dl_\w+"/gu)).toHaveLength(2);
});

test("names one next step, the first that is missing", async () => {
  await scene.setConfig({ sources: { sources: [] } });
  const step = async (): Promise<string> =>
    /class="empty">\s*<h2>([^<]*)</u.exec((await scene.get("/")).text)?.[1] ?? "";
  expect(await step()).toBe("Add a source");
  await scene.setConfig({ sources: files.sources });
  expect(await step()).toBe("Create your first topic");
  await scene.setConfig(files);
  expect(await step()).toBe("Waiting for the first articles");
  await addAlert(scene.db);
  expect(await step()).toBe("");
});

test("says that the files cannot be used, and where it says why", async () => {
  await noteConfigRefusal(scene.db, ['config/topics.yaml:3:5  unknown key `anny`. Did you mean any? "><script>']);
  const text = plain((await scene.get("/")).text);
  expect(text).toContain("The configuration files cannot be used since");
  const page = (await scene.get("/settings/configuration")).text;
  expect(plain(page)).toContain("config/topics.yaml:3:5 unknown key");
  expect(page).not.toContain('"><script>');
  await forgetConfigRefusal(scene.db);
  expect(plain((await scene.get("/")).text)).not.toContain("cannot be used");
  expect(plain((await scene.get("/settings/configuration")).text)).not.toContain("cannot be used as they are");
});

test("hours that are over are counted once, the one under way each time", async () => {
  const now = new Date(Math.floor(Date.now() / hourMs) * hourMs + 30 * 60_000);
  const at = (hours: number): Date => new Date(now.getTime() - hours * hourMs);
  const add = (seen: Date) =>
    sql`insert into article (url, url_key, source_id, first_seen_at) values ('u', ${String(Math.random())}, 's', ${seen})`.execute(
      scene.db,
    );
  await add(at(30));
  await add(at(2));
  await add(at(2));
  await add(at(0));
  // Another one to the memory: hours of the tests before are settled.
  const db = scene.db.withoutPlugins();
  const counts = async (): Promise<(number | undefined)[]> => {
    const hours = await articleHours(db, now);
    return [30, 2, 1, 0].map((n) => hours.counts.get(hours.current.getTime() - n * hourMs));
  };
  expect(await counts()).toEqual([1, 2, 0, 1]);
  await add(at(0));
  expect(await counts()).toEqual([1, 2, 0, 2]);
  expect((await articleHours(db, now)).counts.size).toBe(31);
});

test("an empty installation has a page, also for a viewer", async () => {
  const { status, text } = await scene.get("/", "viewer");
  expect(status).toBe(200);
  expect(plain(text)).toContain("No first message was sent in the last 24 hours.");
  expect(text).not.toContain(">Acknowledge<");
});
