import { sql } from "@wirewatch/store";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { addAlert } from "../operator-scene/alerts.ts";
import { collector, environmentOf, storeSceneConfig } from "../operator-scene/command.ts";
import { addDelivery, addGroup } from "../operator-scene/rows.ts";
import { alerts } from "./alerts.ts";
import { deliveries } from "./deliveries.ts";
import { drain } from "./drain.ts";
import { silence } from "./silence.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
  await storeSceneConfig(store.db);
});
afterAll(() => store.stop());
beforeEach(async () => {
  await sql`truncate audit, control, channel_state, silence, delivery, alert, alert_group, topic_match, article_revision, article, story
    restart identity cascade`.execute(store.db);
  await addAlert(store.db, { title: "Rivers rise" });
  const group = await addGroup(store.db);
  for (const [id, revision] of [
    ["dl_a", 2],
    ["dl_b", 3],
  ] as const)
    await addDelivery(store.db, id, group, { state: "failed", reason: "no answer", revision, channel: "webhook-1" });
});

const commands = { alerts, deliveries, drain, silence };

async function run([name, ...words]: readonly [keyof typeof commands, ...string[]]): Promise<number> {
  return commands[name](words, environmentOf(store.url), collector().write);
}

const audited = async (): Promise<string[]> => {
  const lines = await store.db.selectFrom("audit").selectAll().orderBy("id").execute();
  return lines.map(
    ({ actor, actor_kind, action, target_kind, target_id }) =>
      `${actor_kind} ${actor}: ${action} ${target_kind}${target_id === null ? "" : ` ${target_id}`}`,
  );
};

const add = ["silence", "add", "topic=acme", "--comment", "planned works", "--author", "ada"] as const;

test.each<[string, readonly [keyof typeof commands, ...string[]][], readonly string[]]>([
  [
    "who acknowledged, once",
    [
      ["alerts", "ack", "1", "--by", "ada"],
      ["alerts", "ack", "al_1", "--by", "grace"],
    ],
    ["command ada: alert.acknowledged alert al_1"],
  ],
  ["who muted a story", [["alerts", "mute", "al_1", "--by", "ada"]], ["command ada: alert.muted alert al_1"]],
  ["who added a silence", [[...add]], ["command ada: silence.added silence 1"]],
  ["nothing of a rehearsal", [[...add, "--dry-run"]], []],
  [
    "who ended a silence, once",
    [[...add], ["silence", "expire", "1", "--by", "grace"], ["silence", "expire", "1", "--by", "ada"]],
    ["command ada: silence.added silence 1", "command grace: silence.expired silence 1"],
  ],
  [
    "who sent a message again, once",
    [
      ["deliveries", "replay", "dl_a", "--by", "ada"],
      ["deliveries", "replay", "dl_a", "--by", "ada"],
    ],
    ["command ada: delivery.replayed delivery dl_a"],
  ],
  [
    "who sent several again, as one change",
    [["deliveries", "replay", "--state", "failed", "--by", "ada"]],
    ["command ada: delivery.replayed delivery"],
  ],
  [
    "who stopped intake and let it go on",
    [
      ["drain", "--by", "ada"],
      ["drain", "--by", "ada"],
      ["drain", "--end", "--by", "grace"],
      ["drain", "--end", "--by", "grace"],
    ],
    ["command ada: intake.stopped system", "command grace: intake.resumed system"],
  ],
])("the audit log has %s", async (_, calls, expected) => {
  if (calls[0]?.[0] === "drain") await sql`truncate delivery, alert_group, article_revision cascade`.execute(store.db);
  for (const call of calls) await run(call);
  expect(await audited()).toEqual(expected);
});

test("a line of several messages says how many and which", async () => {
  await run(["deliveries", "replay", "dl_b", "dl_a", "dl_none", "--by", "ada"]);
  const { detail } = await store.db.selectFrom("audit").select("detail").executeTakeFirstOrThrow();
  expect(detail).toEqual({ count: 2, enabled: [], first: ["dl_b", "dl_a"] });
});
