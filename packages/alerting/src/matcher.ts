import { RE2JS, RE2JSException } from "re2js";

/** What is known about one match: a label has one value, or several (`source_tag`). */
export type Labels = Readonly<Record<string, string | readonly string[]>>;

const operators = ["=", "!=", "=~", "!~"] as const;
type MatchOperator = (typeof operators)[number];

/** One parsed condition on a label, e.g. `severity="critical"`. */
export interface Matcher {
  readonly label: string;
  readonly operator: MatchOperator;
  /** The text or pattern after the operator, without quotes and escapes. */
  readonly value: string;
  /** True when one single value meets the positive form (`=` or `=~`). */
  readonly accepts: (value: string) => boolean;
}

/** `offset` counts UTF-16 units from the start of the text given, for the column of a config message. */
export type MatcherResult =
  | { readonly kind: "matcher"; readonly matcher: Matcher }
  | { readonly kind: "error"; readonly message: string; readonly offset: number };

/** Longer than any real condition; keeps compile time of a pattern in the low milliseconds. */
const maxMatcherLength = 1_000;

const head = /\s*([A-Za-z_][\w.-]*)\s*(=~|!~|!=|=)\s*/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const bare = /[^\s"'`{},=~!\\]+/y;

/**
 * Reads one route matcher in Alertmanager's spelling: `label`, one of `=` `!=` `=~` `!~`, then a value in double
 * quotes (where `\"` and `\\` stand for a quote and a backslash) or a bare word. Patterns match the whole value and run in linear time (RE2: no look-around, no
 * back-references).
 *
 * @example parseMatcher('source_tag=~"tier-1|national"')
 * @returns the matcher, or a sentence for the config check with the offset it is about
 */
export function parseMatcher(text: string): MatcherResult {
  if (text.length > maxMatcherLength) return failure(`longer than ${maxMatcherLength} characters`, maxMatcherLength);
  head.lastIndex = 0;
  const start = head.exec(text);
  const label = start?.[1];
  const operator = operators.find((known) => known === start?.[2]);
  if (label === undefined || operator === undefined) {
    return failure('expected a label and one of = != =~ !~, e.g. severity="critical"', leadingSpace(text));
  }
  const valueAt = head.lastIndex;
  const value = readValue(text, valueAt);
  if (value.kind === "error") return value;
  const rest = text.slice(value.end);
  if (rest.trim() !== "") return failure("expected nothing after the value", value.end + leadingSpace(rest));
  return compile(label, operator, value.text, valueAt);
}

/**
 * True when the labels meet the condition. A label that is missing counts as the empty text, as in Alertmanager;
 * of a label with several values one has to meet `=` and `=~`, and none may meet what `!=` and `!~` exclude.
 */
export function isMatch(matcher: Matcher, labels: Labels): boolean {
  const found = labelValues(labels, matcher.label).some((value) => matcher.accepts(value));
  return matcher.operator.startsWith("!") ? !found : found;
}

/** All values of a label; one empty text when it is missing. */
export function labelValues(labels: Labels, label: string): readonly string[] {
  const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
  if (value === undefined || value.length === 0) return [""];
  return typeof value === "string" ? [value] : value;
}

type ValueResult =
  | { readonly kind: "value"; readonly text: string; readonly end: number }
  | { readonly kind: "error"; readonly message: string; readonly offset: number };

function readValue(text: string, at: number): ValueResult {
  if (text[at] === '"') {
    quoted.lastIndex = at;
    const inner = quoted.exec(text)?.[1];
    if (inner === undefined) return failure("the opening quote is never closed", at);
    return { kind: "value", text: inner.replace(/\\(["\\])/g, "$1"), end: quoted.lastIndex };
  }
  bare.lastIndex = at;
  const word = bare.exec(text)?.[0];
  if (word === undefined) return failure('expected a value in double quotes, e.g. "critical"', at);
  return { kind: "value", text: word, end: bare.lastIndex };
}

function compile(label: string, operator: MatchOperator, value: string, valueAt: number): MatcherResult {
  if (!operator.endsWith("~")) {
    return {
      kind: "matcher",
      matcher: { label, operator, value, accepts: (candidate) => candidate === value },
    };
  }
  try {
    const pattern = RE2JS.compile(value);
    return {
      kind: "matcher",
      matcher: { label, operator, value, accepts: (candidate) => pattern.testExact(candidate) },
    };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return failure(
      `not a pattern we can run in linear time: ${error.message.replace("error parsing regexp: ", "")}`,
      valueAt,
    );
  }
}

function failure(
  message: string,
  offset: number,
): { readonly kind: "error"; readonly message: string; readonly offset: number } {
  return { kind: "error", message, offset };
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length;
}
