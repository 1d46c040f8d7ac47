import type { Environment } from "@wirewatch/runtime";
import { addSilence, findAlert, noteAudit } from "@wirewatch/store";
import { commandAudit } from "../command-audit.ts";
import { readPerson } from "../command-person.ts";
import { readWords } from "../command-words.ts";
import { currentConfig } from "../current-config.ts";
import { oneLine, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { localInstant, readLength } from "../when.ts";
import { withStore } from "../with-store.ts";

const usage = 'alerts mute <id> [--for 24h] [--comment "…"] [--by name]';
const maxMs = 30 * 86_400_000;
const maxComment = 500;

/**
 * `wirewatch alerts mute`: a silence on the story of an alert and its topic; other topics in the story are still told.
 *
 * @returns exit code: 0 when it was added, 1 when there is no such alert
 */
export async function muteCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  now: Date = new Date(),
): Promise<number> {
  const { names, options } = readWords(
    words,
    { for: { type: "string" }, comment: { type: "string" }, by: { type: "string" } },
    usage,
  );
  const [id, ...more] = names;
  if (id === undefined || more.length > 0) throw new UsageError(`name one alert by its id; write: wirewatch ${usage}`);
  const ms = readLength(options.for ?? "24h", "--for", maxMs);
  const author = readPerson(options.by, "--by");
  return withStore(env, async ({ db }) => {
    const alert = await findAlert(db, id);
    if (alert === null) {
      write(printable([`there is no alert ${id}; "wirewatch alerts list" shows them`]));
      return 1;
    }
    const { alertId, storyId, topicId, title } = alert;
    if (storyId === null) {
      write(
        printable([`alert ${id} has no story; mute its topic instead: wirewatch silence add 'topic="${topicId}"'`]),
      );
      return 1;
    }
    const endsAt = new Date(now.getTime() + ms);
    const comment = oneLine(options.comment ?? `the story of alert ${alertId}: ${title}`, maxComment);
    const silenceId = await db.transaction().execute(async (tx) => {
      const matchers = [`story="${storyId}"`, `topic="${topicId}"`];
      const added = await addSilence(tx, { matchers, startsAt: now, endsAt, author, comment });
      const detail = { silence: added, hours: ms / 3_600_000, story: storyId, topic: topicId, comment };
      await noteAudit(tx, commandAudit(author, "alert.muted", { kind: "alert", id: alertId }, detail));
      return added;
    });
    const timeZone = (await currentConfig(db))?.alerts.timeZone ?? "UTC";
    const what = `“${oneLine(title, 80)}” (${topicId}) until ${localInstant(timeZone, endsAt)}`;
    write(printable([`Muted ${what}`, `"wirewatch silence expire ${silenceId}" ends it.`]));
    return 0;
  });
}
