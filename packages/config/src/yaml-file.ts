import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser, visit, type Document, type Node } from "yaml";
import { problemAt, type Problem } from "./problem.ts";
import type { SourceText } from "./source-text.ts";
import { plainValue } from "./plain-value.ts";
import { syntaxProblem } from "./syntax-problem.ts";

/** A YAML file that was read: its plain value and the tree that knows where everything stands. */
export interface YamlFile {
  readonly source: SourceText;
  /** Null for an empty file. */
  readonly root: Node | null;
  /** Objects have no prototype; a key without a value is left out. */
  readonly value: unknown;
}

export type YamlResult =
  | { readonly ok: true; readonly file: YamlFile }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Nesting in terms of open YAML constructs; our deepest example needs 14. */
const maxDepth = 100;

/**
 * Reads one YAML 1.2 document and refuses what configuration does not need and attackers like: aliases, tags,
 * several documents, deep nesting, repeated keys. For a syntax error only the first is reported, since the rest of
 * the file is then a guess.
 */
export function readYaml(source: SourceText): YamlResult {
  const composed = compose(source);
  if (!composed.ok) return { ok: false, problems: [composed.problem] };
  const { document } = composed;
  const root = document.contents;
  const refused = syntaxProblem(source, document) ?? aliasProblem(source, document);
  if (refused !== null) return { ok: false, problems: [refused] };
  const { value, problems } = plainValue(source, root);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, file: { source, root, value } };
}

/** Parses step by step, so that deep nesting is refused before it costs time or stack. */
function compose(
  source: SourceText,
): { readonly ok: true; readonly document: Document.Parsed } | { readonly ok: false; readonly problem: Problem } {
  const parser = new Parser();
  const composer = new Composer({ uniqueKeys: false, logLevel: "error" });
  const documents: Document.Parsed[] = [];
  for (const lexeme of new Lexer().lex(source.text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > maxDepth) return { ok: false, problem: tooDeep(source, parser.offset) };
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, source.text.length));
  const [document, second] = documents;
  if (document === undefined) throw new Error(`no YAML document was composed from ${source.path}`);
  if (second !== undefined) return { ok: false, problem: secondDocument(source, second.range[0]) };
  return { ok: true, document };
}

function tooDeep(source: SourceText, offset: number): Problem {
  return problemAt(source, offset, {
    found: "a value inside too many others",
    expected: "a few levels",
    message: "nested too deeply: the configuration needs only a few levels. Is a bracket repeated?",
  });
}

function secondDocument(source: SourceText, offset: number): Problem {
  return problemAt(source, offset, {
    found: "a second document",
    expected: "one document",
    message: "a second YAML document starts here: write everything into one, without `---`.",
  });
}

function aliasProblem(source: SourceText, document: Document.Parsed): Problem | null {
  let problem: Problem | null = null;
  visit(document, (_, node) => {
    if (isAlias(node)) {
      const found = `*${node.source}`;
      problem = problemAt(source, node.range?.[0] ?? 0, {
        found,
        expected: "the value itself",
        message: `found the alias ${found}: aliases are not supported, write the value out. (Text that begins with * needs quotes.)`,
      });
      return visit.BREAK;
    }
    if (isTagged(node)) {
      const found = node.tag;
      problem = problemAt(source, node.range?.[0] ?? 0, {
        found,
        expected: "a value without a tag",
        message: `found the tag ${found}: tags are not supported, leave it out. (Text that begins with ! needs quotes.)`,
      });
      return visit.BREAK;
    }
    return undefined;
  });
  return problem;
}

function isTagged(node: unknown): node is Node & { tag: string } {
  return (isScalar(node) || isMap(node) || isSeq(node)) && typeof node.tag === "string";
}
