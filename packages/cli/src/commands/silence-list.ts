import type { Environment } from "@wirewatch/runtime";
import { countMuted, listSilences, readSystemState } from "@wirewatch/store";
import type { StoredSilence } from "@wirewatch/store";
import { readWords } from "../command-words.ts";
import { currentConfig } from "../current-config.ts";
import { counted, fromNow, lengthOfTime, oneLine, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { localInstant } from "../when.ts";
import { withStore } from "../with-store.ts";

const usage = "silence list [--all] [--json]";

/** Silences that end within this are marked: somebody may want them longer. */
const soonMs = 2 * 3_600_000;
/** Expired silences that are shown with --all. */
const maxExpired = 100;

/** A silence with what it did. */
type ListedSilence = StoredSilence & { readonly muted: number };

/**
 * `wirewatch silence list`: those that hold now or later, with --all the last ones that are over; who, why, until when, and how many matches
 * each has muted.
 *
 * @returns exit code 0
 */
export async function listCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { all: { type: "boolean" }, json: { type: "boolean" } }, usage);
  if (names.length > 0) throw new UsageError(`"silence list" takes no names; write: wirewatch ${usage}`);
  const found = await withStore(env, async ({ db }) => {
    const silences = [
      ...(await listSilences(db, { state: "active" })),
      ...(await listSilences(db, { state: "pending" })),
      ...(options.all === true ? await listSilences(db, { state: "expired", limit: maxExpired }) : []),
    ];
    const listed: ListedSilence[] = [];
    for (const silence of silences) listed.push({ ...silence, muted: await countMuted(db, silence.id) });
    const timeZone = (await currentConfig(db))?.alerts.timeZone ?? "UTC";
    return { asOf: (await readSystemState(db)).asOf, timeZone, silences: listed };
  });
  if (options.json === true) write(`${JSON.stringify(found, null, 2)}\n`);
  else write(printable(silenceLines(found, options.all === true)));
  return 0;
}

function silenceLines(
  {
    asOf,
    timeZone,
    silences,
  }: { readonly asOf: Date; readonly timeZone: string; readonly silences: readonly ListedSilence[] },
  isAll: boolean,
): string[] {
  if (silences.length === 0)
    return [isAll ? "There are no silences." : "There is no silence now; --all shows those that are over."];
  return silences.flatMap((silence) => [
    `${silence.id}  ${silence.state}  ${silence.matchers.map((text) => oneLine(text, 200)).join(" and ")}`,
    `    ${whenLine(silence, asOf, timeZone)}`,
    `    by ${oneLine(silence.author, 100)}: ${oneLine(silence.comment, 300)}`,
    `    ${counted(silence.muted, "match", "matches")} muted`,
  ]);
}

function whenLine(
  { state, startsAt, endsAt, expiredAt, expiredBy }: StoredSilence,
  asOf: Date,
  timeZone: string,
): string {
  const end = localInstant(timeZone, endsAt);
  if (state === "pending") return `from ${localInstant(timeZone, startsAt)} (${fromNow(startsAt, asOf)}) until ${end}`;
  if (state === "expired") {
    const by = expiredBy === null ? "" : `, ended by ${oneLine(expiredBy, 100)}`;
    return `over since ${localInstant(timeZone, expiredAt ?? endsAt)}${by}`;
  }
  const left = endsAt.getTime() - asOf.getTime();
  return `until ${end}, ${left < soonMs ? "SOON OVER: " : ""}${lengthOfTime(Math.max(0, left))} left`;
}
