import { nextStart, parseMatcher } from "@wirewatch/alerting";
import { urlVerdict } from "@wirewatch/urls";
import type { AlertsFile } from "./alerts-schema.ts";
import { buildAlerts } from "./build-alerts.ts";
import type { RouteConfig } from "./config.ts";
import { describeValue, quote, valueAt } from "./describe-value.ts";
import { entriesAt, repeatedNames, textsAt, unknownNames, type Entry } from "./entries.ts";
import { urlFormat } from "./formats.ts";
import type { Complaint, Path } from "./locate.ts";
import { formatDuration } from "./quantities.ts";

/**
 * What the schema cannot say about `alerts.yaml`, checked even when other parts of the file are wrong.
 *
 * @param allowPrivate null when it is not known, since its file could not be read
 */
export function alertComplaints(root: unknown, allowPrivate: readonly string[] | null): readonly Complaint[] {
  const receivers = entriesAt(root, ["receivers"]);
  const names = namesOf(root, receivers);
  const routes = [...routesBelow(root, ["route"])];
  const hooks = receivers.flatMap(({ path }) => [
    ...entriesAt(root, [...path, "webhook"]),
    ...entriesAt(root, [...path, "digest", "via", "webhook"]),
  ]);
  const urls = hooks.flatMap(({ path }) => textsAt(root, [...path, "url"]));
  return [
    ...repeatedNames("receiver", names),
    ...repeatedNames("route", namesOf(root, routes)),
    ...(valueAt(root, ["receivers"]) === undefined
      ? []
      : unknownReceivers(
          root,
          routes,
          names.map((name) => name.value),
        )),
    ...intervalComplaints(root, routes),
    ...repeatedNames("rule", namesOf(root, entriesAt(root, ["inhibit_rules"]))),
    ...matchersOf(root).flatMap(matcherComplaints),
    ...(allowPrivate === null ? [] : urls.flatMap((entry) => refusedWebhook(entry, allowPrivate))),
  ];
}

/** Timers that do not do what they seem to; the file fits its schema. */
export function timerWarnings(file: AlertsFile): readonly Complaint[] {
  return shortIntervals(buildAlerts(file).route, ["route"]);
}

/**
 * Matchers on labels that no match has: allowed, but such a route takes nothing.
 *
 * @param known labels of all matches and of the topics
 */
export function unknownLabelWarnings(root: unknown, known: readonly string[]): readonly Complaint[] {
  const labels = matchersOf(root).flatMap(({ path, value }) => {
    const parsed = typeof value === "string" ? parseMatcher(value) : null;
    return parsed?.kind === "matcher" ? [{ path, value: parsed.matcher.label }] : [];
  });
  return unknownNames("topic with the label", labels, known, `one of ${known.slice(0, 20).join(", ")}`);
}

/**
 * Labels that an inhibiting and an inhibited match should have alike, and no match has: such a rule would silence what it should not, for two
 * labels that are missing are no reason.
 */
export function unknownEqualLabels(root: unknown, known: readonly string[]): readonly Complaint[] {
  const equal = entriesAt(root, ["inhibit_rules"]).flatMap(({ path }) => textsAt(root, [...path, "equal"]));
  return unknownNames("label", equal, known, `one of ${known.slice(0, 20).join(", ")}`);
}

function namesOf(root: unknown, entries: readonly Entry[]): readonly (Entry & { readonly value: string })[] {
  return entries.flatMap(({ path }) => textsAt(root, [...path, "name"]));
}

/** All matchers of the file. */
function matchersOf(root: unknown): readonly Entry[] {
  const routes = [...routesBelow(root, ["route"])];
  const rules = entriesAt(root, ["inhibit_rules"]);
  return [
    ...routes.flatMap(({ path }) => entriesAt(root, [...path, "matchers"])),
    ...routes.flatMap(({ path }) => entriesAt(root, [...path, "quiet_hours", "except"])),
    ...rules.flatMap(({ path }) => entriesAt(root, [...path, "source_matchers"])),
    ...rules.flatMap(({ path }) => entriesAt(root, [...path, "target_matchers"])),
  ];
}

function intervalComplaints(root: unknown, routes: readonly Entry[]): readonly Complaint[] {
  const known = namesOf(root, entriesAt(root, ["time_intervals"]));
  const named = routes.flatMap(({ path }) => textsAt(root, [...path, "quiet_hours", "during"]));
  const names = known.map(({ value }) => value);
  const expected = names.length === 0 ? "a time interval; none is defined" : `one of ${names.slice(0, 20).join(", ")}`;
  return [...repeatedNames("time interval", known), ...unknownNames("time interval", named, names, expected)];
}

function* routesBelow(root: unknown, path: Path): Generator<Entry> {
  const value = valueAt(root, path);
  if (value === undefined) return;
  yield { path, value };
  for (const child of entriesAt(root, [...path, "routes"])) yield* routesBelow(root, child.path);
}

function unknownReceivers(root: unknown, routes: readonly Entry[], known: readonly string[]): readonly Complaint[] {
  const named = [
    ...routes.flatMap(({ path }) => textsAt(root, [...path, "receiver"])),
    ...entriesAt(root, ["receivers"]).flatMap(({ path }) => [
      ...textsAt(root, [...path, "fallback"]),
      ...textsAt(root, [...path, "escalate", "to"]),
    ]),
    ...textsAt(root, ["dead_man", "receiver"]),
  ];
  const expected = known.length === 0 ? "a receiver; none is defined" : `one of ${known.slice(0, 20).join(", ")}`;
  return unknownNames("receiver", named, known, expected);
}

function matcherComplaints({ path, value }: Entry): readonly Complaint[] {
  if (typeof value !== "string") return [];
  const parsed = parseMatcher(value);
  if (parsed.kind === "matcher") return [];
  const message = `the matcher ${quote(value)} cannot be read: ${parsed.message}.`;
  return [{ path, at: parsed.offset, found: quote(value), expected: 'a matcher such as severity="critical"', message }];
}

function refusedWebhook(
  { path, value }: Entry & { readonly value: string },
  allowPrivate: readonly string[],
): readonly Complaint[] {
  if (!urlFormat.pattern.test(value)) return [];
  const verdict = urlVerdict(value, null, { surface: "webhook", allowPrivate, privatePages: [] });
  if (verdict.kind === "allow") return [];
  const found = describeValue(value, path);
  const reason = verdict.code === "invalid" ? "it is not a valid address" : verdict.reason;
  return [
    { path, found, expected: "an https address that may be called", message: `${found} cannot be called: ${reason}.` },
  ];
}

/** Quiet hours without an end: what they hold would never leave. The file fits its schema. */
export function endlessQuietHours(file: AlertsFile): readonly Complaint[] {
  const { route, timeIntervals } = buildAlerts(file);
  const someDay = new Date(Date.UTC(2026, 0, 1));
  const endless = new Set(
    timeIntervals.filter((interval) => nextStart(interval, someDay) === null).map(({ name }) => name),
  );
  return endlessBelow(route, ["route"], { endless, inherited: null });
}

function endlessBelow(
  route: RouteConfig,
  path: Path,
  { endless, inherited }: { readonly endless: ReadonlySet<string>; readonly inherited: RouteConfig["quietHours"] },
): readonly Complaint[] {
  const { quietHours } = route;
  const below = route.routes.flatMap((child, index) =>
    endlessBelow(child, [...path, "routes", index], { endless, inherited: quietHours }),
  );
  if (quietHours === null || quietHours === inherited || !endless.has(quietHours.during)) return below;
  const message = `the quiet hours \`${quietHours.during}\` never end: leave out a day or an hour, or give the route no receiver that people read.`;
  const place = { path: [...path, "quiet_hours"], found: quietHours.during, expected: "quiet hours with an end" };
  return [{ ...place, message }, ...below];
}

function shortIntervals(route: RouteConfig, path: Path): readonly Complaint[] {
  const below = route.routes.flatMap((child, index) => shortIntervals(child, [...path, "routes", index]));
  const isShort = route.groupIntervalMs < route.groupWaitMs;
  if (!isShort) return below;
  const [interval, wait] = [route.groupIntervalMs, route.groupWaitMs].map(formatDuration);
  const message = `group_interval (${interval}) is shorter than group_wait (${wait}): an update would leave sooner than a first message.`;
  const warning = { path: [...path, "group_interval"], found: interval ?? "", expected: `at least ${wait}`, message };
  return [warning, ...below];
}
