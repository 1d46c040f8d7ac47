import { describe, expect, test } from "vitest";
import { decideAnnounce } from "./announce.ts";
import { staleReason } from "./notice-facts.ts";
import type { KnownNotice, NoticeFacts, Turn } from "./notice-facts.ts";

const now = new Date("2026-03-02T09:00:00Z");

function notice(given: Partial<KnownNotice> = {}): KnownNotice {
  return {
    id: "12",
    source_id: "times",
    feed_id: "3",
    kind: "failing",
    text: "It fails.",
    at: now,
    outcome: null,
    reason: null,
    stage: "announce",
    stage_at: now,
    due_at: now,
    claim: null,
    tries: 1,
    attempts: 0,
    nudges: 0,
    is_replaced: false,
    is_over: false,
    was_told_before: null,
    ...given,
  };
}

const draft = { receiver: "desk", channel: "webhook-0", channelKind: "webhook", repeat: "at-least-once" } as const;

function turn(given: Partial<Turn> = {}): Turn {
  return {
    receiver: "desk",
    drafts: [draft],
    noChannel: null,
    toldAmong: null,
    dueAt: now,
    together: [notice()],
    ...given,
  };
}

function facts(given: Partial<NoticeFacts> = {}): NoticeFacts {
  const source = { name: "The Times" };
  return { notice: notice(), event: "source.problem", source, turns: [turn()], names: new Map(), now, ...given };
}

const inSeconds = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);

describe("a notice", () => {
  test("is told to every receiver whose turn it is, and waits for the others", () => {
    const later = turn({ receiver: "ops", dueAt: inSeconds(30), together: [] });
    const latest = turn({ receiver: "chief", dueAt: inSeconds(90), together: [] });
    const decision = decideAnnounce(facts({ turns: [latest, turn(), later] }));
    expect(decision).toMatchObject({ kind: "tell", untilMs: 30_000, told: ["told to desk"], unwanted: [] });
    expect(decision.kind === "tell" && decision.now.map(({ receiver }) => receiver)).toEqual(["desk"]);
  });

  test("is done when a message to each receiver named it", () => {
    const told = turn({ toldAmong: 37, together: [] });
    const decision = decideAnnounce(facts({ turns: [told] }));
    expect(decision).toMatchObject({ now: [], untilMs: null, told: ["told to desk, together with 36 more"] });
  });

  test("that is over when some were told is not told to the rest", () => {
    const turns = [turn({ toldAmong: 1, together: [] }), turn({ receiver: "ops", dueAt: inSeconds(30), together: [] })];
    const decision = decideAnnounce(facts({ notice: notice({ is_over: true }), turns }));
    expect(decision).toMatchObject({ kind: "tell", now: [], untilMs: null, told: ["told to desk"] });
  });

  test("keeps every reason when nobody wants it", () => {
    const turns = [
      turn({
        noChannel: { reason: "below_route", detail: "no channel of desk asks for source.problem" },
        together: [],
      }),
      turn({ noChannel: { reason: "disabled", detail: "every channel of ops is disabled" }, together: [] }),
    ];
    expect(decideAnnounce(facts({ turns }))).toMatchObject({
      kind: "tell",
      now: [],
      untilMs: null,
      told: [],
      unwanted: [
        "below_route: no channel of desk asks for source.problem",
        "disabled: every channel of ops is disabled",
      ],
    });
  });

  test("of a source that was removed meanwhile is not told", () => {
    expect(decideAnnounce(facts({ source: null, turns: [] }))).toMatchObject({
      kind: "suppress",
      reason: expect.stringContaining("no longer in the configuration"),
    });
  });
});

describe("what nobody was told yet", () => {
  test.each<[string, Partial<KnownNotice>, string | null]>([
    ["and is still so is told", {}, null],
    ["and is over already is not", { is_over: true }, "it was over before anybody was told"],
    [
      "and became something else is not",
      { is_replaced: true },
      "something else happened to it before anybody was told",
    ],
    ["of a recovery from what was told is told", { kind: "recovered", was_told_before: true }, null],
    ["of a recovery from something unknown is told", { kind: "recovered" }, null],
    ["of a drift that is taken as usual is told", { kind: "settled", was_told_before: true }, null],
    [
      "of a drift that became something else is not",
      { kind: "drift", is_replaced: true },
      "something else happened to it before anybody was told",
    ],
    [
      "of a recovery from what was kept back is not",
      { kind: "recovered", was_told_before: false },
      "nobody was told that it had failed",
    ],
    [
      "of the end of a drift that was kept back is not",
      { kind: "settled", was_told_before: false },
      "nobody was told that it had failed",
    ],
  ])("%s", (_, given, reason) => {
    expect(staleReason(notice(given))).toBe(reason);
  });
});
