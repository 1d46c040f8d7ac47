/** Characters a password has at least (NIST SP 800-63B asks for 8; here a password opens all that is monitored). */
export const minPasswordLength = 12;
/** No work is done for more. */
export const maxPasswordLength = 200;

/** Parts that are tried first; a password that is nothing but these and digits is no secret. */
const obvious =
  /^(?:password|passwort|passw0rd|wirewatch|newsroom|newsdesk|letmein|welcome|administrator|admin|qwertyuiop|qwerty|iloveyou|changeme|secret|monkey|dragon|login)+\P{L}*$/u;

/**
 * Why a new password is refused, as a sentence for the person; null when it is good. No signs or digits are asked for: length is
 * what counts.
 *
 * @param given.login,name of the person @param given.current the password so far, null when it is not known
 */
export function passwordObjection(
  password: string,
  given: { readonly login: string; readonly name: string; readonly current: string | null },
): string | null {
  const text = password.normalize("NFKC");
  const length = Array.from(text).length;
  if (length < minPasswordLength)
    return `Take at least ${minPasswordLength} characters; a few words in a row are easy to keep in mind.`;
  if (text.length > maxPasswordLength) return `Take at most ${maxPasswordLength} characters.`;
  const plain = text.toLowerCase();
  if (given.current !== null && text === given.current.normalize("NFKC")) return "Take another one than before.";
  if (isAboutPerson(plain, given.login) || isAboutPerson(plain, given.name))
    return "Take one that does not consist of your login or name.";
  if (obvious.test(plain) || isRepeated(plain) || isRun(plain)) return "This one is among those that are tried first.";
  return null;
}

/** Nothing but the person's own name with a little around it. */
function isAboutPerson(plain: string, own: string): boolean {
  const name = own.toLowerCase();
  if (name.length < 3 || !plain.includes(name)) return false;
  return (plain.replaceAll(name, "").match(/\p{L}/gu) ?? []).length < 4;
}

/** `aaaaaaaaaaaa`, `abcabcabcabc`. */
function isRepeated(plain: string): boolean {
  return /^(.{1,4})\1+$/su.test(plain) || new Set(plain).size < 4;
}

/** `123456789012`, `abcdefghijkl`, `qwertyuiopas` and backwards. */
function isRun(plain: string): boolean {
  const rows = [
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
  ];
  return rows.some((row) => row.includes(plain) || row.split("").toReversed().join("").includes(plain));
}
