import { meetsAll } from "./conditions.ts";
import { labelValues } from "./matcher.ts";
import type { Labels } from "./matcher.ts";

/** One kind of match that takes the place of another; `InhibitRuleConfig` of `@wirewatch/config` has it. */
export interface InhibitRule {
  readonly name: string;
  /** What makes others superfluous has to meet all of these; without any the rule does nothing. */
  readonly sourceMatchers: readonly string[];
  /** What becomes superfluous has to meet all of these; without any the rule does nothing. */
  readonly targetMatchers: readonly string[];
  /** Labels that both must have, and alike. */
  readonly equal: readonly string[];
  /** How long a source match keeps targets silent, in milliseconds. */
  readonly forMs: number;
}

/** A match as rules see it. */
export interface Candidate {
  readonly matchId: string;
  readonly labels: Labels;
  /** When it was matched. */
  readonly at: Date;
}

/**
 * The first rule by which another match takes the place of this one, and that match. It came at most `forMs` before it,
 * or after it while nobody had been told; a match never inhibits itself. Of two that a rule sees as source and as target
 * both, neither inhibits the other, or both would be lost.
 *
 * @param others what may take its place. Leave out what was inhibited itself: with two rules that point at each other
 *   both matches would be lost
 * @see Alertmanager, inhibit/inhibit.go: `equal`, and `hasEqual` with `excludeTwoSidedMatch`
 */
export function inhibitedBy(
  target: Candidate,
  rules: readonly InhibitRule[],
  others: readonly Candidate[],
): { readonly rule: string; readonly matchId: string } | null {
  for (const rule of rules) {
    if (!meetsAll(rule.targetMatchers, target.labels)) continue;
    const isBoth = meetsAll(rule.sourceMatchers, target.labels);
    const source = others.find(
      (other) =>
        other.matchId !== target.matchId &&
        target.at.getTime() - other.at.getTime() <= rule.forMs &&
        rule.equal.every((label) => isAlike(label, target.labels, other.labels)) &&
        meetsAll(rule.sourceMatchers, other.labels) &&
        !(isBoth && meetsAll(rule.targetMatchers, other.labels)),
    );
    if (source !== undefined) return { rule: rule.name, matchId: source.matchId };
  }
  return null;
}

/** A label that is missing is like nothing, not even like another that is missing. */
function isAlike(label: string, a: Labels, b: Labels): boolean {
  const values = [a, b].map((labels) => new Set(labelValues(labels, label).filter((value) => value !== "")));
  const [one, other] = values;
  return one !== undefined && other !== undefined && one.size > 0 && one.symmetricDifference(other).size === 0;
}
