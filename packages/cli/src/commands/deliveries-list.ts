import type { Environment } from "@wirewatch/runtime";
import { failureGroups, listDeliveries, readSystemState } from "@wirewatch/store";
import type { DeliveryState, FailureGroup, LoggedDelivery } from "@wirewatch/store";
import { readWords, wholeNumber } from "../command-words.ts";
import { readSince } from "../since.ts";
import { columns, counted, fromNow, instant, lengthOfTime, oneLine, printable, whenDue } from "../terminal-text.ts";
import { withStore } from "../with-store.ts";
import { UsageError } from "../usage-error.ts";

const usage = "deliveries list [--state failed|pending|sent|unknown] [--since 6h] [--by-error] [--limit n] [--json]";
const defaultLimit = 50;
const maxLimit = 10_000;

/** States as people name them; `pending` includes those on their way at this moment. */
const statesByName: Readonly<Record<string, readonly DeliveryState[]>> = {
  failed: ["failed"],
  pending: ["pending", "sending"],
  sent: ["sent"],
  unknown: ["unknown"],
};

/** The states that `--state` names; all of them when it is absent. @throws {UsageError} for another word */
export function statesOf(name: string | undefined): readonly DeliveryState[] {
  if (name === undefined) return [];
  const states = Object.hasOwn(statesByName, name) ? statesByName[name] : undefined;
  if (states === undefined)
    throw new UsageError(`there is no state "${name}"; states are ${Object.keys(statesByName).join(", ")}`);
  return states;
}

/** `wirewatch deliveries list`: the newest first; failed ones by their error as well, or only so. @returns exit code 0 */
export async function listCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(
    words,
    {
      state: { type: "string" },
      since: { type: "string" },
      "by-error": { type: "boolean" },
      limit: { type: "string" },
      json: { type: "boolean" },
    },
    usage,
  );
  if (names.length > 0)
    throw new UsageError(`"deliveries list" takes no names, found "${names[0] ?? ""}"; write: wirewatch ${usage}`);
  const states = statesOf(options.state);
  const isByError = options["by-error"] === true;
  if (isByError && options.state !== undefined && options.state !== "failed")
    throw new UsageError(`only failed deliveries have an error to go by; leave out --state ${options.state}`);
  const limit = options.limit === undefined ? defaultLimit : wholeNumber(options.limit, "--limit", maxLimit);
  const since = options.since === undefined ? null : readSince(options.since, new Date()).at;
  const found = await withStore(env, async ({ db }) => ({
    asOf: (await readSystemState(db)).asOf,
    deliveries: isByError ? [] : await listDeliveries(db, { states, since, limit }),
    failures: isByError || states.length === 0 || states.includes("failed") ? await failureGroups(db, since) : [],
  }));
  if (options.json === true) {
    const { deliveries, ...rest } = found;
    write(`${JSON.stringify(isByError ? rest : { ...rest, deliveries }, null, 2)}\n`);
  } else write(printable(isByError ? byErrorLines(found.failures) : listLines(found, limit)));
  return 0;
}

interface Found {
  readonly asOf: Date;
  readonly deliveries: readonly LoggedDelivery[];
  readonly failures: readonly FailureGroup[];
}

function listLines({ asOf, deliveries, failures }: Found, limit: number): string[] {
  if (deliveries.length === 0) return ["There are no such deliveries."];
  const rows = deliveries.map((delivery) => [
    instant(delivery.createdAt),
    delivery.state,
    `${delivery.receiver} ${delivery.channel}`,
    `“${oneLine(delivery.title, 60)}” (${oneLine(delivery.topic, 40)})`,
    progress(delivery, asOf),
    delivery.id,
  ]);
  return [
    ...(failures.length === 0 ? [] : [...byErrorLines(failures), ""]),
    `${counted(deliveries.length, "delivery", "deliveries")}, the newest first (times are UTC):`,
    ...columns(rows).map((line) => `  ${line}`),
    ...(deliveries.length === limit ? [`  There may be more: --limit ${limit * 2} shows twice as many.`] : []),
  ];
}

function byErrorLines(failures: readonly FailureGroup[]): string[] {
  const [first] = failures;
  if (first === undefined) return ["No delivery has failed."];
  return [
    "Failed, by error:",
    ...failures.map(
      ({ error, count, receivers, firstAt, lastAt, exampleId }) =>
        `  ${count} × ${oneLine(error)}\n      to ${receivers.join(", ")}, from ${instant(firstAt)} to ${instant(lastAt)}, e.g. ${exampleId}`,
    ),
    `  "wirewatch deliveries replay <id>" sends one again, "… replay --like ${first.exampleId}" all with its error, "… replay --state failed" all of them.`,
  ];
}

function progress(
  { state, attempts, status, latencyMs, reason, sentAt, nextTryAt }: LoggedDelivery,
  asOf: Date,
): string {
  const tries = attempts === 0 ? "not tried yet" : counted(attempts, "attempt");
  const last = [
    ...(status === null ? [] : [String(status)]),
    ...(latencyMs === null ? [] : [lengthOfTime(latencyMs)]),
  ].join(", ");
  const when =
    sentAt !== null
      ? `sent ${fromNow(sentAt, asOf)}`
      : nextTryAt !== null
        ? `next try ${whenDue(nextTryAt, asOf)}`
        : "";
  const why = state === "sent" || reason === null ? "" : oneLine(reason, 120);
  return [tries, last, when, why].filter((part) => part !== "").join("; ");
}
