import { hashPassword, newOneTimePassword } from "@wirewatch/console";
import type { Environment } from "@wirewatch/runtime";
import { giveOneTimePassword, noteAudit } from "@wirewatch/store";
import { readPerson } from "../command-person.ts";
import { readWords } from "../command-words.ts";
import { printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";
import { knownPerson, oneTimeAdvice, personAudit } from "./users-words.ts";

const usage = "users password <login> [--by name]";

/**
 * `wirewatch users password`: a new password to log in with once; the old one works no more, and all sessions of that person end.
 *
 * @returns exit code 0
 */
export async function passwordCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { by: { type: "string" } }, usage);
  const [login, ...more] = names;
  if (login === undefined || more.length > 0) throw new UsageError(`name one login; write: wirewatch ${usage}`);
  const by = readPerson(options.by, "--by");
  return withStore(env, async ({ db }) => {
    const person = await knownPerson(db, login);
    const password = newOneTimePassword();
    const hash = await hashPassword(password);
    await db.transaction().execute(async (tx) => {
      await giveOneTimePassword(tx, person.id, hash);
      await noteAudit(tx, personAudit(by, "person.password-given", person.login));
    });
    const disabled =
      person.disabledAt === null
        ? []
        : [`${person.login} is disabled; "wirewatch users enable ${person.login}" lets them in again.`];
    write(printable([`One-time password of ${person.login}: ${password}`, oneTimeAdvice, ...disabled]));
    return 0;
  });
}
