import {
  countAttempt,
  findLogIn,
  loginPattern,
  noteAudit,
  openSession,
  remember,
  takeBackAttempt,
  useOneTimePassword,
} from "@wirewatch/store";
import type { AttemptBucket, Database, Kysely } from "@wirewatch/store";
import { networkOf } from "../failed-attempts.ts";
import { maxPasswordLength } from "./password-rules.ts";
import { TooBusyError } from "./turns.ts";

/** Somebody at the door. */
export interface LogInAttempt {
  readonly login: string;
  readonly password: string;
  readonly address: string;
  /** `User-Agent`, for the list of sessions. */
  readonly agent: string;
}

export type LogInEnd =
  | { readonly kind: "in"; readonly token: string; readonly mustChoosePassword: boolean }
  /** Login or password; nobody is told which. */
  | { readonly kind: "wrong" }
  /** Too many wrong ones from there, or for that login. */
  | { readonly kind: "wait"; readonly waitMs: number };

/** Log-ins with a password, and how many wrong ones anybody may try. */
export interface LogIns {
  logIn(attempt: LogInAttempt): Promise<LogInEnd>;
  /** Whether somebody who is logged in knows their password, under the same limits. */
  confirm(attempt: Omit<LogInAttempt, "agent">): Promise<"right" | Exclude<LogInEnd, { kind: "in" }>>;
}

export interface LogInDeps {
  readonly db: Kysely<Database>;
  readonly isPassword: (password: string, stored: string | null) => Promise<boolean>;
}

/** Wrong ones from one network, whatever the logins: twenty, then one in three seconds. */
const perNetwork = { burst: 20, recoverMs: 3_000 } as const;
/**
 * Wrong ones per login, from wherever they come: ten, then one in half a minute, which are at most 2,900 a day. Somebody who
 * got in from the same network before is not kept out by what others try.
 */
const perLogin = { burst: 10, recoverMs: 30_000 } as const;
/** For so long it is known that somebody got in from a network, milliseconds. */
const knownForMs = 90 * 86_400_000;
/** When all turns are taken. */
const busyMs = 5_000;

/**
 * Wrong ones are counted in the database: for all consoles together, and over their restarts. A login that nobody has is counted like one
 * that somebody has.
 *
 * @param deps.isPassword does the same work whether there is a stored password or not
 */
export function createLogIns({ db, isPassword }: LogInDeps): LogIns {
  async function check({ login, password, address }: Omit<LogInAttempt, "agent">) {
    const name = loginPattern.test(login) ? login : "";
    const network = networkOf(address);
    const known = `known ${name} ${network}`;
    const buckets: readonly AttemptBucket[] = [
      { name: `network ${network}`, ...perNetwork },
      { name: `login ${name}`, ...perLogin, openFor: known },
    ];
    // Counted before the work: many at once are not let through together.
    const waitMs = await countAttempt(db, buckets);
    if (waitMs > 0) return { kind: "wait", waitMs } as const;
    const person = await findLogIn(db, name);
    const isRight = await isPassword(password.slice(0, maxPasswordLength), person?.passwordHash ?? null);
    if (person === null || !isRight) return { kind: "wrong" } as const;
    await takeBackAttempt(db, buckets);
    await remember(db, known, knownForMs);
    return { kind: "right", person } as const;
  }

  return {
    async logIn(attempt) {
      const login = attempt.login.trim().toLowerCase();
      const checked = await check({ ...attempt, login }).catch(waitWhenBusy);
      if (checked.kind !== "right") return checked;
      const { person } = checked;
      // Of two who come with it at once, one gets in.
      if (person.isOneTime && !(await useOneTimePassword(db, person))) return { kind: "wrong" };
      const { address, agent } = attempt;
      const token = await openSession(db, person.id, { address, agent });
      await noteAudit(db, {
        actor: person.login,
        actorKind: "person",
        action: "session.started",
        targetKind: "person",
        targetId: person.login,
        detail: { with: person.isOneTime ? "one-time password" : "password" },
        address,
      });
      return { kind: "in", token, mustChoosePassword: person.isOneTime };
    },
    async confirm(attempt) {
      const checked = await check(attempt).catch(waitWhenBusy);
      return checked.kind === "right" ? "right" : checked;
    },
  };
}

function waitWhenBusy(error: unknown): { readonly kind: "wait"; readonly waitMs: number } {
  if (error instanceof TooBusyError) return { kind: "wait", waitMs: busyMs };
  throw error;
}
