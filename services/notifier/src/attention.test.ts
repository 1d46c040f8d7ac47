import { exampleMessage } from "@wirewatch/alerting";
import type { ReceiverConfig } from "@wirewatch/config";
import type { Severity } from "@wirewatch/model";
import type { AlertGroup } from "@wirewatch/store";
import { expect, test } from "vitest";
import { decideAttention } from "./attention.ts";
import type { AttentionHistory } from "./attention.ts";

const sentAt = new Date("2026-03-02T09:00:00Z");
const later = new Date("2026-03-02T12:00:00Z");

const duty: ReceiverConfig = {
  name: "duty",
  channels: [{ kind: "terminal", repeat: "at-least-once" }],
  timeZone: null,
  rateLimit: null,
  digest: null,
  remind: { everyMs: 900_000, max: 3 },
  escalate: null,
  fallback: null,
  heartbeat: null,
};

/** Three hours after a message of that severity left; its group has been in a more severe one since. */
function attentionTo(severity: Severity) {
  const attention: AttentionHistory = {
    receiver: duty,
    message: exampleMessage({ severity }),
    newsAt: [sentAt],
    lastSentAt: sentAt,
    labels: { topic: "acme", severity },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of the row is not asked
  const group = { severity: "high", reminders: 0, escalated_at: null, acknowledged_at: null } as AlertGroup;
  const mutes = { silences: [], inhibitRules: [], others: [] };
  return decideAttention({ group, route: null, intervals: [], mutes, attention }, later);
}

test("a high message is reminded of", () => {
  expect(attentionTo("high")).toMatchObject({ kind: "remind", number: 1, of: 3 });
});

test("a normal message is not, though what left in a batch since was high", () => {
  expect(attentionTo("normal")).toEqual({ kind: "none" });
});
