import { describe, expect, test } from "vitest";
import { after, day, facts, minute, second, sent, spoke, stepOf, told, waiting } from "./flush-scene.ts";

describe("the first message", () => {
  test("waits so that others can join, then leaves", () => {
    expect(stepOf(facts({}, { now: after(10 * second) }))).toEqual({ kind: "wait", untilMs: 20 * second });
    expect(stepOf(facts())).toMatchObject({ kind: "send", why: "groupWait", message: { revision: 1 } });
  });

  test("leaves at once when it is critical", () => {
    const critical = facts({}, { now: after(0), waiting: [waiting(1), waiting(2, { severity: "critical" })] });
    expect(stepOf(critical)).toMatchObject({ kind: "send", why: "critical", message: { severity: "critical" } });
  });

  test("is about the original, not about the copy that came first", () => {
    const decision = stepOf(
      facts(
        {},
        { waiting: [waiting(1, { verdict: "duplicate", sourceId: "copier" }), waiting(2, { severity: "low" })] },
      ),
    );
    expect(decision).toMatchObject({ kind: "send", first: { alertId: "2" }, message: { article: { id: "102" } } });
  });

  test("is about the most severe of several originals, else the first", () => {
    const three = [waiting(1), waiting(2, { severity: "high" }), waiting(3, { severity: "high" })];
    expect(stepOf(facts({}, { waiting: three }))).toMatchObject({ first: { alertId: "2" } });
  });

  test("names the others once each, and at most three passages", () => {
    const decision = stepOf(
      facts(
        {},
        {
          waiting: [
            waiting(1),
            waiting(2, { sourceId: "b", articleId: "200" }),
            waiting(3, { sourceId: "b", articleId: "200", passage: "Passage 1." }),
            waiting(4, { sourceId: "c" }),
            waiting(5, { sourceId: "d" }),
          ],
        },
      ),
    );
    if (decision.kind !== "send") throw new Error(decision.kind);
    expect(decision.message.alsoIn.map((article) => article.id)).toEqual(["200", "104", "105"]);
    expect(decision.message.why.map((why) => why.snippet.text)).toEqual(["Passage 1.", "Passage 2.", "Passage 4."]);
  });

  test("carries the story, the zone of its times, and the links it is given", () => {
    const links = { why: "https://wirewatch.example.org/l/x" };
    const style = { event: "alert.opened", timeZone: "Asia/Kolkata", links } as const;
    const { message } = sent(facts({}, { style, storySources: 4 }));
    expect(message).toMatchObject({
      alertId: "al_5",
      event: "alert.opened",
      topic: { id: "harbour", name: "Harbour" },
      story: { id: "st_7", title: "A story", sources: 4 },
      timeZone: "Asia/Kolkata",
      links,
    });
    expect(message).not.toHaveProperty("isBrief");
    expect(sent(facts({}, { storyTitle: "" })).message).toMatchObject({ story: { title: "Article 101" }, links: {} });
  });
});

describe("a group with nothing to tell", () => {
  test("stays open for newcomers until it has been quiet long enough, then closes", () => {
    const quiet = { waiting: [], ...told };
    expect(stepOf(facts(spoke, { ...quiet, now: after(minute) }))).toEqual({
      kind: "wait",
      untilMs: day - minute,
    });
    expect(stepOf(facts(spoke, { ...quiet, now: after(day) }))).toEqual({ kind: "close" });
  });

  test("tells what still waits before it closes", () => {
    expect(stepOf(facts({}, { now: after(2 * day) }))).toMatchObject({ kind: "send" });
  });
});

describe("when the configuration changed meanwhile", () => {
  test("a route that is gone leads to no message, and to the end of its group", () => {
    expect(stepOf(facts({}, { route: null }))).toEqual({
      kind: "suppress",
      reason: "no_route",
      detail: "route default is no longer in the configuration",
    });
    expect(stepOf(facts({}, { route: null, waiting: [] }))).toEqual({ kind: "close" });
  });

  test.each([
    ["no_route", "receiver desk is no longer in the configuration"],
    ["below_route", "no channel of desk asks for alert.opened"],
    ["disabled", "every channel of desk is disabled"],
  ] as const)("a receiver without a channel gets nothing (%s), and the reason is kept", (reason, detail) => {
    expect(stepOf(facts({}, { noChannel: { reason, detail } }))).toEqual({ kind: "suppress", reason, detail });
  });
});
