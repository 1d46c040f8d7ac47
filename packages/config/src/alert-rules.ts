import { parseMatcher } from "@wirewatch/alerting";
import { urlVerdict } from "@wirewatch/urls";
import type { AlertsFile, ReceiverEntry } from "./alerts-schema.ts";
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
  const names = receivers.flatMap(({ path }) => textsAt(root, [...path, "name"]));
  const routes = [...routesBelow(root, ["route"])];
  const hooks = receivers.flatMap(({ path }) => entriesAt(root, [...path, "webhook"]));
  const urls = hooks.flatMap(({ path }) => textsAt(root, [...path, "url"]));
  return [
    ...repeatedNames("receiver", names),
    ...repeatedNames(
      "route",
      routes.flatMap(({ path }) => textsAt(root, [...path, "name"])),
    ),
    ...(valueAt(root, ["receivers"]) === undefined
      ? []
      : unknownReceivers(
          root,
          routes,
          names.map((name) => name.value),
        )),
    ...routes.flatMap(({ path }) => entriesAt(root, [...path, "matchers"])).flatMap(matcherComplaints),
    ...(allowPrivate === null ? [] : urls.flatMap((entry) => refusedWebhook(entry, allowPrivate))),
  ];
}

/** What is missing from or contradictory in receivers and `smtp`; the file fits its schema. */
export function receiverComplaints(file: AlertsFile): readonly Complaint[] {
  return [
    ...file.receivers.flatMap((receiver, index) => channelComplaints(receiver, ["receivers", index])),
    ...smtpComplaints(file),
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
  const matchers = [...routesBelow(root, ["route"])].flatMap(({ path }) => textsAt(root, [...path, "matchers"]));
  const labels = matchers.flatMap(({ path, value }) => {
    const parsed = parseMatcher(value);
    return parsed.kind === "matcher" ? [{ path, value: parsed.matcher.label }] : [];
  });
  return unknownNames("topic with the label", labels, known, `one of ${known.slice(0, 20).join(", ")}`);
}

function* routesBelow(root: unknown, path: Path): Generator<Entry> {
  const value = valueAt(root, path);
  if (value === undefined) return;
  yield { path, value };
  for (const child of entriesAt(root, [...path, "routes"])) yield* routesBelow(root, child.path);
}

function unknownReceivers(root: unknown, routes: readonly Entry[], known: readonly string[]): readonly Complaint[] {
  const named = routes.flatMap(({ path }) => textsAt(root, [...path, "receiver"]));
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

function channelComplaints(receiver: ReceiverEntry, path: Path): readonly Complaint[] {
  const channels = [receiver.webhook, receiver.email, receiver.slack, receiver.terminal];
  if (channels.every((channel) => channel === undefined || (channel !== true && channel.length === 0))) {
    const expected = "webhook, email, slack or terminal";
    const message = `the receiver \`${receiver.name}\` has no channel: add ${expected}.`;
    return [{ path, found: "no channel", expected, message }];
  }
  return [
    ...(receiver.webhook ?? []).flatMap((hook, index) =>
      (hook.secret === undefined) === (hook.secrets === undefined) ? [webhookSecret([...path, "webhook", index])] : [],
    ),
    ...(receiver.slack ?? []).flatMap((slack, index) => {
      const isHook = slack.url !== undefined && slack.channel === undefined && slack.token === undefined;
      const isBot = slack.url === undefined && slack.channel !== undefined && slack.token !== undefined;
      return isHook || isBot ? [] : [slackAddress([...path, "slack", index])];
    }),
  ];
}

function webhookSecret(path: Path): Complaint {
  const message = 'a webhook needs either `secret: "${env:NAME}"` (whsec_…) or, during a rotation, the list `secrets`.';
  return { path, found: "neither or both of secret and secrets", expected: "secret or secrets", message };
}

function slackAddress(path: Path): Complaint {
  const message =
    "a Slack channel needs either `url` (an incoming webhook) or `channel` with `token`. Text that begins with # needs quotes.";
  return { path, found: "an incomplete or doubled address", expected: "url, or channel and token", message };
}

function smtpComplaints(file: AlertsFile): readonly Complaint[] {
  const { smtp } = file;
  if (smtp !== undefined) {
    if ((smtp.user === undefined) === (smtp.password === undefined)) return [];
    const message = "`smtp` has one of `user` and `password`: write both, or neither for a server without log-in.";
    return [{ path: ["smtp"], found: "one of user and password", expected: "both or neither", message }];
  }
  const index = file.receivers.findIndex((receiver) => (receiver.email ?? []).length > 0);
  if (index === -1) return [];
  const message = "e-mail needs a mail server: add `smtp: { host, from }` at the top level of this file.";
  return [{ path: ["receivers", index, "email"], on: "key", found: "email without smtp", expected: "smtp", message }];
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
