import { hashPassword, newOneTimePassword, readName } from "@wirewatch/console";
import type { Environment } from "@wirewatch/runtime";
import { addPerson, loginPattern, noteAudit } from "@wirewatch/store";
import { readPerson } from "../command-person.ts";
import { readWords } from "../command-words.ts";
import { printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";
import { oneTimeAdvice, personAudit, readRole } from "./users-words.ts";

const usage = 'users add <login> --role viewer|analyst|operator|admin [--name "…"] [--by name]';

/**
 * `wirewatch users add`: somebody who may use the console, with a password to log in with once.
 *
 * @returns exit code: 0 when added, 1 when the login is taken
 */
export async function addCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const text = { type: "string" } as const;
  const { names, options } = readWords(words, { role: text, name: text, by: text }, usage);
  const [given, ...more] = names;
  if (given === undefined || more.length > 0) throw new UsageError(`name one login; write: wirewatch ${usage}`);
  const login = given.toLowerCase();
  if (!loginPattern.test(login)) {
    throw new UsageError(`"${given}" is no login: it takes letters a to z, digits and . _ @ + -, at most 64 of them`);
  }
  if (options.role === undefined) throw new UsageError(`say which role ${login} has; write: wirewatch ${usage}`);
  const role = readRole(options.role);
  const name = readName(options.name ?? login);
  if (name === null) throw new UsageError("--name is not a name; it takes one line of at most 100 characters");
  const by = readPerson(options.by, "--by");
  return withStore(env, async ({ db }) => {
    const password = newOneTimePassword();
    const oneTimeHash = await hashPassword(password);
    const id = await db.transaction().execute(async (tx) => {
      const added = await addPerson(tx, { login, name, role, oneTimeHash });
      if (added !== null) await noteAudit(tx, personAudit(by, "person.added", login, { name, role }));
      return added;
    });
    if (id === null) {
      write(printable([`${login}  there is somebody of that login; "wirewatch users list" shows everybody`]));
      return 1;
    }
    write(printable([`${login}  added with the role ${role}`, `One-time password: ${password}`, oneTimeAdvice]));
    return 0;
  });
}
