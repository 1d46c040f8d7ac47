import type { ExplainedStep } from "@wirewatch/store";
import { byteSize, counted, lengthOfTime, oneLine } from "./plain-words.ts";

/** How long a step waited and took, and who did it; empty when none of it is known. */
export function stepTimes({ waitMs, workMs, worker }: Pick<ExplainedStep, "waitMs" | "workMs" | "worker">): string {
  const times = [
    ...(waitMs === null ? [] : [`waited ${lengthOfTime(waitMs)}`]),
    ...(workMs === null ? [] : [`took ${lengthOfTime(workMs)}`]),
    ...(worker === null ? [] : [`by ${worker}`]),
  ];
  return times.join(", ");
}

/** What came of a finished stage; pure. */
export function stepWords({ stage, result, detail }: Pick<ExplainedStep, "stage" | "result" | "detail">): string {
  if (result === "retry") return "did not work, tried again later";
  if (result === "failed") return "failed for good";
  const facts = detail ?? {};
  switch (`${stage} ${result}`) {
    case "fetch strip":
      return joined("fetched", [numberOf(facts, "status"), sizeOf(facts, "bytes")]);
    case "strip deduplicate":
      return joined("read", [
        amountOf(facts, "characters", "character"),
        amountOf(facts, "sections", "section"),
        textOf(facts, "language"),
        textOf(facts, "method"),
        templateOf(facts),
      ]);
    case "deduplicate classify":
      return "compared with earlier articles";
    case "classify notify":
      return joined("topics found", [listOf(facts, "matched")]);
    case "notify matched":
    case "notify duplicate":
      return "matches handed to their routes";
    default:
      return endWords[result] ?? result;
  }
}

const endWords: Readonly<Record<string, string>> = {
  unmatched: "no topic is in it",
  duplicate: "a copy, and no topic is in it",
  unchanged: "the text is the same as before",
  notArticle: "no readable article",
  gone: "not there",
  refused: "not fetched",
};

type Facts = Readonly<Record<string, unknown>>;

function joined(verb: string, parts: readonly (string | null)[]): string {
  const known = parts.filter((part) => part !== null && part !== "");
  return known.length === 0 ? verb : `${verb}: ${known.join(", ")}`;
}

function numberOf(facts: Facts, name: string): string | null {
  const value = facts[name];
  return typeof value === "number" ? String(value) : null;
}

function sizeOf(facts: Facts, name: string): string | null {
  const value = facts[name];
  return typeof value === "number" ? byteSize(value) : null;
}

function amountOf(facts: Facts, name: string, noun: string): string | null {
  const value = facts[name];
  return typeof value === "number" ? counted(value, noun) : null;
}

function textOf(facts: Facts, name: string): string | null {
  const value = facts[name];
  return typeof value === "string" ? oneLine(value, 60) : null;
}

function templateOf(facts: Facts): string | null {
  const blocks = facts["template"];
  return typeof blocks === "number" && blocks > 0
    ? `${counted(blocks, "block")} of its source's template left out`
    : null;
}

function listOf(facts: Facts, name: string): string | null {
  const value = facts[name];
  return Array.isArray(value) ? value.filter((part) => typeof part === "string").join(", ") : null;
}
