import { replayDeliveryIn } from "@wirewatch/pipeline";
import type { DeliveryReplay, ReplayRules } from "@wirewatch/pipeline";
import type { Environment } from "@wirewatch/runtime";
import { deliveryIds, noteAudit, readSystemState } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { commandAudit } from "../command-audit.ts";
import { readPerson } from "../command-person.ts";
import { readWords } from "../command-words.ts";
import { readSince } from "../since.ts";
import { oneLine, printable } from "../terminal-text.ts";
import { withStore } from "../with-store.ts";
import { statesOf } from "./deliveries-list.ts";
import { UsageError } from "../usage-error.ts";

const usage =
  "deliveries replay <id…> | [--state failed|unknown] [--like id] [--since 6h] [--enable] [--force] [--by name] [--json]";

/**
 * `wirewatch deliveries replay`: puts deliveries that failed, or whose end is unknown, back to be sent, with the same id: the
 * named ones, those with the same error as one (`--like`), or all (of `--state`, of the time `--since`).
 *
 * @returns exit code: 0 when every delivery that was meant was put back, 1 when one was not
 */
export async function replayCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(
    words,
    {
      state: { type: "string" },
      like: { type: "string" },
      since: { type: "string" },
      force: { type: "boolean" },
      enable: { type: "boolean" },
      by: { type: "string" },
      json: { type: "boolean" },
    },
    usage,
  );
  const isByChoice = options.state !== undefined || options.like !== undefined || options.since !== undefined;
  if ((names.length === 0) !== isByChoice) {
    throw new UsageError(
      `name deliveries by their ids, or say which with --state, --like or --since; write: wirewatch ${usage}`,
    );
  }
  if (options.state !== undefined && !["failed", "unknown"].includes(options.state)) {
    throw new UsageError(
      `only failed and unknown deliveries can be replayed by state, not "${options.state}"; name others by id`,
    );
  }
  const { like = null } = options;
  const since = options.since === undefined ? null : readSince(options.since, new Date()).at;
  const by = readPerson(options.by, "--by");
  const states = statesOf(options.state ?? "failed");
  return withStore(env, async ({ db }) => {
    const ids = isByChoice ? await deliveryIds(db, { states, since, like }) : names;
    if (ids === null)
      throw new UsageError(`there is no delivery "${like ?? ""}"; "wirewatch deliveries list" shows them`);
    const rules = { force: options.force === true, enable: options.enable === true };
    const replays = await db.transaction().execute((tx) => replayNoted(tx, ids, rules, by));
    const { workers } = await readSystemState(db);
    const isRunning = workers.some((worker) => worker.services.includes("notifier"));
    if (options.json === true) write(`${JSON.stringify({ replays, isNotifierRunning: isRunning }, null, 2)}\n`);
    else write(printable(replayLines(replays, isRunning)));
    return replays.every((replay) => replay.kind === "replayed") ? 0 : 1;
  });
}

/** As one change, with its line in the audit log. */
async function replayNoted(
  tx: Kysely<Database>,
  ids: readonly string[],
  rules: ReplayRules,
  by: string,
): Promise<readonly DeliveryReplay[]> {
  const made = new Map<string, DeliveryReplay>();
  // In one order everywhere: two who replay the same at once must not wait for each other.
  for (const id of [...new Set(ids)].toSorted()) made.set(id, await replayDeliveryIn(tx, id, rules));
  const replays = [...new Set(ids)].flatMap((id) => made.get(id) ?? []);
  const replayed = replays.filter((replay) => replay.kind === "replayed");
  const [first] = replayed;
  if (first === undefined) return replays;
  const enabled = [...new Set(replayed.flatMap((one) => (one.isEnabled ? [`${one.receiver} ${one.channel}`] : [])))];
  const detail = { count: replayed.length, enabled, first: replayed.slice(0, 20).map(({ id }) => id) };
  const target = { kind: "delivery", id: replayed.length === 1 ? first.id : null };
  await noteAudit(tx, commandAudit(by, "delivery.replayed", target, detail));
  return replays;
}

function replayLines(replays: readonly DeliveryReplay[], isNotifierRunning: boolean): string[] {
  if (replays.length === 0) return ["There is nothing to replay."];
  const replayed = replays.filter((replay) => replay.kind === "replayed").length;
  const next = isNotifierRunning
    ? "the notifier sends within seconds"
    : "no notifier is running: they wait until one is";
  return [
    ...replays.map((replay) => `${replay.id}  ${replayWords(replay)}`),
    `${replayed} of ${replays.length} put back${replayed === 0 ? "" : `; ${next}`}.`,
  ];
}

function replayWords(replay: DeliveryReplay): string {
  switch (replay.kind) {
    case "replayed":
      if (replay.from === "pending") return `is tried now, at ${replay.receiver} ${replay.channel}, instead of later`;
      return `was ${replay.from}, is sent to ${replay.receiver} ${replay.channel} again under the same id${replay.isEnabled ? "; the channel is enabled again" : ""}`;
    case "missing":
      return 'there is no such delivery; "wirewatch deliveries list" shows them';
    case "open":
      return "is on its way already";
    case "sent":
      return "was sent already; --force sends it again, and the receiver may see it twice";
    case "channelDisabled":
      return `its channel ${replay.receiver} ${replay.channel} is disabled (${oneLine(replay.reason ?? "no reason is stored")}); --enable enables it and sends`;
  }
}
