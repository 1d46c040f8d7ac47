import { prepareFirstLogIn } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { hashPassword, newOneTimePassword } from "./password.ts";

/** What somebody needs who logs in as the first of all. */
export interface FirstAccess {
  readonly login: string;
  /** Good for one log-in within a day; null: another process printed it within the last minute, and it is still good. */
  readonly oneTimePassword: string | null;
}

/**
 * Makes the way in while nobody has ever got in: the person `admin` with a new password to log in with once. There is no password that
 * is known beforehand.
 *
 * @returns null when somebody has got in already
 */
export async function makeFirstAccess(db: Kysely<Database>): Promise<FirstAccess | null> {
  const password = newOneTimePassword();
  const made = await prepareFirstLogIn(db, await hashPassword(password));
  if (made === "over") return null;
  return { login: "admin", oneTimePassword: made === "made" ? password : null };
}
