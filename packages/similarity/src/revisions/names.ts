import type { Token } from "./tokens.ts";
import { honorifics } from "./vocabulary.ts";

/** From this share of capitals within sentences on, nouns have them as well (German): names are told by their neighbours. */
const nounsHaveCapitals = 0.25;

/**
 * The words that name somebody or something: with a capital where no sentence begins, and never without one. Where nouns
 * have capitals too, only those that stand beside another, as in "Olaf Scholz". Forms of address do not count. Empty for scripts without capitals.
 *
 * @param bodies tokens of all paragraphs of both versions; headlines would not do, in some languages all their words have capitals
 */
export function namesIn(bodies: readonly (readonly Token[])[]): ReadonlySet<string> {
  const capitalised = new Set<string>();
  const beside = new Set<string>();
  const small = new Set<string>();
  const counts = { capital: 0, all: 0 };
  for (const tokens of bodies) {
    let before: Token | null = null;
    for (const token of tokens) {
      if (token.kind === "word" && !token.isFirst) {
        counts.all += 1;
        if (token.isCapitalised && token.key.length > 1) {
          counts.capital += 1;
          capitalised.add(token.key);
          if (before?.isCapitalised === true && before.kind === "word") {
            beside.add(token.key);
            if (!before.isFirst) beside.add(before.key);
          }
        } else small.add(token.key);
      }
      before = token;
    }
  }
  const names = counts.capital > counts.all * nounsHaveCapitals ? beside : capitalised;
  return new Set([...names].filter((key) => !small.has(key) && !honorifics.has(key)));
}
