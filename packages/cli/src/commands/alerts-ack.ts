import type { Environment } from "@wirewatch/runtime";
import { acknowledge, findAlert, noteAudit } from "@wirewatch/store";
import type { Acknowledgement, Database, Kysely } from "@wirewatch/store";
import { commandAudit } from "../command-audit.ts";
import { readPerson } from "../command-person.ts";
import { readWords } from "../command-words.ts";
import { instant, oneLine, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";

const usage = "alerts ack <id…> [--by name]";

/**
 * `wirewatch alerts ack`: notes that somebody takes care of alerts, which ends their reminders and escalation until there is news.
 *
 * @returns exit code: 0 when each is acknowledged now, by whomever, 1 when there is no such alert
 */
export async function ackCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { by: { type: "string" } }, usage);
  if (names.length === 0) throw new UsageError(`name alerts by their ids; write: wirewatch ${usage}`);
  const by = readPerson(options.by, "--by");
  return withStore(env, async ({ db }) => {
    let code = 0;
    for (const id of new Set(names)) {
      const done = await db.transaction().execute((tx) => acknowledgeNoted(tx, id, by));
      if (done === null) code = 1;
      write(printable([`${id}  ${done === null ? missing : ackWords(done)}`]));
    }
    return code;
  });
}

async function acknowledgeNoted(tx: Kysely<Database>, id: string, by: string): Promise<Acknowledgement | null> {
  const done = await acknowledge(tx, id, by);
  if (done?.kind !== "acknowledged") return done;
  const alert = await findAlert(tx, id);
  const detail = alert === null ? {} : { title: alert.title };
  await noteAudit(tx, commandAudit(by, "alert.acknowledged", { kind: "alert", id: alert?.alertId ?? id }, detail));
  return done;
}

const missing = 'there is no such alert; "wirewatch alerts list" shows them';

function ackWords({ kind, by, at }: Acknowledgement): string {
  const who = `${oneLine(by, 100)}, ${instant(at)} UTC`;
  return kind === "acknowledged" ? `acknowledged by ${who}` : `was acknowledged already by ${who}`;
}
