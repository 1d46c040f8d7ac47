import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addAlert, clearAlerts, minutesAgo } from "../../../test/support/alert-rows.ts";
import type { AddedAlert } from "../../../test/support/alert-rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { findAlert, muteStory } from "./alert-actions.ts";
import { readCards } from "./alert-cards.ts";
import { mutesStory, unmuteStory } from "./muted-stories.ts";
import { activeSilences, addSilence, expireSilence } from "./silences.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => clearAlerts(store.db));
afterAll(() => store.stop());

const hourMs = 3_600_000;

async function stateOf({ alertId, groupId }: AddedAlert): Promise<string | undefined> {
  const [card] = await readCards(store.db, [groupId]);
  expect(card?.groups[0]?.state).toBe((await findAlert(store.db, alertId))?.state);
  return card?.groups[0]?.state;
}

async function silence(matchers: readonly string[], from = minutesAgo(1), forMs = hourMs): Promise<string> {
  return addSilence(store.db, {
    matchers,
    startsAt: from,
    endsAt: new Date(from.getTime() + forMs),
    author: "ada",
    comment: "works",
  });
}

describe("an alert that was told", () => {
  test.each([
    ["muted", ['story="S"', 'topic="harbour"']],
    ["muted", ['topic="harbour"', 'story="S"']],
    ["muted", ['story="S"']],
    ["open", ['topic="harbour"']],
    ["open", ['story="S"', 'topic="strikes"']],
    ["open", ['story="S"', 'severity="low"']],
    ["open", ['story="S1"']],
    ["open", []],
  ])("is %s while %j hold", async (state, matchers) => {
    const alert = await addAlert(store.db);
    const written = matchers.map((text) => text.replace("S", alert.storyId));
    const id = await silence(written);
    expect(await stateOf(alert)).toBe(state);
    expect(mutesStory(written, { topicId: "harbour", storyId: alert.storyId })).toBe(state === "muted");
    await expireSilence(store.db, id, "ada");
    expect(await stateOf(alert)).toBe("open");
  });

  test("is open before and after the time of the silence", async () => {
    const alert = await addAlert(store.db);
    await silence([`story="${alert.storyId}"`], minutesAgo(-10));
    await silence([`story="${alert.storyId}"`], minutesAgo(90));
    expect(await stateOf(alert)).toBe("open");
  });

  test.each(["acknowledged", "held", "waiting", "closed"] as const)("stays %s", async (state) => {
    const alert = await addAlert(store.db, { state });
    await muteStory(store.db, alert.alertId, "ada", hourMs);
    expect((await findAlert(store.db, alert.alertId))?.state).toBe(state);
  });
});

test("ends every silence on the story in its topic, and no other", async () => {
  const alert = await addAlert(store.db);
  const { topicId, storyId } = { topicId: "harbour", storyId: alert.storyId };
  const first = await muteStory(store.db, alert.alertId, "ada", hourMs);
  const second = await silence([`story="${storyId}"`]);
  const others = [await silence(['topic="harbour"']), await silence([`story="${storyId}"`, 'topic="strikes"'])];
  const ended = await unmuteStory(store.db, { topicId, storyId }, "bo");
  expect(new Set(ended)).toEqual(new Set([first?.silenceId, second]));
  expect((await activeSilences(store.db)).map(({ id }) => id)).toEqual(others);
  expect(await unmuteStory(store.db, { topicId, storyId }, "bo")).toEqual([]);
});
