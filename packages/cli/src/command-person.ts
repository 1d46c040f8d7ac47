import { userInfo } from "node:os";
import { UsageError } from "./usage-error.ts";

const maxName = 100;

/**
 * Who does it: as the option says, else the account the command runs under.
 *
 * @throws {UsageError} for a name that is empty, too long, or more than one line
 */
export function readPerson(text: string | undefined, option: string): string {
  const name = (text ?? accountName()).trim();
  if (/^[^\p{Cc}]+$/u.test(name) && name.length <= maxName) return name;
  throw new UsageError(`${option} is not a name; it takes one line of at most ${maxName} characters`);
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry, as containers have them.
    return "operator";
  }
}
