import type { Overview } from "@wirewatch/store";
import { describe, expect, it } from "vitest";
import { createLiveView, viewLines } from "./live-view.ts";

const overview: Overview = {
  stages: { strip: { open: 12, oldestMs: 900 } },
  outcomes: { matched: 4, failed: 2 },
  finished: { fetch: 30, strip: 18 },
  items: 31,
  feeds: { ok: 5, failing: 1 },
  deliveries: { sent: 7, pending: 1 },
  matches: { sent: 3, joined: 1 },
};
const running = [{ name: "fetcher", state: "running" }];

describe("the live view", () => {
  it("shows per stage what waits and what is done, under the stage's name", () => {
    const [, names = "", waiting = "", done = ""] = viewLines(overview, running, 100);
    const column = names.indexOf("strip") + "strip".length;
    expect(waiting.slice(column - 2, column)).toBe("12");
    expect(done.slice(column - 2, column)).toBe("18");
    const deliver = names.indexOf("deliver") + "deliver".length;
    expect(done.slice(deliver - 1, deliver)).toBe("7");
  });

  it("counts failures, feeds by health and matches by their end", () => {
    expect(viewLines(overview, running, 200).join("\n")).toContain(
      "feeds: 5 ok, 1 failing · items: 31 · failed: 2 · matches: 3 told, 1 joined, 0 suppressed",
    );
  });

  it("names the services that do not run", () => {
    const services = [...running, { name: "notifier", state: "restarting" }];
    expect(viewLines(overview, services, 100).at(-1)).toBe("not running: notifier restarting");
  });

  it("says so when the store does not answer", () => {
    expect(viewLines(null, running, 100).at(-1)).toContain("the store does not answer");
  });

  it.each([20, 60, 100])("keeps within %i columns", (columns) => {
    expect(viewLines(overview, running, columns).every((line) => line.length < columns)).toBe(true);
  });

  it("prints above the block and draws the block again below", () => {
    const written: string[] = [];
    const view = createLiveView({ write: (text) => written.push(text), columns: 100 });
    view.draw(overview, running);
    view.print("an alert");
    const height = viewLines(overview, running, 100).length;
    expect(written[1]).toMatch(new RegExp(`^\r\u001B\\[${height}A\u001B\\[Jan alert\n─`));
  });
});
