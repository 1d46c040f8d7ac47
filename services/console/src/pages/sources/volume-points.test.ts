import { describe, expect, it } from "vitest";
import { volumePoints } from "./volume-points.ts";

const now = new Date("2026-03-31T12:30:00Z");
const hourMs = 3_600_000;
const at = (hoursBefore: number): Date => new Date(Math.floor(now.getTime() / hourMs) * hourMs - hoursBefore * hourMs);

describe("the bars of a source's volume", () => {
  it("are thirty days and twenty-four hours, the newest last", () => {
    const { days, hours } = volumePoints(
      [
        { at: at(25), items: 3 },
        { at: at(0), items: 2 },
      ],
      now,
      "UTC",
      "site",
    );
    expect(days).toHaveLength(30);
    expect(days.at(-1)).toEqual({
      label: "31 Mar",
      value: 2,
      href: "/search?source=site&since=2026-03-31&until=2026-03-31",
    });
    expect(days.at(-2)).toMatchObject({ label: "30 Mar", value: 3 });
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)).toEqual({
      label: "12:00",
      value: 2,
      href: "/search?source=site&since=2026-03-31T12%3A00%3A00Z&until=2026-03-31T13%3A00%3A00Z",
    });
    expect(hours[0]?.label).toBe("13:00");
  });

  it("say what is usual once some days were watched, but not of today", () => {
    const steady = Array.from({ length: 20 * 24 }, (_, hour) => ({ at: at(hour), items: 4 }));
    const { days, hours } = volumePoints(steady, now, "UTC", "site");
    const usual = days.at(-2)?.usual ?? [0, 0];
    expect(usual[0]).toBeGreaterThan(60);
    expect(usual[1]).toBeLessThan(120);
    expect(days.at(-1)?.usual).toBeUndefined();
    expect(days[0]?.usual).toBeUndefined();
    expect(hours[3]?.usual).toEqual([0, 8]);
    expect(hours.at(-1)?.usual).toBeUndefined();
    expect(
      volumePoints(steady.slice(0, 72), now, "UTC", "site").days.every(({ usual: band }) => band === undefined),
    ).toBe(true);
  });

  it("begin days where the reader lives, over a change of the clock", () => {
    const { days } = volumePoints([{ at: new Date("2026-03-28T23:00:00Z"), items: 5 }], now, "Europe/Berlin", "site");
    expect(days).toHaveLength(30);
    expect(new Set(days.map(({ label }) => label)).size).toBe(30);
    expect(days.find(({ value }) => value === 5)?.label).toBe("29 Mar");
  });

  it("are empty for a source that brought nothing", () => {
    const { days, hours } = volumePoints([], now, "UTC", "site");
    expect([...days, ...hours].every(({ value, usual }) => value === 0 && usual === undefined)).toBe(true);
  });
});
