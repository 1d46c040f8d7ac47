import { describe, expect, test } from "vitest";
import type { Severity } from "@wirewatch/model";
import type { Silence } from "../silence.ts";
import { batchVerdict } from "./batch-verdict.ts";
import { flushVerdict } from "./flush-verdict.ts";
import type { FlushFacts, FlushStep, WaitingMatch } from "./flush-verdict.ts";

/** Time of day on a Monday; 24 and more is the day after. */
function at(time: string): Date {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return new Date(Date.UTC(2026, 2, 2, hours, minutes));
}

function waiting(id: string, severity: Severity = "normal", labels: Record<string, string> = {}): WaitingMatch {
  return {
    alertId: `al_${id}`,
    matchId: id,
    at: at("12:00"),
    labels: { topic: "acme", story: "st_7", severity, ...labels },
    newcomer: { kind: "article", sourceId: `source-${id}`, severity, passageIsNew: true },
  };
}

const nights = {
  name: "nights",
  timeZone: "Europe/London",
  times: [{ startMinute: 1140, endMinute: 420 }],
  weekdays: [],
};
const hold = { during: "nights", action: "hold", except: ['severity="critical"'] } as const;
const morning = { atMinute: 450, weekdays: [], timeZone: "Europe/London" };
const told = { severity: "normal", sourceIds: ["source-0"], updatesToday: 0 } as const;

const facts: FlushFacts = {
  group: { firstMatchAt: at("12:00"), lastMatchAt: at("12:00"), lastSentAt: null, told: null, joined: [] },
  waiting: [waiting("1")],
  route: {
    groupWaitMs: 60_000,
    groupIntervalMs: 900_000,
    closeAfterMs: 86_400_000,
    updates: { newSources: 5, severityRaised: true, textChanged: "material" },
    quietHours: null,
  },
  receiver: { rateLimit: null, digest: null, sentAt: [], overflowAt: null },
  intervals: [nights],
  silences: [],
  inhibitRules: [],
  others: [],
};
const quiet: FlushFacts = { ...facts, route: { ...facts.route, quietHours: hold } };
const dropping: FlushFacts = { ...facts, route: { ...facts.route, quietHours: { ...hold, action: "drop" } } };
const digesting: FlushFacts = { ...facts, route: { ...facts.route, quietHours: { ...hold, action: "digest" } } };
const withDigest = { ...facts.receiver, digest: morning };
const limited = { ...facts.receiver, rateLimit: { max: 2, perMs: 3_600_000 }, sentAt: [at("11:30"), at("11:50")] };
const scheduled: Partial<FlushStep> = { kind: "digest", why: "scheduled", dueAt: at("31:30") };

describe("a group", () => {
  test.each<[string, FlushFacts, string, Partial<FlushStep>]>([
    ["waits for others", facts, "12:00", { kind: "wait", until: at("12:01") }],
    ["speaks when the wait is over", facts, "12:01", { kind: "send", why: "groupWait", severity: "normal" }],
    [
      "says why there is an update",
      { ...facts, group: { ...facts.group, told, lastSentAt: at("12:01") } },
      "12:16",
      { kind: "send", why: "newPassage" },
    ],
    [
      "keeps its severity in an update",
      { ...facts, group: { ...facts.group, told: { ...told, severity: "critical" }, lastSentAt: at("12:01") } },
      "12:16",
      { kind: "send", severity: "critical" },
    ],
    [
      "says nothing that is not material",
      {
        ...facts,
        group: { ...facts.group, told },
        waiting: [{ ...waiting("1"), newcomer: { kind: "copy", sourceId: "x", severity: "low" } }],
      },
      "12:16",
      { kind: "join", why: "notMaterial", until: at("36:00") },
    ],
    ["stays open while nobody waits", { ...facts, waiting: [] }, "13:00", { kind: "wait", until: at("36:00") }],
    ["closes when nobody came for long", { ...facts, waiting: [] }, "36:00", { kind: "close" }],
    ["is held at quiet hours until they end", quiet, "22:00", { kind: "hold", during: "nights", until: at("31:00") }],
    [
      "speaks at quiet hours of an exception",
      { ...quiet, waiting: [waiting("1", "critical")] },
      "22:00",
      { kind: "send" },
    ],
    [
      "speaks of all that wait when one is an exception",
      { ...quiet, waiting: [waiting("1"), waiting("2", "critical")] },
      "22:00",
      { kind: "send", severity: "critical" },
    ],
    [
      "is held with low news on a story that was critical",
      { ...quiet, group: { ...facts.group, told: { ...told, severity: "critical" } } },
      "22:00",
      { kind: "hold" },
    ],
    ["is dropped where quiet hours drop", dropping, "22:00", { kind: "drop", during: "nights" }],
    [
      "is held where quiet hours want a digest that the receiver does not have",
      digesting,
      "22:00",
      { kind: "hold", until: at("31:00") },
    ],
    [
      "is digested at quiet hours that say so",
      { ...digesting, receiver: withDigest, waiting: [waiting("1", "high")] },
      "22:00",
      scheduled,
    ],
    ["is digested where the receiver gets digests", { ...facts, receiver: withDigest }, "12:01", scheduled],
    ["is digested there at quiet hours too", { ...quiet, receiver: withDigest }, "22:00", scheduled],
    ["is dropped there at quiet hours that drop", { ...dropping, receiver: withDigest }, "22:00", { kind: "drop" }],
    [
      "skips the digest when it is high",
      { ...facts, receiver: withDigest, waiting: [waiting("1", "high")] },
      "12:01",
      { kind: "send" },
    ],
    [
      "waits until the receiver's limit is free",
      { ...facts, receiver: limited },
      "12:01",
      { kind: "digest", why: "overflow", dueAt: at("12:30") },
    ],
    ["speaks when it is free", { ...facts, receiver: limited }, "12:30", { kind: "send" }],
    [
      "that is critical does not wait for the limit",
      { ...facts, receiver: limited, waiting: [waiting("1", "critical")] },
      "12:01",
      { kind: "send", severity: "critical" },
    ],
    [
      "waits with what waits already",
      { ...facts, receiver: { ...limited, overflowAt: at("12:30") } },
      "12:30",
      { kind: "digest", why: "overflow", dueAt: at("12:30") },
    ],
    [
      "does not wait for what waits until the morning",
      { ...facts, receiver: { ...limited, overflowAt: at("31:00") } },
      "12:30",
      { kind: "send" },
    ],
    [
      "waits for the digest of a receiver that has one",
      { ...facts, receiver: { ...limited, digest: morning }, waiting: [waiting("1", "high")] },
      "12:01",
      scheduled,
    ],
    [
      "waits for the end of quiet hours that come before the limit is free",
      { ...quiet, receiver: { ...limited, sentAt: [at("18:30"), at("18:40")] } },
      "18:50",
      { kind: "digest", why: "overflow", dueAt: at("31:00") },
    ],
    [
      "counts from the batch that named it",
      { ...facts, group: { ...facts.group, told, lastSentAt: at("12:10") } },
      "12:16",
      { kind: "wait", until: at("12:25") },
    ],
    [
      "that is held already is held at once with what comes",
      { ...quiet, group: { ...facts.group, told } },
      "22:00",
      { kind: "hold" },
    ],
  ])("%s", (_, given, now, expected) => {
    const { suppressed, step } = flushVerdict(given, at(now));
    expect(step).toMatchObject(expected);
    expect(suppressed).toEqual([]);
  });

  const silence: Silence = {
    id: "4",
    matchers: ['topic="acme"'],
    startsAt: at("0:00"),
    endsAt: at("24:00"),
    author: "desk",
    comment: "",
  };

  test("leaves out what is silenced by now, and speaks of the others", () => {
    const given = {
      ...facts,
      waiting: [waiting("1", "critical"), waiting("2", "normal", { topic: "other" })],
      silences: [silence],
    };
    expect(flushVerdict(given, at("12:01"))).toMatchObject({
      suppressed: [{ alertId: "al_1", reason: "silenced" }],
      step: { kind: "send", severity: "normal" },
    });
    // The critical one would have left at once; the other one waits.
    expect(flushVerdict(given, at("12:00"))).toMatchObject({
      suppressed: [{ alertId: "al_1" }],
      step: { kind: "wait", until: at("12:01") },
    });
  });

  test("decides nothing before it is due: the silence may end", () => {
    expect(flushVerdict({ ...facts, silences: [silence] }, at("12:00"))).toEqual({
      suppressed: [],
      step: { kind: "wait", until: at("12:01") },
    });
  });

  test("with nothing left stays open", () => {
    expect(flushVerdict({ ...facts, silences: [silence] }, at("12:01"))).toMatchObject({
      suppressed: [{ reason: "silenced" }],
      step: { kind: "wait", until: at("36:00") },
    });
  });

  test("leaves out what another took the place of while it waited", () => {
    const rule = {
      name: "beats",
      sourceMatchers: ['topic="big"'],
      targetMatchers: ['topic="acme"'],
      equal: ["story"],
      forMs: 0,
    };
    const other = { matchId: "9", at: at("12:01"), labels: { topic: "big", story: "st_7" } };
    expect(flushVerdict({ ...facts, inhibitRules: [rule], others: [other] }, at("12:01")).suppressed).toMatchObject([
      { alertId: "al_1", reason: "inhibited" },
    ]);
  });

  test("of a thousand matches in a minute is one message", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => waiting(String(index)));
    expect(flushVerdict({ ...quiet, waiting: many }, at("12:01")).step).toMatchObject({ kind: "send" });
  });
});

describe("a batch", () => {
  const item = (id: string, severity: Severity = "normal") => ({ ...waiting(id, severity), quietHours: hold });
  const rules = { why: "held", intervals: [nights], silences: [], inhibitRules: [], others: [] } as const;

  test("leaves when its quiet hours end", () => {
    expect(batchVerdict([item("1"), item("2")], rules, at("31:00"))).toEqual({
      suppressed: [],
      stays: [],
      leaves: ["al_1", "al_2"],
    });
  });

  test("stays while they last, but for exceptions", () => {
    expect(batchVerdict([item("1"), item("2", "critical")], rules, at("30:59"))).toEqual({
      suppressed: [],
      stays: [{ alertId: "al_1", until: at("31:00") }],
      leaves: ["al_2"],
    });
  });

  test("leaves out what was silenced in the night", () => {
    const silence: Silence = {
      id: "4",
      matchers: ['severity="low"'],
      startsAt: at("0:00"),
      endsAt: at("48:00"),
      author: "desk",
      comment: "",
    };
    expect(batchVerdict([item("1"), item("2", "low")], { ...rules, silences: [silence] }, at("31:00"))).toMatchObject({
      suppressed: [{ alertId: "al_2", reason: "silenced" }],
      leaves: ["al_1"],
    });
  });

  test("that is scheduled leaves at its hour, quiet or not", () => {
    expect(batchVerdict([item("1")], { ...rules, why: "scheduled" }, at("30:00")).leaves).toEqual(["al_1"]);
  });

  test("of hours without end stays week by week", () => {
    const always = { ...nights, times: [] };
    expect(batchVerdict([item("1")], { ...rules, intervals: [always] }, at("12:00")).stays).toEqual([
      { alertId: "al_1", until: at("180:00") },
    ]);
  });
});
