import { stepTimes, stepWords } from "@wirewatch/explain";
import type { ExplainedStep } from "@wirewatch/store";
import { instant, oneLine } from "../terminal-text.ts";

/** A finished stage: when, what came of it, why, and how long it waited and took. */
export function stepLines(step: ExplainedStep): string[] {
  const times = stepTimes(step);
  const indent = " ".repeat(36);
  return [
    `  ${instant(step.at)}  ${step.stage.padEnd(11)}  ${stepWords(step)}`,
    ...(step.reason === null ? [] : [`${indent}${oneLine(step.reason)}`]),
    ...(times === "" ? [] : [`${indent}(${times})`]),
  ];
}
