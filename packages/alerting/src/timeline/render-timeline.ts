import { drawBar, localClock } from "./bar.ts";
import type { RouteStep } from "./route-path.ts";
import type { RoutePlan } from "./route-plan.ts";
import type { RouteTimeline } from "./route-timeline.ts";

/** One thing that happens on a route, with the sign it has in the drawing. */
interface TimelineEvent {
  readonly at: Date;
  readonly sign: string;
  readonly text: string;
}

const narrowest = 40;
const widest = 200;
/** Of one text. */
const maxLines = 20;

/**
 * A timeline as lines of text for a terminal: the way through the tree, then each route that takes the match, drawn to scale
 * and with a line for each thing that happens. Times are those of one zone, whose name stands beside them.
 *
 * @param options.width columns; taken as 40 to 200
 * @returns lines without control characters, none longer than the width
 */
export function renderTimeline(
  timeline: RouteTimeline,
  options: { readonly width: number; readonly timeZone: string },
): readonly string[] {
  const asked = Number.isFinite(options.width) ? Math.trunc(options.width) : narrowest;
  const width = Math.min(widest, Math.max(narrowest, asked));
  const labels = Object.entries(timeline.labels).map(([label, value]) => `${label}=${[value].flat().join(",")}`);
  return [
    ...wrapped(`labels: ${labels.join(" ")}`, width),
    "",
    ...pathLines(timeline.path).flatMap((line) => wrapped(line, width)),
    ...timeline.plans.flatMap((plan) => ["", ...planLines(plan, timeline, { width, timeZone: options.timeZone })]),
  ];
}

/** A line on as many as it needs, the further ones indented; what comes from a file or a command line loses its controls. */
function wrapped(text: string, width: number): string[] {
  const line = text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ");
  if (line.length <= width) return [line];
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  const space = line.lastIndexOf(" ", width);
  // A word that is longer than the line is broken, but no character is.
  const at = space > indent ? space : width - (isHighSurrogate(line, width - 1) ? 1 : 0);
  const rest = " ".repeat(Math.min(indent + 4, width / 2)) + line.slice(at).trimStart();
  return [line.slice(0, at).trimEnd(), ...wrapped(rest, width)].slice(0, maxLines);
}

function isHighSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}

function pathLines(path: readonly RouteStep[]): string[] {
  return path.map((step) => {
    const indent = "  ".repeat(step.depth);
    return `${indent}${signs[step.answer]} ${step.route} → ${step.receiver}: ${answerText(step)}`;
  });
}

const signs: Readonly<Record<RouteStep["answer"], string>> = { takes: "●", passes: "○", refuses: "×", notAsked: "-" };

function answerText({ answer, depth, matchers, continue: goesOn }: RouteStep): string {
  const next = goesOn ? "; the next ones are asked as well" : "";
  switch (answer) {
    case "takes":
      return (depth === 0 ? "takes what no other route does" : `takes it, ${conditions(matchers)}`) + next;
    case "passes":
      return (depth === 0 ? "asks its routes" : `${conditions(matchers)}; one of its own takes it`) + next;
    case "refuses": {
      const missed = matchers.find(({ isMet }) => !isMet);
      const value = missed?.found.join(", ") ?? "";
      return `not ${missed?.text ?? ""}, it is ${value === "" ? "empty" : JSON.stringify(value)}`;
    }
    case "notAsked":
      return "not asked, a route before it took it";
  }
}

function conditions(matchers: RouteStep["matchers"]): string {
  return matchers.length === 0 ? "it takes everything" : matchers.map(({ text }) => text).join(" and ");
}

function planLines(plan: RoutePlan, { at, until }: RouteTimeline, view: { width: number; timeZone: string }): string[] {
  const events = eventsOf(plan, at, until);
  const texts = [
    ...events.map((event) => `  ${localClock(view.timeZone, event.at)}  ${event.sign}  ${event.text}`),
    ...notes(plan),
  ];
  return [
    ...wrapped(`${plan.route} → ${plan.receiver}, times in ${view.timeZone}`, view.width),
    ...drawBar(events, plan.quiet?.isExcepted === false ? plan.quiet.stretches : [], { ...view, at, until }),
    ...texts.flatMap((text) => wrapped(text, view.width)),
  ];
}

function eventsOf(plan: RoutePlan, at: Date, until: Date): TimelineEvent[] {
  const { leavesAt, escalation } = plan;
  const quiet = plan.quiet?.isExcepted === false ? plan.quiet : null;
  const isOn = quiet?.stretches.some(({ start, end }) => start <= at && at < end) === true;
  const events: TimelineEvent[] = [
    { at, sign: "m", text: isOn ? `matched; quiet hours ${quiet.during} are on: ${quiet.action}` : "matched" },
  ];
  for (const { start, end } of quiet?.stretches ?? []) {
    events.push({ at: start, sign: "(", text: `quiet hours ${quiet?.during ?? ""} begin: ${quiet?.action ?? ""}` });
    events.push({ at: end, sign: ")", text: "quiet hours end" });
  }
  if (leavesAt !== null) events.push({ at: leavesAt, sign: "A", text: leavingText(plan) });
  if (plan.out.kind === "drop")
    events.push({ at: plan.dueAt, sign: "x", text: `dropped, quiet hours ${plan.out.during}` });
  if (plan.updateNotBefore !== null)
    events.push({ at: plan.updateNotBefore, sign: "u", text: "an update at the earliest" });
  for (const digest of plan.digests) events.push({ at: digest, sign: "D", text: "digest" });
  for (const [index, reminder] of plan.reminders.entries()) {
    events.push({ at: reminder, sign: "r", text: `reminder ${index + 1}, unless acknowledged` });
  }
  if (escalation !== null) {
    events.push({ at: escalation.at, sign: "e", text: `to ${escalation.to}, unless acknowledged` });
  }
  // What takes the match is shown whenever it happens.
  const isShown = (event: TimelineEvent): boolean => event.sign === "A" || (event.at >= at && event.at <= until);
  const closes = { at: plan.closesAt, sign: "c", text: "closes, unless more matches come" };
  return [...events.filter(isShown), closes].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function leavingText({ out, dueWhy }: RoutePlan): string {
  switch (out.kind) {
    case "hold":
      return "message, held until the quiet hours end";
    case "digest":
      return "message, as part of the digest";
    case "open":
    case "drop":
      return dueWhy === "critical" ? "message, at once: it is critical" : "message, when group_wait is over";
  }
}

function notes({ quiet, rateLimit }: RoutePlan): string[] {
  return [
    ...(quiet?.isExcepted === true ? [`  quiet hours ${quiet.during} do not hold it`] : []),
    ...(rateLimit === null
      ? []
      : [`  at most ${rateLimit.max} messages in ${length(rateLimit.perMs)}, the rest in a digest`]),
  ];
}

function length(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1_000)} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
