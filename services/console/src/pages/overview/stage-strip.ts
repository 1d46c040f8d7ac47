import type { StageFigures } from "@wirewatch/store";

/** One step of the way of an article. */
export interface StripStep {
  readonly name: string;
  /** What its count of the last hour means. */
  readonly unit: string;
  readonly lastHour: number;
  readonly open: number;
  readonly oldestMs: number;
  readonly tone: "good" | "warn" | "bad";
  /** Where its numbers lead: what went through, and what waits. */
  readonly href: string;
  readonly backlogHref: string;
}

/** From which age of the oldest a backlog is worth a look, and from which something is wrong. */
const [warnMs, badMs] = [5 * 60_000, 30 * 60_000];

/** Names of the steps, the stages each stands for, and where it leads. The last stage is the one whose count is shown. */
const steps: readonly (readonly [name: string, unit: string, stages: readonly string[], href: string])[] = [
  ["discovered", "articles", ["discover"], "/search"],
  ["fetched", "pages", ["fetch"], "/pipeline#stage-fetch"],
  ["stripped", "texts", ["strip"], "/pipeline#stage-strip"],
  ["deduplicated", "texts", ["deduplicate"], "/stories"],
  ["classified", "texts", ["classify"], "/topics"],
  ["alerted", "messages", ["notify", "flush", "digest", "deliver"], "/alerts?state=all"],
];

/** The way of articles through the program, with what went through in the last hour and what waits; pure. */
export function stageStrip(figures: ReadonlyMap<string, StageFigures>): StripStep[] {
  return steps.map(([name, unit, stages, href]) => {
    const found = stages.flatMap((stage) => figures.get(stage) ?? []);
    const open = found.reduce((sum, one) => sum + one.open, 0);
    const oldestMs = Math.max(0, ...found.filter((one) => one.open > 0).map((one) => one.oldestMs));
    const tone = oldestMs >= badMs ? "bad" : oldestMs >= warnMs ? "warn" : "good";
    const lastHour = figures.get(stages.at(-1) ?? "")?.lastHour ?? 0;
    return {
      name,
      unit,
      lastHour,
      open,
      oldestMs,
      tone,
      href,
      backlogHref: `/pipeline#stage-${stages[0] === "discover" ? "poll" : (stages[0] ?? "")}`,
    };
  });
}
