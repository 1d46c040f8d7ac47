import { describe, expect, it } from "vitest";
import { packPoll, unpackPolls } from "./poll-log.ts";
import type { LoggedPoll } from "./poll-log.ts";

const quiet: LoggedPoll = {
  at: new Date("2026-03-02T09:10:00.123Z"),
  status: 200,
  bytes: 35_200,
  ms: 120,
  items: 20,
  newItems: 2,
  isUnchanged: false,
  problem: null,
};

describe("a packed poll", () => {
  it.each<[string, Partial<LoggedPoll>]>([
    ["that was read", {}],
    ["that found nothing changed", { status: 304, bytes: 0, items: 0, newItems: 0, isUnchanged: true }],
    ["that was refused", { status: 403, problem: "forbidden" }],
    ["without an answer", { status: null, ms: null, bytes: 0, problem: "dns" }],
    ["of a document that crashed its reader", { problem: "crash" }],
  ])("is the same unpacked: one %s", (_, given) => {
    const poll = { ...quiet, ...given };
    expect(unpackPolls(packPoll(poll))).toEqual([poll]);
  });

  it("is as long whatever is in it, and keeps within what it can hold", () => {
    const huge = { ...quiet, bytes: 1e12, ms: 1e9, items: 1e6, newItems: Number.NaN, problem: "a code of tomorrow" };
    const packed = packPoll(huge);
    expect(packed).toHaveLength(packPoll(quiet).length);
    expect(unpackPolls(packed)).toEqual([
      { ...quiet, bytes: 0xff_ff_ff_ff, ms: 0xff_ff_fe, items: 0xff_ff, newItems: 0, problem: "other" },
    ]);
  });

  it("is read up to where the bytes end", () => {
    const packed = Buffer.concat([packPoll(quiet), packPoll(quiet)]);
    expect(unpackPolls(packed.subarray(0, packed.length - 1))).toEqual([quiet]);
    expect(unpackPolls(Buffer.alloc(0))).toEqual([]);
  });
});
