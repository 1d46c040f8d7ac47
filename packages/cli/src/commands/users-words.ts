import { findPerson } from "@wirewatch/store";
import type { AuditEntry, Database, Kysely, Person, Role } from "@wirewatch/store";
import { commandAudit } from "../command-audit.ts";
import { UsageError } from "../usage-error.ts";

const roles: readonly Role[] = ["viewer", "analyst", "operator", "admin"];

/** @throws {UsageError} for a word that is no role */
export function readRole(text: string): Role {
  const role = roles.find((known) => known === text);
  if (role === undefined) throw new UsageError(`"${text}" is no role; roles are ${roles.join(", ")}`);
  return role;
}

/** @throws {UsageError} when nobody has that login */
export async function knownPerson(db: Kysely<Database>, login: string): Promise<Person> {
  const person = await findPerson(db, login);
  if (person !== null) return person;
  throw new UsageError(`nobody has the login "${login}"; "wirewatch users list" shows everybody`);
}

/** A line of the audit log about a person. @param by who ran the command */
export function personAudit(
  by: string,
  action: string,
  login: string,
  detail: Readonly<Record<string, unknown>> = {},
): AuditEntry {
  return commandAudit(by, action, { kind: "person", id: login }, detail);
}

/** What stands below a new password for one log-in. */
export const oneTimeAdvice = "It is good for one log-in within 24 hours, and shown this once.";
