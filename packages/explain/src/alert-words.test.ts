import type { ExplainedAlert } from "@wirewatch/store";
import { expect, test } from "vitest";
import { alertEnd, alertWords, deliveryWords } from "./alert-words.ts";
import { instant } from "./plain-words.ts";

const now = new Date("2026-03-02T22:00:00Z");
const moment = { clock: instant, now };
const alert: ExplainedAlert = {
  alertId: "al_1",
  route: "desk",
  receiver: "newsdesk",
  state: "waiting",
  reason: null,
  createdAt: new Date("2026-03-02T21:59:00Z"),
  groupDueAt: null,
  leavesAt: null,
  message: null,
  deliveries: [],
};

test.each<[Partial<ExplainedAlert>, string]>([
  [{}, "waiting since 2026-03-02 21:59:00"],
  [{ groupDueAt: new Date("2026-03-02T22:01:00Z") }, "waiting since 2026-03-02 21:59:00; the group speaks in 1 min"],
  [
    {
      state: "held",
      leavesAt: new Date("2026-03-03T07:00:00Z"),
      reason: "held by quiet hours nights, until 2026-03-03T07:00:00.000Z",
    },
    "held until 2026-03-03 07:00:00: held by quiet hours nights, until 2026-03-03 07:00:00",
  ],
  [{ state: "held", reason: null }, "held"],
  [{ state: "sent", message: 1, reason: "groupWait" }, "told in message 1: the wait for other outlets was over"],
  [{ state: "told", message: 2 }, "joined message 2, which names it"],
  [{ state: "told", message: null }, "named in a message about several alerts"],
  [{ state: "digested", reason: "in the receiver's digest" }, "sent in a digest: in the receiver's digest"],
  [{ state: "joined", message: 2, reason: "notMaterial" }, "joined message 2: nothing new worth a message"],
  [{ state: "suppressed", reason: "silence 3 of the desk" }, "no message: silence 3 of the desk"],
])("%o ends as: %s", (given, words) => {
  expect(alertEnd({ ...alert, ...given }, moment)).toBe(words);
  expect(alertWords({ ...alert, ...given }, moment)).toBe(`Alert al_1 by route desk to newsdesk: ${words}`);
});

test("a delivery says how it stands, and every try; a reason that the last try has is said once", () => {
  const delivery = {
    id: "dl_1",
    channel: "webhook-0",
    event: "alert.opened",
    state: "pending" as const,
    reason: "the receiver is busy",
    createdAt: now,
    sentAt: null,
    nextTryAt: new Date("2026-03-02T22:00:30Z"),
    attempts: [{ attempt: 1, at: now, result: "later", status: 503, latencyMs: 120, reason: "the receiver is busy" }],
  };
  expect(deliveryWords(delivery, moment)).toEqual({
    text: "webhook-0 alert.opened: waiting, next try in 30 s   (delivery dl_1)",
    notes: ["attempt 1 2026-03-02 22:00:00: not taken, 503, 120 ms: the receiver is busy"],
  });
  expect(deliveryWords({ ...delivery, attempts: [] }, moment).text).toContain("in 30 s: the receiver is busy");
});
