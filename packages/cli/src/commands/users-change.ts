import type { Environment } from "@wirewatch/runtime";
import { disablePerson, enablePerson, noteAudit, setRole } from "@wirewatch/store";
import type { Database, PersonChange, Transaction } from "@wirewatch/store";
import { readPerson } from "../command-person.ts";
import { readWords } from "../command-words.ts";
import { printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";
import { knownPerson, personAudit, readRole } from "./users-words.ts";

type Write = (text: string) => void;

/** How one change is made and told. */
interface Change {
  readonly action: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly make: (tx: Transaction<Database>, id: string) => Promise<PersonChange>;
  readonly done: string;
  readonly same: string;
}

/** `wirewatch users role <login> <role>`; holds from the person's next click on. @returns exit code: 1 when nothing was changed */
export async function roleCommand(words: readonly string[], env: Environment, write: Write): Promise<number> {
  const usage = "users role <login> viewer|analyst|operator|admin [--by name]";
  const { names, options } = readWords(words, { by: { type: "string" } }, usage);
  const [login, role, ...more] = names;
  if (login === undefined || role === undefined || more.length > 0) {
    throw new UsageError(`name one login and a role; write: wirewatch ${usage}`);
  }
  const wanted = readRole(role);
  return change(login, options.by, env, write, {
    action: "person.role-set",
    detail: { role: wanted },
    make: (tx, id) => setRole(tx, id, wanted),
    done: `has the role ${wanted} from now on`,
    same: `has the role ${wanted} already`,
  });
}

/** `wirewatch users disable <login>`: keeps somebody out at once. @returns exit code: 1 when nothing was changed */
export async function disableCommand(words: readonly string[], env: Environment, write: Write): Promise<number> {
  const { login, by } = oneLogin(words, "users disable <login> [--by name]");
  return change(login, by, env, write, {
    action: "person.disabled",
    make: disablePerson,
    done: "is disabled; all sessions have ended",
    same: "is disabled already",
  });
}

/** `wirewatch users enable <login>`: lets somebody in again. @returns exit code: 1 when nothing was changed */
export async function enableCommand(words: readonly string[], env: Environment, write: Write): Promise<number> {
  const { login, by } = oneLogin(words, "users enable <login> [--by name]");
  return change(login, by, env, write, {
    action: "person.enabled",
    make: enablePerson,
    done: "may log in again",
    same: "is not disabled",
  });
}

function oneLogin(words: readonly string[], usage: string): { login: string; by: string | undefined } {
  const { names, options } = readWords(words, { by: { type: "string" } }, usage);
  const [login, ...more] = names;
  if (login === undefined || more.length > 0) throw new UsageError(`name one login; write: wirewatch ${usage}`);
  return { login, by: options.by };
}

function change(
  login: string,
  givenBy: string | undefined,
  env: Environment,
  write: Write,
  { action, detail, make, done, same }: Change,
): Promise<number> {
  const by = readPerson(givenBy, "--by");
  return withStore(env, async ({ db }) => {
    const person = await knownPerson(db, login);
    const end = await db.transaction().execute(async (tx) => {
      const made = await make(tx, person.id);
      if (made === "done") await noteAudit(tx, personAudit(by, action, person.login, detail));
      return made;
    });
    const words = {
      done,
      same,
      missing: "is not there any more",
      lastAdmin: "is the only admin left; make somebody else an admin first",
    };
    write(printable([`${person.login}  ${words[end]}`]));
    return end === "done" ? 0 : 1;
  });
}
