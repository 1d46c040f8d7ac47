import { describe, expect, test } from "vitest";
import { addStory } from "../../../test/support/rows.ts";
import { hook, useAlertScene } from "./alert-scene.ts";

const scene = useAlertScene();

describe("a topic that is raised by the number of sources", () => {
  const topics = [
    {
      id: "harbour",
      name: "Harbour",
      any: ["harbourmaster"],
      raise: [{ when: { sources: 3, within: "2h" }, to: "critical" }],
    },
  ];
  const alerts = () => ({
    receivers: [
      { name: "desk", webhook: [hook(scene.sink, "/desk")] },
      { name: "duty", webhook: [hook(scene.sink, "/duty")] },
    ],
    route: {
      receiver: "desk",
      group_wait: "0s",
      group_interval: "1s",
      routes: [{ name: "duty", receiver: "duty", matchers: ['severity="critical"'], continue: true }, { name: "all" }],
    },
  });

  test("brings the higher severity with the source that makes the number full, to whoever waits for it", async () => {
    const story = await addStory(scene.store.db);
    const desk = await scene.deskWith(alerts(), topics);
    for (const source of ["one", "two", "three"]) {
      const passage = `The harbourmaster spoke to ${source}.`;
      await desk.runAll((await scene.matched(story, { source_id: source }, passage)).row);
    }
    const matches = await scene.store.db.selectFrom("topic_match").selectAll().orderBy("id").execute();
    expect(matches.map(({ severity, raised_from: from }) => [severity, from])).toEqual([
      ["normal", null],
      ["normal", null],
      ["critical", "normal"],
    ]);
    expect(scene.sink.messages.map(({ path }) => path)).toEqual(["/desk", "/duty"]);
    expect(scene.sink.messages[1]?.body.data).toMatchObject({ severity: "critical" });
  });
});
