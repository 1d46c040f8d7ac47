import type { SystemMessage } from "@wirewatch/model";
import type { IdleStage } from "@wirewatch/store";

/** What is wrong: the database does not answer, or there are stages that do nothing. */
export type Standstill =
  | { readonly kind: "away"; readonly awayMs: number; readonly reason: string }
  | { readonly kind: "idle"; readonly idle: readonly IdleStage[] };

type Unaddressed = Omit<SystemMessage, "id" | "timeZone">;

/** Nobody is told of news at this moment. */
export function stalledMessage(standstill: Standstill, now: Date): Unaddressed {
  return {
    event: "system.stalled",
    at: now.toISOString(),
    severity: "critical",
    title: "Wirewatch stands still",
    lines: [...linesOf(standstill, now), "Until it goes on nobody is told of news."],
    links: {},
  };
}

export function resumedMessage(now: Date): Unaddressed {
  return {
    event: "system.resumed",
    at: now.toISOString(),
    severity: "normal",
    title: "Wirewatch goes on",
    lines: ["What waited is told now."],
    links: {},
  };
}

function linesOf(standstill: Standstill, now: Date): string[] {
  if (standstill.kind === "away") {
    return [`The database has not answered for ${minutes(standstill.awayMs)}: ${standstill.reason.slice(0, 200)}.`];
  }
  return standstill.idle.map(({ stage, waiting, sinceAt }) => {
    const work = waiting === 1 ? "1 piece of work" : `${waiting} pieces of work`;
    return `Stage ${stage}: nobody has taken ${work} for ${minutes(now.getTime() - sinceAt.getTime())}.`;
  });
}

function minutes(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 60_000));
  return `${whole} ${whole === 1 ? "minute" : "minutes"}`;
}
