import type { Environment } from "@wirewatch/runtime";
import { listPeople } from "@wirewatch/store";
import type { Person } from "@wirewatch/store";
import { readWords } from "../command-words.ts";
import { columns, fromNow, oneLine, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";

const usage = "users list [--json]";

/** `wirewatch users list`: everybody who may use the console, and how they come in. @returns exit code 0 */
export async function listCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { json: { type: "boolean" } }, usage);
  if (names.length > 0) throw new UsageError(`"users list" takes no names; write: wirewatch ${usage}`);
  const people = await withStore(env, ({ db }) => listPeople(db));
  if (options.json === true) write(`${JSON.stringify({ people }, null, 2)}\n`);
  else write(printable(personLines(people, new Date())));
  return 0;
}

function personLines(people: readonly Person[], now: Date): string[] {
  if (people.length === 0) return ["Nobody yet: the first start of the console prints how to log in."];
  const rows = people.map((person) => [
    person.login,
    person.role,
    oneLine(person.name, 40),
    stateOf(person, now),
    person.lastSeenAt === null ? "never logged in" : `last seen ${fromNow(person.lastSeenAt, now)}`,
  ]);
  return columns([["login", "role", "name", "state", ""], ...rows]);
}

function stateOf({ disabledAt, oneTimeUntil, hasPassword, isSignedOn }: Person, now: Date): string {
  if (disabledAt !== null) return "disabled";
  if (isSignedOn) return "single sign-on";
  if (oneTimeUntil === null) return hasPassword ? "active" : "no password";
  if (!hasPassword) return "has to choose a password";
  return oneTimeUntil > now ? "one-time password" : "one-time password too old";
}
