/** A name of a person or token from a form: one line of 1 to 100 characters; null for anything else. */
export function readName(text: string | null): string | null {
  const name = (text ?? "").trim();
  return /^[^\p{Cc}\u2028\u2029]{1,100}$/u.test(name) ? name : null;
}
