/** Any base will do, as long as nothing else has it. */
const base = "http://own.invalid";

/**
 * The address when it is a path of this console, else `/`: nobody may be led elsewhere by a link to the log-in.
 *
 * @param text from outside; browsers drop tabs and line breaks in it, and read `\` as `/`
 */
export function ownPath(text: string | null | undefined): string {
  if (text === null || text === undefined || text.length > 2000 || !text.startsWith("/")) return "/";
  if (!URL.canParse(text, base)) return "/";
  const { origin, pathname, search } = new URL(text, base);
  // `/.//host` is a path of ours here, and two slashes for the browser that is sent there.
  return origin === base && !pathname.startsWith("//") ? `${pathname}${search}` : "/";
}
