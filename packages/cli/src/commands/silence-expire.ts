import type { Environment } from "@wirewatch/runtime";
import { countMuted, expireSilence, noteAudit } from "@wirewatch/store";
import { commandAudit } from "../command-audit.ts";
import { readPerson } from "../command-person.ts";
import { readWords } from "../command-words.ts";
import { counted, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";

const usage = "silence expire <id…> [--by name]";

/**
 * `wirewatch silence expire`: ends silences now. What they muted stays muted; what comes from now on is told.
 *
 * @returns exit code: 0 when every one was ended, 1 when one was not there or over already
 */
export async function expireCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { by: { type: "string" } }, usage);
  if (names.length === 0) throw new UsageError(`name silences by their ids; write: wirewatch ${usage}`);
  const by = readPerson(options.by, "--by");
  return withStore(env, async ({ db }) => {
    let code = 0;
    for (const id of new Set(names)) {
      const isEnded = await db.transaction().execute(async (tx) => {
        const done = await expireSilence(tx, id, by);
        if (done) await noteAudit(tx, commandAudit(by, "silence.expired", { kind: "silence", id }));
        return done;
      });
      if (!isEnded) code = 1;
      const line = isEnded
        ? `${id}  ended; it has muted ${counted(await countMuted(db, id), "match", "matches")}`
        : `${id}  there is no such silence, or it is over already; "wirewatch silence list --all" shows them`;
      write(printable([line]));
    }
    return code;
  });
}
