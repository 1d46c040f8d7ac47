import { readMatchers, matcherText } from "../alerts/matcher-list.ts";
import type { MatcherList } from "../alerts/matcher-list.ts";

/** Labels whose value is chosen in the form; conditions on others are written as matchers. */
const choiceLabels = ["topic", "source", "severity", "story"] as const;
type ChoiceLabel = (typeof choiceLabels)[number];

/** What was chosen, by its label; empty for any. */
export type SilenceChoices = Readonly<Record<ChoiceLabel, string>>;

export const noChoices: SilenceChoices = { topic: "", source: "", severity: "", story: "" };

const maxValue = 300;

/** Reads them out of a form or an address, in which anything may be. */
export function readChoices(form: URLSearchParams): SilenceChoices {
  const value = (label: ChoiceLabel): string =>
    (form.get(label) ?? "")
      .replaceAll(/[\s\p{Cc}]+/gu, " ")
      .trim()
      .slice(0, maxValue);
  const story = value("story");
  return {
    topic: value("topic"),
    source: value("source"),
    severity: value("severity"),
    story: /^[1-9]\d{0,17}$/u.test(story) ? story : "",
  };
}

/** Takes out of matchers what the form has choices for. @returns the others in `rest`, one a line as they were written */
export function splitMatchers(texts: readonly string[]): { readonly choices: SilenceChoices; readonly rest: string } {
  let choices = noChoices;
  const rest: string[] = [];
  for (const text of texts) {
    const [matcher] = readMatchers(text).matchers;
    const label = choiceLabels.find((one) => one === matcher?.label);
    const isTaken =
      matcher !== undefined &&
      label !== undefined &&
      matcher.operator === "=" &&
      matcher.value !== "" &&
      choices[label] === "" &&
      // What a choice would write otherwise is left as it is.
      readChoices(new URLSearchParams({ [label]: matcher.value }))[label] === matcher.value;
    if (isTaken) choices = { ...choices, [label]: matcher.value };
    else rest.push(text);
  }
  return { choices, rest: rest.join("\n") };
}

/** All conditions of the form: what was chosen, then what was written. */
export function allMatchers(choices: SilenceChoices, written: string): MatcherList {
  const chosen = choiceLabels.flatMap((label) => (choices[label] === "" ? [] : [matcherText(label, choices[label])]));
  const others = readMatchers(written);
  const list = readMatchers([...chosen, ...others.texts].join("\n"));
  return { ...list, problem: others.problem ?? list.problem };
}

/** The story that a matcher names; null when it names none. */
export function storyOf(text: string): string | null {
  return /^\s*story\s*=\s*"?([1-9]\d{0,17})"?\s*$/u.exec(text)?.[1] ?? null;
}
