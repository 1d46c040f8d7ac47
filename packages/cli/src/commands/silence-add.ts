import { parseMatcher } from "@wirewatch/alerting";
import type { Matcher } from "@wirewatch/alerting";
import { unknownValue } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { addSilence, noteAudit } from "@wirewatch/store";
import { commandAudit } from "../command-audit.ts";
import { readPerson } from "../command-person.ts";
import { readWords } from "../command-words.ts";
import { currentConfig } from "../current-config.ts";
import { oneLine, printable } from "../terminal-text.ts";
import { unknownName } from "../unknown-name.ts";
import { UsageError } from "../usage-error.ts";
import { localInstant, readLength, readTimeZone, readWhen } from "../when.ts";
import { withStore } from "../with-store.ts";
import { previewLines, previewSilence } from "./silence-preview.ts";

const usage =
  'silence add <matcher…> --comment "…" [--for 24h | --until "tomorrow 09:00"] [--from time] [--time-zone zone] [--author name] [--dry-run] [--json]';
const dayMs = 86_400_000;
const maxMs = 30 * dayMs;
const maxComment = 500;

const texts = {
  for: { type: "string" },
  until: { type: "string" },
  from: { type: "string" },
  "time-zone": { type: "string" },
  comment: { type: "string" },
  author: { type: "string" },
  "dry-run": { type: "boolean" },
  json: { type: "boolean" },
} as const;

/** Labels that every match has; topics add their own. */
const builtInLabels = ["topic", "severity", "story", "source", "source_tag", "language", "country"];

/**
 * `wirewatch silence add`: shows what a silence covers now and would have muted in the last seven days, and adds it. What it
 * covers is not told, but kept with the reason.
 *
 * @returns exit code 0
 */
export async function addCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  now: Date = new Date(),
): Promise<number> {
  const { names, options } = readWords(words, texts, usage);
  const matchers = names.map(readMatcher);
  if (matchers.length === 0) throw new UsageError(`say what to silence, e.g. topic=acme; write: wirewatch ${usage}`);
  const author = readPerson(options.author, "--author");
  const comment = readComment(options.comment);
  return withStore(env, async ({ db }) => {
    const config = await currentConfig(db);
    if (config === null) throw new Error('no configuration was loaded yet; start "wirewatch up" once');
    for (const { label } of matchers) checkLabel(label, config);
    const { timeZone: own } = config.alerts;
    const timeZone = options["time-zone"] === undefined ? own : readTimeZone(options["time-zone"], "--time-zone");
    const { startsAt, endsAt } = readSpan(options, now, timeZone);
    const preview = await previewSilence(db, config, matchers);
    const silence = { matchers: names.map((text) => text.trim()), startsAt, endsAt, author, comment };
    const id =
      options["dry-run"] === true
        ? null
        : await db.transaction().execute(async (tx) => {
            const added = await addSilence(tx, silence);
            const { author: _by, ...detail } = silence;
            await noteAudit(tx, commandAudit(author, "silence.added", { kind: "silence", id: added }, detail));
            return added;
          });
    if (options.json === true) {
      write(`${JSON.stringify({ id, ...silence, preview }, null, 2)}\n`);
      return 0;
    }
    const from = startsAt > now ? `from ${localInstant(timeZone, startsAt)} ` : "";
    const what = `${names.join(" and ")}, ${from}until ${localInstant(timeZone, endsAt)}`;
    const end =
      id === null
        ? `Nothing was added. Without --dry-run: ${what}`
        : `Silence ${id} by ${author}: ${what}\n"wirewatch silence expire ${id}" ends it.`;
    write(printable([...matchers.flatMap((matcher) => doubts(matcher, config)), ...previewLines(preview), "", end]));
    return 0;
  });
}

function readMatcher(text: string): Matcher {
  const parsed = parseMatcher(text);
  if (parsed.kind === "matcher") return parsed.matcher;
  throw new UsageError(
    `"${text.slice(0, 200)}" is no matcher: ${parsed.message}; in a shell put quotes around it: 'severity="low"'`,
  );
}

function readComment(text: string | undefined): string {
  const comment = text?.replaceAll(/\s+/gu, " ").trim() ?? "";
  if (comment !== "" && comment.length <= maxComment) return comment;
  if (comment === "") throw new UsageError(`say why, for those who look for the alerts: --comment "…"`);
  throw new UsageError(`--comment has ${comment.length} characters; it takes at most ${maxComment}`);
}

function checkLabel(label: string, { topics }: Config): void {
  const known = [...new Set([...builtInLabels, ...topics.flatMap(({ labels }) => Object.keys(labels))])];
  if (!known.includes(label)) throw unknownName("label", label, "in any match", known);
}

function readSpan(
  options: { readonly for?: string; readonly until?: string; readonly from?: string },
  now: Date,
  timeZone: string,
): { readonly startsAt: Date; readonly endsAt: Date } {
  if (options.for !== undefined && options.until !== undefined)
    throw new UsageError("say how long with --for or with --until, not with both");
  const startsAt = options.from === undefined ? now : readWhen(options.from, "--from", { now, timeZone });
  const endsAt =
    options.until === undefined
      ? new Date(startsAt.getTime() + readLength(options.for ?? "24h", "--for", maxMs))
      : readWhen(options.until, "--until", { now, timeZone });
  const shown = localInstant(timeZone, endsAt);
  if (endsAt <= now) throw new UsageError(`the silence would be over already: it ends ${shown}`);
  if (endsAt <= startsAt) throw new UsageError(`the silence would end (${shown}) before it begins`);
  if (endsAt.getTime() - startsAt.getTime() > maxMs)
    throw new UsageError(
      `a silence holds for 30 days at most, this one until ${shown}; for longer, change a route or the topic`,
    );
  return { startsAt, endsAt };
}

/** What is perhaps not meant: what does not exist mutes nothing. */
function doubts(matcher: Matcher, config: Config): string[] {
  const unknown = unknownValue(matcher, config);
  if (unknown === null) return [];
  const meant = unknown.near === null ? "" : `; did you mean ${unknown.near}?`;
  const what = `${matcher.label} "${oneLine(matcher.value, 80)}"`;
  return [`Note: there is no ${what}${unknown.isForNow ? " now" : ""}${meant}`];
}
