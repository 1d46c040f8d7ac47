import type { Document, YAMLError } from "yaml";
import { lineText, positionAt, type SourceText } from "./source-text.ts";
import { problemAt, type Problem } from "./problem.ts";

/** The first syntax error of a document in words that say what to do; null when it has none. */
export function syntaxProblem(source: SourceText, document: Document.Parsed): Problem | null {
  const first = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
  if (first === undefined) return null;
  return (
    tabProblem(source, first) ??
    quoteProblem(source, first) ??
    commentProblem(source, first) ??
    describedProblem(source, first)
  );
}

/** A tab in the indentation explains every error at or after it, whatever the parser calls them. */
function tabProblem(source: SourceText, error: YAMLError): Problem | null {
  const { line } = positionAt(source, error.pos[0]);
  for (let number = 1; number <= line; number++) {
    const start = source.lineStarts[number - 1] ?? 0;
    const indentation = /^ *\t/.exec(source.text.slice(start, start + 200))?.[0];
    if (indentation === undefined) continue;
    return problemAt(source, start + indentation.length - 1, {
      found: "a tab",
      expected: "spaces",
      message: "the line is indented with a tab: YAML takes only spaces for indentation, two for each level.",
    });
  }
  return null;
}

/** `- "Acme Corp" NOT cartoon`: YAML takes the first quotation marks as its own and then finds more text. */
function quoteProblem(source: SourceText, error: YAMLError): Problem | null {
  if (error.code !== "UNEXPECTED_TOKEN") return null;
  const { line } = positionAt(source, error.pos[0]);
  const start = source.lineStarts[line - 1] ?? 0;
  const text = lineText(source, line).slice(0, 1_000).trimEnd();
  const match = /^(?<before>\s*(?:- +)?(?:[\w$]+: +)?)(?<value>(?:"[^"]*"|'[^']*'|\{[^}]*\}).*\S)$/.exec(text);
  const before = match?.groups?.["before"];
  const value = match?.groups?.["value"];
  if (before === undefined || value === undefined) return null;
  const suggestion = `'${value.replaceAll("'", "''")}'`;
  return problemAt(source, start + before.length, {
    found: value,
    expected: "the whole value in quotes",
    suggestion,
    message: `the value begins with a quotation mark or brace but goes on behind its end: put all of it in single quotes, ${suggestion}.`,
  });
}

/** `{ channel: #desk }`: everything behind the # is a comment, also the closing brace. */
function commentProblem(source: SourceText, error: YAMLError): Problem | null {
  const { line } = positionAt(source, error.pos[0]);
  for (const number of [line, line - 1]) {
    const match = /^(?<before>.*[[{].*[:,[] +)#\S/.exec(lineText(source, number).slice(0, 1_000));
    const before = match?.groups?.["before"];
    if (before === undefined) continue;
    return problemAt(source, (source.lineStarts[number - 1] ?? 0) + before.length, {
      found: "a comment",
      expected: "a value",
      message: "the # begins a comment, so the rest of the line is not read: put text that begins with # in quotes.",
    });
  }
  return null;
}

/** What the library's codes mean to somebody who edits a file. */
const explanations: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  BAD_INDENT: "the indentation does not fit the lines above, or a bracket or brace is not closed.",
  BLOCK_AS_IMPLICIT_KEY:
    "a second `: ` or an indented block where one value was expected: put text that holds `: ` in quotes.",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line, followed by `: `.",
  BAD_SCALAR_START: "this character cannot begin a plain value: put the value in quotes.",
  BAD_DQ_ESCAPE: "this escape does not exist in double quotes: write \\\\ for a backslash, or use single quotes.",
};

function describedProblem(source: SourceText, error: YAMLError): Problem {
  const what = explanations[error.code] ?? explainMissing(error) ?? `${error.message}.`;
  return problemAt(source, error.pos[0], {
    found: "text that YAML cannot read",
    expected: "valid YAML",
    message: `not valid YAML: ${what}`,
  });
}

function explainMissing(error: YAMLError): string | null {
  if (error.code !== "MISSING_CHAR") return null;
  if (error.message.startsWith("Missing closing")) return "a quotation mark is opened but never closed.";
  return error.message.startsWith("Implicit map keys") ? "a key without `: ` behind it." : null;
}
