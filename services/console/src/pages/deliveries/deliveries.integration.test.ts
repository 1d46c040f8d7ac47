import { beforeAll, beforeEach, expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addGroup } from "../../../../../test/support/rows.ts";
import { addDelivery } from "../../api/api-scene.ts";

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });
const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>';
let groupId = "";

beforeAll(async () => {
  groupId = (await addGroup(scene.db)).id;
});
beforeEach(async () => {
  for (const table of ["delivery_attempt", "delivery", "channel_state", "audit"] as const)
    await scene.db.deleteFrom(table).execute();
});

const state = (id: string) =>
  scene.db.selectFrom("delivery").select(["state", "stage"]).where("id", "=", id).executeTakeFirst();

test("tabs tell what arrived, what is on its way and what was given up", async () => {
  await addDelivery(scene.db, "dl_s", { group_id: groupId, state: "sent", sent_at: new Date(), receiver: "arrived" });
  await addDelivery(scene.db, "dl_p", {
    group_id: groupId,
    state: "pending",
    receiver: "waiting",
    due_at: new Date(Date.now() + 60_000),
  });
  await addDelivery(scene.db, "dl_f", { group_id: groupId, receiver: "lost", reason: "the receiver answered 410" });
  const shown = async (tab: string): Promise<string> => (await scene.get(`/deliveries?tab=${tab}`, "viewer")).text;
  const [sent, retrying, dead] = [await shown("sent"), await shown("retrying"), await shown("dead")];
  expect(sent).toContain("dl_s");
  expect(sent).not.toContain('id="dl_p"');
  expect(retrying).toContain("next try");
  expect(dead).toContain("1 delivery: the receiver answered 410");
  expect(dead).toContain(`/alerts/al_${groupId}`);
  // A viewer sees no way to send.
  expect(dead).not.toContain("Send again");
  expect((await scene.get("/deliveries?tab=dead&channel=nobody%20webhook-0", "viewer")).text).toContain(
    "No dead letters",
  );
});

test("a receiver's messages are found by its address, and only its dead letters are sent again", async () => {
  for (const [id, receiver] of [
    ["dl_1", "night desk"],
    ["dl_2", "desk"],
  ] as const)
    await addDelivery(scene.db, id, { group_id: groupId, receiver, reason: "no answer" });
  const { text } = await scene.get("/deliveries?tab=dead&receiver=night+desk", "operator");
  expect(text).toContain('id="dl_1"');
  expect(text).not.toContain('id="dl_2"');
  expect(text).toMatch(/<option value="night desk" {2}selected>/u);
  const replay = /href="(\/deliveries\/replay[^"]*)"/u.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const page = await scene.get(replay, "operator");
  expect(page.text).toContain("1 message is sent again");
  expect(page.text).toContain('name="receiver" value="night desk"');
});

test("what was not delivered is given up or not known, both in one list", async () => {
  await addDelivery(scene.db, "dl_f", { group_id: groupId, state: "failed" });
  await addDelivery(scene.db, "dl_u", { group_id: groupId, state: "unknown" });
  const { text } = await scene.get("/deliveries?tab=dead", "viewer");
  for (const id of ["dl_f", "dl_u"]) expect(text).toContain(`id="${id}"`);
});

test("the list is read page by page, no entry twice", async () => {
  for (let nth = 0; nth < 57; nth++)
    await addDelivery(scene.db, `dl_${nth}`, { group_id: groupId, created_at: new Date("2026-03-02T09:00:00Z") });
  const first = (await scene.get("/deliveries?tab=dead", "viewer")).text;
  const next = /rel="next" href="([^"]+)"/u.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const second = (await scene.get(next, "viewer")).text;
  const ids = [...`${first}${second}`.matchAll(/<tr id="(dl_\d+)"/gu)].map(([, id]) => id);
  expect([ids.length, new Set(ids).size]).toEqual([57, 57]);
  expect((await scene.get("/deliveries?after=nonsense&tab=%00&channel=%00", "viewer")).status).toBe(200);
});

test("a group of dead letters is looked at, sent again once, and noted", async () => {
  await addDelivery(scene.db, "dl_a", { group_id: groupId, reason: "no answer within 20 s" });
  await addDelivery(scene.db, "dl_b", { group_id: groupId, reason: "no answer within 15 s" });
  await addDelivery(scene.db, "dl_c", { group_id: groupId, reason: "the receiver answered 410", channel: "webhook-1" });
  await scene.db
    .insertInto("channel_state")
    .values({ receiver: "desk", channel: "webhook-1", disabled_at: new Date(), reason: "410" })
    .execute();
  const preview = await scene.get("/deliveries/replay?like=dl_a", "operator");
  expect(preview.text).toContain("2 messages are sent again, under the same ids");
  expect(preview.text).toContain("No notifier is running");
  expect((await scene.get("/deliveries/replay?like=dl_a", "analyst")).status).toBe(403);
  expect((await scene.post("/deliveries/replay", { like: "dl_a" }, "viewer")).status).toBe(403);
  await scene.post("/deliveries/replay", { like: "dl_a" }, "operator");
  expect(await state("dl_a")).toEqual({ state: "pending", stage: "deliver" });
  expect(await state("dl_b")).toEqual({ state: "pending", stage: "deliver" });
  expect(await state("dl_c")).toMatchObject({ state: "failed" });
  // Its channel is disabled: it stays until somebody enables it.
  expect((await scene.post("/deliveries/dl_c/replay", {}, "operator")).status).toBe(200);
  expect(await state("dl_c")).toMatchObject({ state: "failed" });
  expect((await scene.post("/deliveries/enable", { receiver: "desk", channel: "webhook-1" }, "analyst")).status).toBe(
    403,
  );
  await scene.post("/deliveries/enable", { receiver: "desk", channel: "webhook-1" }, "operator");
  await scene.post("/deliveries/replay", { since: "2020-01-01T00:00" }, "operator");
  expect(await state("dl_c")).toMatchObject({ state: "pending" });
  const actions = await scene.db.selectFrom("audit").select("action").orderBy("id").execute();
  expect(actions.map(({ action }) => action)).toEqual(["delivery.replayed", "channel.enabled", "delivery.replayed"]);
});

test("what arrived is sent once more only when somebody says so", async () => {
  await addDelivery(scene.db, "dl_s", { group_id: groupId, state: "sent", sent_at: new Date() });
  await scene.post("/deliveries/dl_s/replay", {}, "operator");
  expect(await state("dl_s")).toMatchObject({ state: "sent" });
  await scene.post("/deliveries/dl_s/replay", { force: "1" }, "operator");
  expect(await state("dl_s")).toMatchObject({ state: "pending" });
});

test("one delivery shows its attempts and its message, without what acts on its own", async () => {
  await addDelivery(scene.db, "dl_f", { group_id: groupId, reason: hostile });
  const attempt = {
    delivery_id: "dl_f",
    attempt: 1,
    result: "dead",
    status: 500,
    latency_ms: 31,
    reason: "refused",
    excerpt: hostile,
  };
  await scene.db.insertInto("delivery_attempt").values(attempt).execute();
  const { status, text } = await scene.get("/deliveries/dl_f", "operator");
  expect(status).toBe(200);
  expect(text).toContain("refused for good");
  expect(text).toContain("31 ms");
  for (const bad of ["<script>alert(1)", "<img src=x", "secret-"]) expect(text).not.toContain(bad);
  for (const id of ["none", "..%2f", "%00", "x".repeat(90)])
    expect((await scene.get(`/deliveries/${id}`)).status).toBe(404);
});

test("one that waits for its next attempt is tried now, by an operator", async () => {
  const due_at = new Date(Date.now() + 3_600_000);
  await addDelivery(scene.db, "dl_w", { group_id: groupId, state: "pending", due_at, attempts: 3 });
  // What was not tried yet leaves by itself in a moment.
  expect((await scene.get("/deliveries/dl_w", "operator")).text).not.toContain("Try now");
  await scene.db
    .insertInto("delivery_attempt")
    .values({ delivery_id: "dl_w", attempt: 3, at: new Date(), result: "later", reason: "it answered 503" })
    .execute();
  expect((await scene.get("/deliveries/dl_w", "viewer")).text).not.toContain("Try now");
  expect((await scene.get("/deliveries/dl_w", "operator")).text).toContain("Try now");
  const { text } = await scene.post("/deliveries/dl_w/replay", {}, "operator");
  expect(text).not.toContain("Try now");
  const row = await scene.db.selectFrom("delivery").selectAll().where("id", "=", "dl_w").executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: "pending", stage: "deliver", attempts: 3 });
  expect(row.due_at.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
  const audit = await scene.db.selectFrom("audit").select(["action", "target_id"]).execute();
  expect(audit).toEqual([{ action: "delivery.replayed", target_id: "dl_w" }]);
});
