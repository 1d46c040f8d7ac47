import { readStagePauses } from "@wirewatch/pipeline";
import { expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addRevision, revisionNow } from "../../../../../test/support/rows.ts";

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });
const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>';

async function addFailed(reason: string, title = "Quay reopens") {
  const row = await addRevision(scene.db, { stage: "done", outcome: "failed", outcome_at: new Date(), reason, title });
  await scene.db
    .insertInto("trail")
    .values({ article_id: row.article_id, revision: 1, stage: "strip", result: "failed" })
    .execute();
  return row;
}

test("failed work stands together by its error, is inert, and is tried again", async () => {
  const [one, two, other] = [
    await addFailed("gave up after 4 tries", hostile),
    await addFailed("gave up after 7 tries"),
    await addFailed("another"),
  ];
  const error = "gave up after … tries";
  const { text } = await scene.get("/pipeline", "operator");
  expect(text).toContain(`2 articles failed in strip`);
  expect(text).not.toContain("<script>alert(1)");
  expect(text).not.toContain("<img src=x");
  const group = await scene.get(`/pipeline/failures?stage=strip&error=${encodeURIComponent(error)}`, "viewer");
  expect(group.text).toContain("2 articles go back into strip");
  expect(group.text).not.toContain("Try again");
  expect((await scene.get("/pipeline/failures?stage=strip&error=none", "viewer")).status).toBe(404);
  expect((await scene.post("/pipeline/failures/retry", { stage: "strip", error }, "viewer")).status).toBe(403);
  await scene.post("/pipeline/failures/retry", { stage: "strip", error }, "operator");
  expect([
    (await revisionNow(scene.db, one)).stage,
    (await revisionNow(scene.db, two)).stage,
    (await revisionNow(scene.db, other)).stage,
  ]).toEqual(["strip", "strip", "done"]);
  await scene.post("/pipeline/failures/retry", { article: other.article_id, revision: "1" }, "operator");
  expect((await revisionNow(scene.db, other)).stage).toBe("strip");
  expect((await scene.post("/pipeline/failures/retry", { article: "1 or 1", revision: "x" }, "operator")).status).toBe(
    404,
  );
});

test("says who is missing, and what waits for them", async () => {
  await addRevision(scene.db, { stage: "classify" });
  await scene.db
    .insertInto("worker")
    .values({ id: "w1", service: "fetcher+stripper", host: "<b>host</b>", pid: 7 })
    .execute();
  await scene.db
    .insertInto("worker")
    .values({ id: "w2", service: "classifier", host: "old", pid: 8, seen_at: new Date(Date.now() - 60_000) })
    .execute();
  const { status, text } = await scene.get("/pipeline", "viewer");
  expect(status).toBe(200);
  expect(text).toContain("No classifier is running: 1 piece of work waits for it.");
  expect(text).toContain("No notifier is running: nothing waits for it yet.");
  expect(text).not.toContain("No fetcher is running");
  expect(text).toContain("&lt;b&gt;host&lt;/b&gt;");
  expect(text).toContain('data-every="2"');
  // What only an operator needs is folded, and says in words what its columns are.
  const [shown = "", folded = ""] = text.split('<details class="panel fold" id="queues">');
  expect(shown).toMatch(/id="stage-classify"[^]*?data-label="Waiting">1</u);
  expect(shown).not.toMatch(/Later|signal|BullMQ|bell/iu);
  expect(folded).toMatch(/Queues in detail[^]*?For a site&#39;s turn/u);
  expect(folded).toMatch(/Signals[^]*?A signal in a queue says/u);
  expect(folded).not.toContain('id="queue-classify"');
  // A viewer sees no switches.
  expect(text).not.toContain("Stop intake");
  expect(text).not.toContain("/pause");
});

test("an operator pauses a stage and lets it go on; viewers and analysts may not", async () => {
  for (const role of ["viewer", "analyst"] as const)
    expect((await scene.post("/pipeline/stages/strip/pause", {}, role)).status).toBe(403);
  expect((await scene.post("/pipeline/stages/nothing/pause", {}, "operator")).status).toBe(404);
  const paused = await scene.post("/pipeline/stages/strip/pause", {}, "operator");
  expect(paused.text).toContain("strip is paused since");
  expect((await scene.queues.inspect()).strip.isPaused).toBe(true);
  expect((await scene.get("/pipeline", "viewer")).text.match(/id="queue-\w+"/gu)).toEqual(['id="queue-strip"']);
  await scene.post("/pipeline/stages/strip/resume", {}, "operator");
  expect(await readStagePauses(scene.db)).toEqual([]);
  expect((await scene.queues.inspect()).strip.isPaused).toBe(false);
  const actions = await scene.db
    .selectFrom("audit")
    .select(["action", "actor", "target_id"])
    .where("target_kind", "=", "queue")
    .execute();
  expect(actions).toEqual([
    { action: "queue.paused", actor: "operator", target_id: "strip" },
    { action: "queue.resumed", actor: "operator", target_id: "strip" },
  ]);
});

test("intake is stopped once and goes on", async () => {
  expect((await scene.post("/pipeline/drain", {}, "analyst")).status).toBe(403);
  await scene.post("/pipeline/drain", {}, "operator");
  const { text } = await scene.post("/pipeline/drain", {}, "operator");
  expect(text).toContain("Intake is stopped since");
  expect((await scene.post("/pipeline/resume-intake", {}, "operator")).text).not.toContain("Intake is stopped since");
  const actions = await scene.db.selectFrom("audit").select("action").where("target_kind", "=", "system").execute();
  expect(actions.map(({ action }) => action)).toEqual(["intake.stopped", "intake.resumed"]);
});
