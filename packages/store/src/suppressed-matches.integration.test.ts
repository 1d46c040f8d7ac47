import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addSuppressed, clearAlerts, minutesAgo } from "../../../test/support/alert-rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { mutedBySilences } from "./silence-figures.ts";
import { addSilence, countMuted, extendSilence, silencesByIds } from "./silences.ts";
import { anySuppressed, countSuppressed, listSuppressed } from "./suppressed-matches.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => clearAlerts(store.db));
afterAll(() => store.stop());

const hourMs = 3_600_000;
const silence = {
  matchers: ['topic="harbour"'],
  startsAt: new Date(),
  endsAt: new Date(Date.now() + hourMs),
  author: "ada",
  comment: "works",
};

test("come the last first, whatever their reason, page by page", async () => {
  const reasons = ["silenced", "duplicate", "quiet_hours", "silenced", "baseline"];
  const ids: string[] = [];
  const at = minutesAgo(3);
  for (const reason of reasons) ids.unshift(await addSuppressed(store.db, { reason, at }));
  const walked: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await listSuppressed(store.db, anySuppressed, { after, limit: 2 });
    walked.push(...page.map(({ id }) => id));
    after = page.at(-1)?.id ?? null;
    if (page.length < 2) break;
  }
  expect(walked).toEqual(ids);
  expect(await countSuppressed(store.db, anySuppressed, 3)).toBe(3);
});

test("are found by reason, topic and source", async () => {
  await addSuppressed(store.db, { reason: "silenced", topicId: "strikes", sourceId: "wire" });
  await addSuppressed(store.db, { reason: "duplicate" });
  for (const choice of [{ reason: "silenced" as const }, { topicId: "strikes" }, { sourceId: "wire" }]) {
    const list = await listSuppressed(store.db, { ...anySuppressed, ...choice }, { after: null, limit: 9 });
    expect(list).toMatchObject([{ reason: "silenced", topicId: "strikes", sourceId: "wire", alertId: null }]);
    expect(await countSuppressed(store.db, { ...anySuppressed, ...choice }, 9)).toBe(1);
  }
  expect(await listSuppressed(store.db, { ...anySuppressed, sourceId: "none" }, { after: null, limit: 9 })).toEqual([]);
});

test("are counted for the silence that muted them, and for no other with a number that begins alike", async () => {
  const id = await addSilence(store.db, silence);
  const other = await addSilence(store.db, silence);
  await addSuppressed(store.db, { reason: "silenced", detail: `silence ${id} of ada (works), until x` });
  await addSuppressed(store.db, { reason: "silenced", detail: `silence ${id}0 of ada (works), until x` });
  await addSuppressed(store.db, { reason: "inhibited", detail: `silence ${id} of ada` });
  const silences = await silencesByIds(store.db, [id, other, "x", "999"]);
  expect(silences.map((one) => one.id)).toEqual([id, other]);
  expect([...(await mutedBySilences(store.db, silences))]).toEqual([[id, 1]]);
  expect(await countMuted(store.db, id)).toBe(1);
  expect(await listSuppressed(store.db, { ...anySuppressed, silenceId: id }, { after: null, limit: 9 })).toHaveLength(
    1,
  );
  expect(await mutedBySilences(store.db, [])).toEqual(new Map());
});

test("a silence is made longer up to its longest, and not when it is over", async () => {
  const id = await addSilence(store.db, silence);
  const longer = await extendSilence(store.db, id, 24 * hourMs, 720 * hourMs);
  expect(longer).toEqual({ endsAt: new Date(silence.endsAt.getTime() + 24 * hourMs), isLongest: false });
  const longest = await extendSilence(store.db, id, 2000 * hourMs, 720 * hourMs);
  expect(longest).toEqual({ endsAt: new Date(silence.startsAt.getTime() + 720 * hourMs), isLongest: true });
  const over = await addSilence(store.db, { ...silence, startsAt: minutesAgo(9), endsAt: minutesAgo(1) });
  for (const gone of [over, "999", "x", ""])
    expect(await extendSilence(store.db, gone, hourMs, 720 * hourMs)).toBeNull();
});
