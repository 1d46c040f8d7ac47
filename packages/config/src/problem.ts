import { codeFrame } from "./code-frame.ts";
import { positionAt, type SourceText } from "./source-text.ts";

/** One thing wrong with the configuration (or, among warnings, doubtful). Never holds a secret's value. */
export interface Problem {
  /** Path of the file as it was opened. */
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** What stands there, in words or quoted; secrets are described, not shown. */
  readonly found: string;
  readonly expected: string;
  /** What was probably meant, ready to be written there; null when nothing is near. */
  readonly suggestion: string | null;
  /** The whole story in a sentence or two, readable without the other fields. */
  readonly message: string;
  /** The line with a caret below the column, secrets masked; null when there is no line to show. */
  readonly frame: string | null;
}

/** What a problem says, before it has a place. */
export interface Finding {
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string | null;
  readonly message: string;
  /** True when the place holds a secret: its line is masked from the column on. */
  readonly secret?: boolean;
}

/** A finding at an offset of a file. */
export function problemAt(source: SourceText, offset: number, finding: Finding): Problem {
  const position = positionAt(source, offset);
  return {
    file: source.path,
    ...position,
    ...wordsOf(finding),
    frame: codeFrame(source, position, finding.secret === true),
  };
}

/** A finding about a file as a whole, e.g. one that is not there. */
export function fileProblem(path: string, finding: Finding): Problem {
  return {
    file: path,
    line: 1,
    column: 1,
    ...wordsOf(finding),
    frame: null,
  };
}

function wordsOf(finding: Finding): Pick<Problem, "found" | "expected" | "suggestion" | "message"> {
  return {
    found: printable(finding.found),
    expected: printable(finding.expected),
    suggestion: finding.suggestion === undefined || finding.suggestion === null ? null : printable(finding.suggestion),
    message: printable(finding.message),
  };
}

/** Longest text of a problem; names in a hostile file can have a megabyte. */
const maxLength = 1_000;

/** One line without control characters, since it goes to terminals and logs. */
function printable(text: string): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return short.toWellFormed().replace(/\p{Cc}/gu, "\uFFFD");
}

/** By file, then from top to bottom. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
