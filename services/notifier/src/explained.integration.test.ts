import { explainUrl, sql } from "@wirewatch/store";
import { expect, test } from "vitest";
import { addStory } from "../../../test/support/rows.ts";
import { clockIn, hook, useAlertScene } from "./alert-scene.ts";

const scene = useAlertScene();

test("what waits in a digest is explained with its hour, and what left in one with its message", async () => {
  const digest = { schedule: { at: clockIn(-1), time_zone: "UTC" }, via: { webhook: [hook(scene.sink, "/one")] } };
  const desk = await scene.deskWith({ receivers: [{ name: "desk", digest }] });
  const { row } = await scene.matched(await addStory(scene.store.db));
  await desk.runAll(row);
  const alerts = async () => {
    const explanation = await explainUrl(scene.store.db, row.page_url ?? "");
    const matches = explanation.articles.flatMap(({ revisions }) => revisions.flatMap((revision) => revision.matches));
    return matches.map(({ outcome, alerts: [alert] }) => ({ outcome, ...alert }));
  };
  const [open] = await scene.digests();
  expect(await alerts()).toMatchObject([
    {
      outcome: null,
      state: "held",
      leavesAt: open?.for_at,
      reason: expect.stringMatching(/^waits for the digest of 20.*: the receiver gets digests$/u),
      deliveries: [],
    },
  ]);
  await sql`update digest set for_at = for_at - interval '1 day', due_at = now()`.execute(scene.store.db);
  const { bells } = await desk.run("digest", { digestId: "1" });
  for (const bell of bells) await desk.run(bell.stage, bell.message);
  expect(await alerts()).toMatchObject([
    {
      outcome: "digested",
      state: "digested",
      leavesAt: null,
      reason: "in the receiver's digest",
      deliveries: [{ event: "alert.digest", state: "sent", attempts: [{ result: "sent" }] }],
    },
  ]);
});
