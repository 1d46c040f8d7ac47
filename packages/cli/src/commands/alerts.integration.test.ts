import { sql } from "@wirewatch/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { addAlert } from "../operator-scene/alerts.ts";
import { collector, environmentOf, storeSceneConfig } from "../operator-scene/command.ts";
import { addDelivery } from "../operator-scene/rows.ts";
import { alerts } from "./alerts.ts";

let store: TestStore;
const hourMs = 3_600_000;

beforeAll(async () => {
  store = await startTestStore();
  await storeSceneConfig(store.db);
});
afterAll(() => store.stop());
beforeEach(() =>
  sql`truncate silence, digest, delivery, alert, alert_group, topic_match, article_revision, article, story restart identity cascade`.execute(
    store.db,
  ),
);

async function run(...words: string[]): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await alerts(words, environmentOf(store.url), write);
  return { code, text: text() };
}

describe("list", () => {
  beforeEach(async () => {
    await addAlert(store.db, { title: "Old", openedAt: new Date(Date.now() - 30 * hourMs) });
    await addAlert(store.db, { title: "Held", state: "held" });
    await addAlert(store.db, { topicId: "floods", title: "Rivers rise", severity: "high", openedAt: new Date() });
    await addAlert(store.db, { title: "Over", state: "closed", openedAt: new Date(Date.now() - 40 * hourMs) });
  });

  test("shows the newest first, with where each stands", async () => {
    const { text } = await run("list");
    expect(text).toMatch(
      /^4 alerts, the newest first \(times are UTC\):\n {2}al_3 .*high +“Rivers rise” \(floods\) +desk +open; 1 message/u,
    );
    expect(text).toMatch(/al_2 .*held back, nobody was told yet\n/u);
    expect(text).toMatch(/al_4 .*closed; 1 message, the last 1 d 15 h ago\n$/u);
  });

  test.each([
    [["--held"], ["al_2"]],
    [["--open"], ["al_3", "al_1"]],
    [["--closed"], ["al_4"]],
    [["--acknowledged"], []],
    [
      ["--topic", "acme"],
      ["al_2", "al_1", "al_4"],
    ],
    [["--topic", "acme", "--open"], ["al_1"]],
    [
      ["--since", "24h"],
      ["al_3", "al_2"],
    ],
    [["--limit", "1"], ["al_3"]],
  ])("%j shows %j", async (words, expected) => {
    const shown = JSON.parse((await run("list", ...words, "--json")).text) as { alerts: { alertId: string }[] };
    expect(shown.alerts.map(({ alertId }) => alertId)).toEqual(expected);
  });

  test("says so when it has not looked at all of them", async () => {
    await sql`insert into alert_group (group_key, route, receiver, topic_id, severity, closes_at, stage)
      select 'many ' || n, 'root', 'desk', 'acme', 'normal', now(), 'closed' from generate_series(1, 10000) n`.execute(
      store.db,
    );
    expect((await run("list", "--topic", "floods")).text).toContain("Only the newest 10,000 alerts were looked at.\n");
    expect((await run("list")).text).not.toContain("Only the newest");
  });

  test("says when there are more, or none", async () => {
    expect((await run("list", "--limit", "2")).text).toContain("There are more: --limit 4 shows more of them.");
    expect((await run("list", "--limit", "4")).text).not.toContain("There are more");
    expect((await run("list", "--acknowledged")).text).toBe("There are no such alerts.\n");
  });

  test.each([
    [["--topic", "acm"], 'there is no topic "acm" in the configuration; did you mean acme?'],
    [["--open", "--held"], "choose one of --held and --open"],
    [["--since", "soon"], "it takes a length of time"],
    [["al_1"], "takes no names"],
  ])("%j is refused", async (words, message) => {
    await expect(run("list", ...words)).rejects.toThrow(message);
  });
});

describe("ack", () => {
  test("notes who takes care of each, once", async () => {
    await addAlert(store.db);
    await addAlert(store.db);
    const first = await run("ack", "al_1", "2", "--by", "ada");
    expect(first.code).toBe(0);
    expect(first.text).toMatch(/^al_1 {2}acknowledged by ada, .* UTC\n2 {2}acknowledged by ada/u);
    const again = await run("ack", "al_1", "--by", "grace");
    expect(again).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^al_1 {2}was acknowledged already by ada, /u),
    });
    expect((await run("list")).text).toMatch(/al_1 .*acknowledged by ada now; 1 message/u);
  });

  test("says which are not there", async () => {
    expect(await run("ack", "al_9", "nonsense")).toMatchObject({
      code: 1,
      text: expect.stringContaining("nonsense  there is no such alert"),
    });
    await expect(run("ack")).rejects.toThrow("name alerts by their ids");
  });
});

describe("mute", () => {
  test("silences the story in the alert's topic, so that other topics are still told", async () => {
    const { storyId } = await addAlert(store.db, { title: "Acme Corp sues" });
    const { code, text } = await run("mute", "al_1", "--for", "3h", "--by", "ada");
    expect(code).toBe(0);
    expect(text).toMatch(/^Muted “Acme Corp sues” \(acme\) until .* UTC\n"wirewatch silence expire 1" ends it\.\n$/u);
    const [silence] = await store.db.selectFrom("silence").selectAll().execute();
    expect(silence).toMatchObject({
      matchers: [`story="${storyId}"`, 'topic="acme"'],
      author: "ada",
      comment: "the story of alert al_1: Acme Corp sues",
    });
    expect((silence?.ends_at.getTime() ?? 0) - (silence?.starts_at.getTime() ?? 0)).toBe(3 * hourMs);
  });

  test("takes a reason, and at most 30 days", async () => {
    await addAlert(store.db);
    await run("mute", "al_1", "--comment", "covered\nby the night desk");
    expect(await store.db.selectFrom("silence").select("comment").executeTakeFirst()).toEqual({
      comment: "covered by the night desk",
    });
    await expect(run("mute", "al_1", "--for", "31d")).rejects.toThrow("at most 30d");
  });

  test("says when there is no such alert, or it has no story", async () => {
    const { groupId } = await addAlert(store.db);
    await store.db.updateTable("alert_group").set({ story_id: null }).where("id", "=", groupId).execute();
    expect(await run("mute", "al_1")).toMatchObject({
      code: 1,
      text: expect.stringContaining("silence add 'topic=\"acme\"'"),
    });
    expect(await run("mute", "al_9")).toMatchObject({
      code: 1,
      text: expect.stringContaining("there is no alert al_9"),
    });
  });
});

describe("show", () => {
  const at = (text: string): Date => new Date(`2026-03-02T${text}Z`);

  test("has articles, deliveries, and the time from publication to the first message", async () => {
    const { groupId } = await addAlert(store.db, {
      title: "\u001B[31mAcme\u202E Corp sues",
      matchedAt: at("09:02:00"),
      publishedAt: at("09:00:00"),
    });
    await addDelivery(store.db, "dl_first", groupId, { state: "sent", sent_at: at("09:03:05") });
    await addDelivery(store.db, "dl_mail", groupId, {
      state: "failed",
      channel: "email-1",
      reason: "550 no such user",
      sends: 6,
    });
    await addDelivery(store.db, "dl_later", groupId, { state: "sent", sent_at: at("10:00:00"), revision: 2 });
    const { code, text } = await run("show", "al_1");
    expect(code).toBe(0);
    expect(text).toMatch(/^al_1 {2}“ \[31mAcme {2}Corp sues”\n {2}topic acme \(Harbour\), severity normal\n/u);
    expect(text).toContain("first told 3 min 5 s after publication, 1 min 5 s after its match");
    expect(text).toContain("(times): told\n");
    expect(text).toContain("published 2026-03-02 09:00:00, seen 2026-03-02 09:02:00, sent 2026-03-02 09:03:05");
    expect(text).toContain("    one of these, 1st  harbourmaster\n    The «harbourmaster» spoke.\n");
    expect(text).toContain("3 deliveries:");
    expect(text).toMatch(/newsdesk email-1 {2}alert\.opened: failed, 0 attempts, 550 no such user {2}dl_mail\n/u);
    expect(text).toContain('"wirewatch deliveries replay <id>"');
    expect(JSON.parse((await run("show", "1", "--json")).text)).toMatchObject({
      publishedToSentMs: 185_000,
      matchedToSentMs: 65_000,
      articles: [{ sentAt: "2026-03-02T09:03:05.000Z", state: "sent" }],
    });
  });

  test.each([
    ["textChanged", "(times): told (the text changed)\n"],
    [
      "the story was told already (notMaterial)",
      "(times): told (the story was told already (nothing new worth a message))\n",
    ],
  ])("says the reason %s in words, as explain does", async (reason, said) => {
    const { groupId } = await addAlert(store.db);
    await store.db.updateTable("alert").set({ reason }).where("group_id", "=", groupId).execute();
    expect((await run("show", "al_1")).text).toContain(said);
  });

  test("counts a digest that named it as its message", async () => {
    const { groupId } = await addAlert(store.db, { matchedAt: at("02:00:00"), publishedAt: at("01:00:00") });
    const digest = await store.db
      .insertInto("digest")
      .values({ receiver: "newsdesk", kind: "scheduled", for_at: at("07:30:00"), stage: "closed" })
      .returning("id")
      .executeTakeFirstOrThrow();
    const alert = await store.db
      .updateTable("alert")
      .set({ state: "digested", group_revision: null })
      .where("group_id", "=", groupId)
      .returning("id")
      .executeTakeFirstOrThrow();
    await store.db.insertInto("digest_item").values({ digest_id: digest.id, alert_id: alert.id }).execute();
    await addDelivery(store.db, "dl_digest", groupId, { state: "sent", sent_at: at("07:30:02") });
    await store.db
      .updateTable("delivery")
      .set({ group_id: null, digest_id: digest.id, event: "alert.digest" })
      .execute();
    const { text } = await run("show", "al_1");
    expect(text).toContain("first told 6 h 30 min after publication, 5 h 30 min after its match");
    expect(text).toContain("told in a digest");
    expect(text).toContain("newsdesk webhook-0  alert.digest: sent");
  });

  test("of one that nobody was told of yet says so; and a publication to come is no measure", async () => {
    await addAlert(store.db, { state: "waiting" });
    expect((await run("show", "al_1")).text).toContain("Nothing was sent yet.");
    const { groupId } = await addAlert(store.db, { matchedAt: at("09:02:00"), publishedAt: at("23:00:00") });
    await addDelivery(store.db, "dl_1", groupId, { state: "sent", sent_at: at("09:03:00") });
    expect(JSON.parse((await run("show", "al_2", "--json")).text)).toMatchObject({
      publishedToSentMs: null,
      matchedToSentMs: 60_000,
    });
  });

  test("of one that is not there is an error", async () => {
    expect(await run("show", "al_9")).toMatchObject({
      code: 1,
      text: expect.stringContaining("there is no alert al_9"),
    });
    expect(await run("show", "al_9", "--json")).toEqual({ code: 1, text: "null\n" });
    await expect(run("show")).rejects.toThrow("name one alert by its id");
    await expect(run("close", "al_1")).rejects.toThrow('found "close"; write: wirewatch alerts list');
  });
});
