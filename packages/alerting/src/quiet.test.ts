import { describe, expect, test } from "vitest";
import { quietVerdict } from "./quiet.ts";
import type { QuietHours, QuietVerdict } from "./quiet.ts";

const nights = {
  name: "nights",
  timeZone: "Europe/London",
  times: [{ startMinute: 1140, endMinute: 420 }],
  weekdays: [],
};
const hold: QuietHours = { during: "nights", action: "hold", except: ['severity="critical"', 'desk="world"'] };
const atNight = "2026-03-02T22:00:00Z";
const held: QuietVerdict = { kind: "hold", during: "nights", until: new Date("2026-03-03T07:00:00Z") };
const open: QuietVerdict = { kind: "open" };

describe("quiet hours", () => {
  test.each<[string, QuietHours | null, Record<string, string>, string, QuietVerdict]>([
    ["hold until they end", hold, { severity: "low" }, atNight, held],
    ["do not hold by day", hold, { severity: "low" }, "2026-03-02T12:00:00Z", open],
    ["do not hold at the instant they end", hold, { severity: "low" }, "2026-03-03T07:00:00Z", open],
    ["do not hold what meets every exception", hold, { severity: "critical", desk: "world" }, atNight, open],
    ["hold what meets only one of the exceptions", hold, { severity: "critical" }, atNight, held],
    ["hold all without exceptions", { ...hold, except: [] }, { severity: "critical" }, atNight, held],
    [
      "hold what an unreadable exception is about",
      { ...hold, except: ["severity"] },
      { severity: "critical" },
      atNight,
      held,
    ],
    ["say what they do", { ...hold, action: "drop" }, {}, atNight, { ...held, kind: "drop" }],
    ["of an unknown name hold nothing", { ...hold, during: "days" }, {}, atNight, open],
    ["that are none hold nothing", null, {}, atNight, open],
  ])("%s", (_, quietHours, labels, at, expected) => {
    expect(quietVerdict(quietHours, [nights], labels, new Date(at))).toEqual(expected);
  });
});
