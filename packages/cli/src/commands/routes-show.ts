import { formatDuration } from "@wirewatch/config";
import type { Config, RouteConfig } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { readWords } from "../command-words.ts";
import { openConfig } from "../config-files.ts";
import { tellAside } from "../say-aside.ts";
import { intervalWords } from "../schedule-words.ts";
import { counted, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

const usage = "routes show [--json]";

/**
 * `wirewatch routes show`: the tree of routes with matchers, receivers, timers and quiet hours, as the files say. What a
 * route inherits is shown at the route that says it.
 *
 * @returns exit code 0
 */
export async function showRoutes(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell = tellAside,
): Promise<number> {
  const { names, options } = readWords(words, { json: { type: "boolean" } }, usage);
  if (names.length > 0) throw new UsageError(`"routes show" takes no names; write: wirewatch ${usage}`);
  const { config } = await openConfig(env, tell);
  const { alerts } = config;
  const { route, timeIntervals, inhibitRules } = alerts;
  if (options.json === true) write(`${JSON.stringify({ route, timeIntervals, inhibitRules }, null, 2)}\n`);
  else write(printable(routeLines(alerts)));
  return 0;
}

type Alerts = Config["alerts"];

/** The tree and what holds beside it; pure. */
export function routeLines(alerts: Alerts): string[] {
  const { route, inhibitRules, deadMan } = alerts;
  return [
    ...branch(route, null, alerts, { first: "", rest: "" }),
    ...(inhibitRules.length === 0 ? [] : ["", "Takes the place of others:", ...inhibitRules.map(inhibitLine)]),
    ...(deadMan === null
      ? []
      : [
          "",
          `When all stands still for ${formatDuration(deadMan.afterMs)}, ${deadMan.receiver} is told past the queues.`,
        ]),
    "",
    '"wirewatch routes test --topic <id>" shows which way a match goes, and when it would be told.',
  ];
}

/** What stands before a route's own line, and before the lines that belong to it. */
interface Indent {
  readonly first: string;
  readonly rest: string;
}

function branch(route: RouteConfig, parent: RouteConfig | null, alerts: Alerts, indent: Indent): string[] {
  const { routes } = route;
  const stem = routes.length === 0 ? "   " : "│  ";
  const head = `${indent.first}${route.name} → ${route.receiver}${receiverNote(route, alerts)}: ${takes(route, parent)}`;
  const below = routes.flatMap((child, at) => {
    const isLast = at === routes.length - 1;
    const marks = { first: `${indent.rest}${isLast ? "└─ " : "├─ "}`, rest: `${indent.rest}${isLast ? "   " : "│  "}` };
    return branch(child, route, alerts, marks);
  });
  return [head, ...settings(route, parent, alerts).map((line) => `${indent.rest}${stem}${line}`), ...below];
}

function receiverNote({ receiver }: RouteConfig, { receivers }: Alerts): string {
  return receivers.find(({ name }) => name === receiver)?.digest == null ? "" : " (digest)";
}

function takes({ matchers, continue: goesOn }: RouteConfig, parent: RouteConfig | null): string {
  if (parent === null) return "what no route below takes";
  const conditions = matchers.length === 0 ? "everything" : matchers.join(" and ");
  return `${conditions}${goesOn ? "; the next ones are asked as well" : ""}`;
}

/** What the route says otherwise than its parent. */
function settings(route: RouteConfig, parent: RouteConfig | null, { timeIntervals }: Alerts): string[] {
  const { updates, quietHours } = route;
  const timers = [
    ...(isSame(route.groupBy, parent?.groupBy) ? [] : [`one message by ${route.groupBy.join(" and ")}`]),
    ...(route.groupWaitMs === parent?.groupWaitMs
      ? []
      : [
          `first message ${route.groupWaitMs === 0 ? "at once" : `after ${formatDuration(route.groupWaitMs)}, critical at once`}`,
        ]),
    ...(route.groupIntervalMs === parent?.groupIntervalMs
      ? []
      : [`then at most every ${formatDuration(route.groupIntervalMs)}`]),
    ...(route.closeAfterMs === parent?.closeAfterMs
      ? []
      : [`closed after ${formatDuration(route.closeAfterMs)} without news`]),
  ];
  const news = [
    counted(updates.newSources, "new source"),
    ...(updates.severityRaised ? ["a higher severity"] : []),
    ...(updates.textChanged === "material" ? ["a changed text"] : []),
    "a new passage",
  ];
  const interval = timeIntervals.find(({ name }) => name === quietHours?.during);
  const except = quietHours?.except.length === 0 ? "" : `, except ${quietHours?.except.join(" and ") ?? ""}`;
  const quiet =
    quietHours === null
      ? "no quiet hours"
      : `quiet hours ${quietHours.during} (${interval === undefined ? "not defined" : intervalWords(interval)}): ${quietHours.action}${except}`;
  const hadQuiet = parent?.quietHours ?? null;
  return [
    ...(timers.length === 0 ? [] : [timers.join("; ")]),
    ...(isSame(updates, parent?.updates)
      ? []
      : [`another message for ${news.slice(0, -1).join(", ")} or ${news.at(-1) ?? ""}`]),
    ...(isSame(quietHours, hadQuiet) ? [] : [quiet]),
  ];
}

function inhibitLine({ name, sourceMatchers, targetMatchers, equal, forMs }: Alerts["inhibitRules"][number]): string {
  const alike = equal.length === 0 ? "" : ` with the same ${equal.join(" and ")}`;
  return `  ${name}: ${sourceMatchers.join(" and ")} keeps ${targetMatchers.join(" and ")}${alike} silent for ${formatDuration(forMs)}`;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
