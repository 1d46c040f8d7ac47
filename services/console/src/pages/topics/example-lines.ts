import type { TopicConfig } from "@wirewatch/config";

type Example = TopicConfig["tests"]["match"][number];

/**
 * Examples of a topic's tests as lines of a text: a headline as it is, a document as JSON. A headline that would be read as JSON, or has
 * several lines, stands in quotes.
 */
export function exampleLines(examples: readonly Example[]): string {
  return examples.map(lineOf).join("\n");
}

/** Reads such lines; empty ones are left out, and what is no JSON after all is a headline. */
export function readExamples(text: string): unknown[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => jsonOf(line) ?? line);
}

function lineOf(example: Example): string {
  if (typeof example !== "string") return JSON.stringify(example);
  const isPlain = jsonOf(example) === null && !/[\r\n]/u.test(example) && example === example.trim();
  return isPlain ? example : JSON.stringify(example);
}

/** A document or a text in quotes; null for anything else. */
function jsonOf(line: string): unknown {
  if (!/^\{.*\}$|^".*"$/su.test(line)) return null;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}
