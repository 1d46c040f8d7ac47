import type { Environment } from "@wirewatch/runtime";
import { alertStates, listAlerts, readSystemState } from "@wirewatch/store";
import type { AlertState, ListedAlert } from "@wirewatch/store";
import { readWords, wholeNumber } from "../command-words.ts";
import { currentConfig } from "../current-config.ts";
import { readSince } from "../since.ts";
import { columns, counted, fromNow, instant, oneLine, printable } from "../terminal-text.ts";
import { unknownName } from "../unknown-name.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";

const usage =
  "alerts list [--waiting|--held|--open|--muted|--acknowledged|--closed] [--topic id] [--since 6h] [--limit n] [--json]";
const defaultLimit = 50;
const maxLimit = 1_000;
/** Newest alerts among which a topic or a time is looked for. */
const maxSearched = 10_000;

const texts = {
  waiting: { type: "boolean" },
  held: { type: "boolean" },
  open: { type: "boolean" },
  muted: { type: "boolean" },
  acknowledged: { type: "boolean" },
  closed: { type: "boolean" },
  topic: { type: "string" },
  since: { type: "string" },
  limit: { type: "string" },
  json: { type: "boolean" },
} as const;

/** `wirewatch alerts list`: the newest first, in any state or in one. @returns exit code 0 */
export async function listCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, texts, usage);
  if (names.length > 0)
    throw new UsageError(`"alerts list" takes no names, found "${names[0] ?? ""}"; write: wirewatch ${usage}`);
  const [state = null, other] = alertStates.filter((known) => options[known] === true);
  if (other !== undefined) throw new UsageError(`choose one of --${state ?? ""} and --${other}`);
  const limit = options.limit === undefined ? defaultLimit : wholeNumber(options.limit, "--limit", maxLimit);
  const since = options.since === undefined ? null : readSince(options.since, new Date()).at;
  const { topic } = options;
  const isFiltered = since !== null || topic !== undefined;
  const found = await withStore(env, async ({ db }) => {
    const searched = await listAlerts(db, { state, limit: isFiltered ? maxSearched : limit + 1 });
    const alerts = searched
      .filter(({ topicId }) => topic === undefined || topicId === topic)
      .filter(({ openedAt }) => since === null || openedAt >= since);
    if (alerts.length === 0 && topic !== undefined) {
      const known = (await currentConfig(db))?.topics.map(({ id }) => id) ?? [topic];
      if (!known.includes(topic)) throw unknownName("topic", topic, "in the configuration", known);
    }
    const isSearchCut = isFiltered && searched.length === maxSearched;
    return { asOf: (await readSystemState(db)).asOf, isSearchCut, alerts };
  });
  const shown = found.alerts.slice(0, limit);
  if (options.json === true) write(`${JSON.stringify({ ...found, alerts: shown }, null, 2)}\n`);
  else {
    const lines = listLines(shown, found.alerts.length > limit ? limit : null, found.asOf);
    const note = `Only the newest ${maxSearched.toLocaleString("en")} alerts were looked at.`;
    write(printable(found.isSearchCut ? [...lines, note] : lines));
  }
  return 0;
}

function listLines(alerts: readonly ListedAlert[], cutAt: number | null, asOf: Date): string[] {
  if (alerts.length === 0) return ["There are no such alerts."];
  const rows = alerts.map((alert) => [
    alert.alertId,
    instant(alert.openedAt),
    alert.severity,
    `“${oneLine(alert.title, 60)}” (${oneLine(alert.topicId, 40)})`,
    alert.receiver,
    stateWords(alert, asOf),
  ]);
  return [
    `${counted(alerts.length, "alert")}, the newest first (times are UTC):`,
    ...columns(rows).map((line) => `  ${line}`),
    ...(cutAt === null ? [] : [`  There are more: --limit ${Math.min(maxLimit, cutAt * 2)} shows more of them.`]),
  ];
}

/** Where an alert stands, as a person would say it. */
export function stateWords(alert: ListedAlert, asOf: Date): string {
  const { state, messages, lastSentAt, acknowledgedAt, acknowledgedBy, reminders, escalatedAt } = alert;
  const last = lastSentAt === null ? "" : `, the last ${fromNow(lastSentAt, asOf)}`;
  const told = messages === 0 ? "" : `; ${counted(messages, "message")}${last}`;
  const pressed = [
    ...(reminders === 0 ? [] : [counted(reminders, "reminder")]),
    ...(escalatedAt === null ? [] : [`escalated ${fromNow(escalatedAt, asOf)}`]),
  ].join(", ");
  const who = acknowledgedBy === null ? "" : ` by ${oneLine(acknowledgedBy, 60)}`;
  const when = acknowledgedAt === null ? "" : ` ${fromNow(acknowledgedAt, asOf)}`;
  const words: Readonly<Record<AlertState, string>> = {
    waiting: "waiting for its first message",
    held: "held back, nobody was told yet",
    open: "open",
    muted: "muted",
    acknowledged: `acknowledged${who}${when}`,
    closed: `closed${who === "" ? "" : `, acknowledged${who}`}`,
  };
  return `${words[state]}${told}${pressed === "" ? "" : `; ${pressed}`}`;
}
