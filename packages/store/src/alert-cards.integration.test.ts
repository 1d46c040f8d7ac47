import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addAlert, clearAlerts, minutesAgo } from "../../../test/support/alert-rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { muteStory } from "./alert-actions.ts";
import { countCards, findCards, readCards } from "./alert-cards.ts";
import type { CardChoice, CardFacts, CardTab } from "./alert-cards.ts";
import { countOpenCards } from "./alert-groups.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => clearAlerts(store.db));
afterAll(() => store.stop());

const any: CardChoice = { tab: "all", text: "", topicId: null, severity: null, receiver: null, sourceId: null };

async function found(choice: Partial<CardChoice>, fits?: (facts: CardFacts) => boolean): Promise<string[]> {
  const page = await findCards(
    store.db,
    { ...any, ...choice },
    { after: null, limit: 50, ...(fits === undefined ? {} : { fits }) },
  );
  return page.ids.map((id) => `al_${id}`);
}

describe("a story told to several receivers", () => {
  test("is one card with all of them, named by the newest", async () => {
    const first = await addAlert(store.db, { title: "Quay closed", openedAt: minutesAgo(9) });
    const second = await addAlert(store.db, {
      also: first,
      receiver: "duty",
      severity: "critical",
      openedAt: minutesAgo(8),
      state: "acknowledged",
    });
    await addAlert(store.db, { storyId: first.storyId, topicId: "strikes", openedAt: minutesAgo(7) });
    expect(await found({ topicId: "harbour" })).toEqual([second.alertId]);
    const [card] = await readCards(store.db, [second.groupId]);
    expect(card).toMatchObject({ alertId: second.alertId, title: "Quay closed", articles: 1, sources: ["site"] });
    expect(card?.groups).toMatchObject([
      { alertId: second.alertId, receiver: "duty", state: "acknowledged", severity: "critical", acknowledgedBy: "ada" },
      { alertId: first.alertId, receiver: "desk", state: "open" },
    ]);
  });

  test("is found in the tab of each group, by a group that is in it", async () => {
    const open = await addAlert(store.db, { openedAt: minutesAgo(9) });
    const acknowledged = await addAlert(store.db, { also: open, receiver: "duty", state: "acknowledged" });
    expect(await found({ tab: "open" })).toEqual([open.alertId]);
    expect(await found({ tab: "acknowledged" })).toEqual([acknowledged.alertId]);
    expect(await found({ receiver: "desk" })).toEqual([open.alertId]);
  });

  test("leaves its closed groups out while another is open", async () => {
    const old = await addAlert(store.db, { openedAt: minutesAgo(5000), state: "closed" });
    const open = await addAlert(store.db, { also: old });
    expect((await readCards(store.db, [open.groupId]))[0]?.groups).toHaveLength(1);
    expect((await readCards(store.db, [old.groupId]))[0]?.groups).toHaveLength(2);
    expect(await found({ tab: "closed" })).toEqual([old.alertId]);
  });
});

test("tabs hold what their names say, and are counted", async () => {
  const states = ["open", "acknowledged", "waiting", "held", "closed", "untold"] as const;
  const ids = new Map<string, string>();
  for (const state of states) ids.set(state, (await addAlert(store.db, { state })).alertId);
  const muted = await addAlert(store.db);
  await muteStory(store.db, muted.alertId, "ada", 3_600_000);
  await addAlert(store.db, { state: "open", topicId: "strikes" });
  const expected: Record<CardTab, (string | undefined)[]> = {
    open: [ids.get("open")],
    acknowledged: [ids.get("acknowledged")],
    held: [ids.get("held"), ids.get("waiting")],
    muted: [muted.alertId],
    closed: [ids.get("closed")],
    all: [...states.map((state) => ids.get(state)), muted.alertId],
  };
  for (const [tab, names] of Object.entries(expected)) {
    const list = await found({ tab: tab as CardTab, topicId: "harbour" });
    expect({ tab, list: list.toSorted() }).toEqual({ tab, list: names.map(String).toSorted() });
  }
  expect(await countCards(store.db, any)).toEqual({ open: 2, acknowledged: 1, held: 2, muted: 1, closed: 1 });
  expect(await countOpenCards(store.db)).toBe(2);
  expect(await countCards(store.db, { ...any, topicId: "strikes" })).toEqual({
    open: 1,
    acknowledged: 0,
    held: 0,
    muted: 0,
    closed: 0,
  });
});

test("a card has the headline of the passage it shows, not that of the article its story began with", async () => {
  const ferry = await addAlert(store.db, { title: "Winter timetable of the ferry", topicId: "harbour" });
  const cable = await addAlert(store.db, { title: "Cable fails", topicId: "cables", storyId: ferry.storyId });
  const [card] = await readCards(store.db, [cable.groupId]);
  expect(card).toMatchObject({ title: "Cable fails", storyTitle: "Winter timetable of the ferry" });
  expect(await found({ text: "cable f" })).toEqual([cable.alertId]);
  expect(new Set(await found({ text: "timetable" }))).toEqual(new Set([ferry.alertId, cable.alertId]));
});

test.each<[Partial<CardChoice>, string]>([
  [{ text: "100% of quays_" }, "B"],
  [{ text: "al_1" }, "A"],
  [{ topicId: "strikes" }, "C"],
  [{ severity: "critical" }, "D"],
  [{ receiver: "duty" }, "E"],
  [{ sourceId: "wire" }, "F"],
  [{ text: "' or true --" }, ""],
  [{ text: "_" }, "B"],
])("%o finds only what fits", async (choice, expected) => {
  const given = [
    { title: "A" },
    { title: "B: 100% of Quays_ closed" },
    { title: "C", topicId: "strikes" },
    { title: "D", severity: "critical" },
    { title: "E", receiver: "duty" },
    { title: "F", sourceId: "wire" },
  ] as const;
  const names = new Map<string, string>();
  for (const one of given) names.set((await addAlert(store.db, one)).alertId, one.title.slice(0, 1));
  expect((await found(choice)).map((id) => names.get(id)).join("")).toBe(expected);
});

test("conditions on labels are met by one of its matches", async () => {
  const german = await addAlert(store.db, { language: "de", sourceId: "hafen" });
  await addAlert(store.db, { language: "en" });
  const seen: CardFacts[] = [];
  const fits = (facts: CardFacts): boolean => {
    seen.push(facts);
    return facts.language === "de";
  };
  expect(await found({}, fits)).toEqual([german.alertId]);
  expect(seen).toContainEqual({
    topicId: "harbour",
    severity: "normal",
    storyId: german.storyId,
    sourceId: "hafen",
    language: "de",
  });
});

test("pages follow each other without a gap or a repetition, also where times are the same", async () => {
  const at = minutesAgo(30);
  for (let n = 0; n < 7; n += 1) {
    const alert = await addAlert(store.db, { openedAt: at });
    if (n % 2 === 0) await addAlert(store.db, { also: alert, receiver: "duty", openedAt: at });
  }
  const all = await found({});
  expect(all).toHaveLength(7);
  const walked: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof findCards>> = await findCards(store.db, any, { after, limit: 2 });
    walked.push(...page.ids.map((id) => `al_${id}`));
    after = page.next;
  } while (after !== null);
  expect(walked).toEqual(all);
});

test("says when held alerts leave, and in which hours articles came", async () => {
  const { groupId } = await addAlert(store.db, { state: "held", matchedAt: minutesAgo(61) });
  const forAt = new Date(Date.now() + 3_600_000);
  const digest = await store.db
    .insertInto("digest")
    .values({ receiver: "desk", kind: "held", for_at: forAt, stage: "digest" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const alert = await store.db.selectFrom("alert").select("id").executeTakeFirstOrThrow();
  await store.db.insertInto("digest_item").values({ digest_id: digest.id, alert_id: alert.id }).execute();
  const [card] = await readCards(store.db, [groupId]);
  expect(card?.groups).toMatchObject([{ state: "held", heldUntil: forAt, speaksAt: null }]);
  expect(card?.hours).toHaveLength(24);
  expect(card?.hours[22]).toBe(1);
  expect(card?.hours.reduce((sum, n) => sum + n)).toBe(1);
});

test("shows the match that was told, and what somebody said of it", async () => {
  const told = await addAlert(store.db, { passage: "The told passage is here.", url: "https://site.example/told" });
  const later = await addAlert(store.db, { storyId: told.storyId, passage: "A later passage.", state: "untold" });
  await store.db
    .insertInto("match_feedback")
    .values({ match_id: told.matchId, is_relevant: false, by: "ada" })
    .execute();
  const [card] = await readCards(store.db, [later.groupId]);
  expect(card?.match).toMatchObject({
    id: told.matchId,
    url: "https://site.example/told",
    isRelevant: false,
    snippet: { text: "The told passage is here." },
  });
  expect(await readCards(store.db, [])).toEqual([]);
});
