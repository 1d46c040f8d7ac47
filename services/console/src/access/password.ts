import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { createTurns } from "./turns.ts";

/**
 * Cost of a guess: 32 MB and, on one core of 2024, some 0.2 s.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (scrypt, N 2^15, r 8, p 3)
 */
const cost = { N: 2 ** 15, r: 8, p: 3 } as const;
const keyBytes = 32;
const maxMemoryBytes = 64 * 1024 * 1024;

/** More at once would take memory and threads from everything else; who waits longer than others is sent away. */
const turns = createTurns({ atOnce: 2, waiting: 40 });

/** A password in a form to store: `scrypt$N$r$p$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await keyOf(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/**
 * Whether a password is the one that was stored. Without a stored one the same work is done, so that nobody learns from the
 * time it takes who has a login.
 *
 * @throws {TooBusyError} when too many are asking
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const known = readHash(stored ?? "");
  const { salt, key, ...hashCost } = known ?? nobody;
  const got = await keyOf(password, salt, hashCost);
  return timingSafeEqual(got, key) && known !== null;
}

interface StoredHash {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** Compared with when there is nobody of that login. */
const nobody: StoredHash = { ...cost, salt: randomBytes(16), key: randomBytes(keyBytes) };

function readHash(stored: string): StoredHash | null {
  const found = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{16,64})\$([\w-]{43})$/u.exec(stored);
  if (found === null) return null;
  const [, N = "", r = "", p = "", salt = "", key = ""] = found;
  const decoded = { salt: Buffer.from(salt, "base64url"), key: Buffer.from(key, "base64url") };
  return { N: Number(N), r: Number(r), p: Number(p), ...decoded };
}

function keyOf(password: string, salt: Buffer, { N, r, p }: Pick<StoredHash, "N" | "r" | "p">): Promise<Buffer> {
  // The same letters, however a keyboard puts them together (NIST SP 800-63B, 5.1.1.2).
  const text = password.normalize("NFKC");
  return turns.take(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(text, salt, keyBytes, { N, r, p, maxmem: maxMemoryBytes }, (error, key) =>
          error === null ? resolve(key) : reject(error),
        );
      }),
  );
}

/** Letters and digits that nobody takes for each other. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to log in with once, e.g. `k7pm-x2ra-9wtc-hq4e`; 79 bits. */
export function newOneTimePassword(): string {
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)] ?? "").join(""),
  );
  return groups.join("-");
}
