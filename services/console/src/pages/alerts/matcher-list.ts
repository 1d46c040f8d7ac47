import { parseMatcher } from "@wirewatch/alerting";
import type { Matcher } from "@wirewatch/alerting";

/** Matchers somebody wrote. */
export interface MatcherList {
  /** As they were written, one each; what is no matcher as well. */
  readonly texts: readonly string[];
  readonly matchers: readonly Matcher[];
  /** What is wrong with the first that is none; null when all are well. */
  readonly problem: string | null;
}

/** More of them are nobody's intention. */
const maxMatchers = 20;

/**
 * Reads matchers in Alertmanager's spelling out of one text: separated by line breaks or commas, in braces or not.
 *
 * @example readMatchers('topic="acme", severity=~"high|critical"')
 */
export function readMatchers(text: string): MatcherList {
  const texts = split(text.trim().replace(/^\{([^]*)\}$/u, "$1"));
  if (texts.length > maxMatchers)
    return {
      texts: texts.slice(0, maxMatchers),
      matchers: [],
      problem: `these are ${texts.length} matchers; there may be ${maxMatchers}`,
    };
  const matchers: Matcher[] = [];
  let problem: string | null = null;
  for (const one of texts) {
    const parsed = parseMatcher(one);
    if (parsed.kind === "matcher") matchers.push(parsed.matcher);
    else problem ??= `“${one.slice(0, 80)}” is no matcher: ${parsed.message}`;
  }
  return { texts, matchers, problem };
}

/** Parts between commas and line breaks that stand in no quotes. */
function split(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (sign === "\\" && isQuoted) {
      part += sign + (text[at + 1] ?? "");
      at += 1;
    } else if (sign === "\n" || (sign === "," && !isQuoted)) {
      // A quote does not go on over the end of its line.
      parts.push(part);
      part = "";
      isQuoted = false;
    } else {
      if (sign === '"') isQuoted = !isQuoted;
      part += sign;
    }
  }
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== "");
}

/** A matcher as one would write it, e.g. `topic="acme"`. */
export function matcherText(label: string, value: string): string {
  return `${label}="${value.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}
