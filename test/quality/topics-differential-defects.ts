import type { DialectName } from "./topics-differential-queries.ts";
import type { Chance, Vocabulary } from "./topics-differential-words.ts";

/** One operand that cannot be read, whatever stands around it. `isLast`: it would swallow what follows. */
interface Defect {
  readonly written: string;
  readonly isLast?: boolean;
  readonly dialects?: readonly DialectName[];
}

/** Operands that cannot be read, as in a table. */
function defectsOf(table: string, rest: Omit<Defect, "written"> = {}): readonly Defect[] {
  return table.split("¦").map((cell) => ({ written: cell.trim(), ...rest }));
}

const nearWql = { dialects: ["wql", "lucene"] } as const;

const defects: readonly Defect[] = [
  // Terms and groups without anything in them.
  ...defectsOf(`"" ¦ "!" ¦ "*" ¦ "* *" ¦ {} ¦ {…} ¦ ~"*" ¦ "a *"~2 ¦ "—"~2 ¦ author:"" ¦ lang:" "`),
  ...defectsOf(`() ¦ ( ) ¦ title:() ¦ lang:() ¦ (a OR ()) ¦ (<<< x >>>)`),
  // Signs without their partner.
  ...defectsOf(`US} ¦ } ¦ {a}} ¦ (a}`),
  ...defectsOf(`"abc ¦ “a b ¦ {abc ¦ a <<< b ¦ (a ¦ ((a) b ¦ title:(a ¦ lang:(ru ¦ (a "b)`, { isLast: true }),
  // Wildcards, inexact words, stems, slops.
  ...defectsOf(`a* ¦ * ¦ *ab ¦ "a*" ¦ "ab *c" ¦ é* ¦ ? ¦ a?b ¦ ab-c* ¦ 北*京 ¦ 北京? ¦ "x b*"`, nearWql),
  ...defectsOf(`~ab* ¦ ~"ab* c" ¦ ~ab?c`, nearWql),
  ...defectsOf(`ab~ ¦ ab~1 ¦ ab~0.8 ¦ ~ab~2 ¦ ab~2^3 ¦ title:ab~`),
  ...defectsOf(`~"a b"~2 ¦ ~"a"~7 ¦ "a b"~251 ¦ "a b"~1.5 ¦ "a"~99999999999999999999`),
  ...defectsOf(`(a b)~3 ¦ {a b}~3 ¦ "a b"^2~3 ¦ "a b"~2~3 ¦ (a)^2~1 ¦ author:"a b"~2 ¦ lang:(ru)~1`),
  // What other languages have.
  ...defectsOf(`/ab?c/ ¦ /joh?n smith/ ¦ title:/a b/ ¦ /r/news ¦ -/a b/ ¦ /(a|b) c/`, nearWql),
  ...defectsOf(`/ab?c/ ¦ /telecom firm/ ¦ /r/news`),
  ...defectsOf(`!ab ¦ !(a b) ¦ !"a" ¦ (!ab)`, { dialects: ["wql", "factiva", "lexis"] }),
  ...defectsOf(`[2020 TO 2024] ¦ {a TO *} ¦ [a TO b} ¦ ["a b" TO c] ¦ title:[a TO b] ¦ lang:[a TO b]`, nearWql),
  // Fields.
  ...defectsOf(`foo:ab ¦ foo:"a b" ¦ http://x ¦ привет:ab ¦ f_o:x ¦ (foo:(a)) ¦ -foo:x`),
  ...defectsOf(`title:(a AND body:b) ¦ title:lang:ru ¦ body:(a OR (top:b)) ¦ title:title:x`),
  ...defectsOf(`lang:(ru AND en) ¦ lang:(ru (en)) ¦ lang:(ru NOT en)`),
  ...defectsOf(`lang:(ru en) ¦ lang:(ru "en")`, { dialects: ["wql"] }),
  // Distances and their operands.
  ...defectsOf(`(a NEAR/251 b) ¦ (a W/0 b) ¦ (a PRE/0 b) ¦ (a NEAR/x b) ¦ (a ONEAR/5f b) ¦ (a W/1.5 b)`, nearWql),
  ...defectsOf(`ATLEAST/0 a ¦ FIRST/0 a ¦ FIRST/x a ¦ ATLEAST/ a ¦ ATLEAST0 a`, nearWql),
  ...defectsOf(`(a NEAR/3 (b c)) ¦ (title:a W/3 b) ¦ (a W/3 lang:ru) ¦ (a W/3 (NOT b))`, { dialects: ["wql"] }),
  ...defectsOf(`(ATLEAST/2 a W/3 b) ¦ ATLEAST/2 (a AND b) ¦ FIRST/3 (title:a) ¦ FIRST/2 ATLEAST/2 a`),
  ...defectsOf(`(a W/3 b W/2 (c AND d)) ¦ ((a AND b) W/3 c)`),
  // Operators that lack an operand, and queries that only exclude.
  ...defectsOf(`(a AND) ¦ (a OR) ¦ (NOT) ¦ (AND b) ¦ (a W/3) ¦ (W/3 a) ¦ (OR) ¦ (a AND OR b) ¦ (a W/3 AND b)`),
  ...defectsOf(`(title:) ¦ (lang:) ¦ title:-x ¦ lang:-ru ¦ (lang: AND x) ¦ (~) ¦ ~(a) ¦ (a W/3 NOT b)`),
  ...defectsOf(`(a OR NOT b) ¦ (a OR (NOT b)) ¦ (a OR (-b -c)) ¦ (a OR title:(NOT b))`, { dialects: ["wql"] }),
  ...defectsOf(`(a OR title:(not b)) ¦ (a or (not b))`, { dialects: ["factiva", "lexis"] }),
  { written: `${"(".repeat(101)}a${")".repeat(101)}` },
  // Dialects.
  ...defectsOf(`a near/5 b ¦ (a w/0 b) ¦ (a adj0 b) ¦ (a near251 b) ¦ (a /N0/ b) ¦ "a"/F0/ ¦ foo=x ¦ a adj300 b`, {
    dialects: ["factiva"],
  }),
  ...defectsOf(`/5 ¦ /s ¦ /p ¦ +5 ¦ w/seg ¦ pre/seg ¦ a /5 b ¦ (a not /5 b) ¦ a +5 b ¦ a W/SEG b ¦ (a not w/seg b)`, {
    dialects: ["lexis"],
  }),
];

/** Pieces of the language's signs, to break queries with. */
const fragments = [
  `"¦"¦(¦)¦{¦}¦[¦]¦~¦*¦?¦^2¦^¦/¦-¦+¦!¦|¦||¦&&¦&¦\\¦:¦=¦$¦'¦ AND ¦ OR ¦ NOT ¦ NEAR/3 ¦ ONEAR ¦ W/S ¦ PRE/2 ¦ NOT W/2 `,
  ` ATLEAST/2 ¦FIRST/3 ¦ and ¦ or ¦ not ¦title:¦lang:¦source:¦foo:¦lede:(¦{US}¦"a b"~2¦~2¦~¦<<<¦>>>¦ TO ¦[a TO b]¦NEAR/`,
  `W/0¦near5¦adj2¦/N3/¦/F2/¦same¦ ¦  ¦\n¦\u00AD¦北¦北*¦a*¦ab*¦U.S.¦'s¦，¦“¦»¦😀¦NEAR/300¦()¦""¦w/seg`,
].flatMap((table) => table.split("¦"));

/** A well-formed query with one operand that cannot be read. */
export function withDefect(chance: Chance, dialect: DialectName, parts: readonly string[]): string {
  const defect = chance.one(defects.filter(({ dialects }) => dialects === undefined || dialects.includes(dialect)));
  const place = defect.isLast === true ? parts.length : chance.number(0, parts.length);
  const all = parts.map((part) => `(${part})`).toSpliced(place, 0, defect.written);
  return all.join(chance.one([" ", "\n"]).replace(/^/, " AND"));
}

/** Signs and words in any order. */
export function noise(chance: Chance, vocabulary: Vocabulary): string {
  const piece = (): string => (chance.happens(0.4) ? vocabulary.spelling() : chance.one(fragments));
  return Array.from({ length: chance.number(1, 6) }, () => piece() + chance.one(["", "", " "])).join("");
}

/** A query with one to three small changes anywhere. */
export function mutated(chance: Chance, query: string): string {
  let changed = query;
  for (let more = chance.number(1, 3); more > 0; more -= 1) changed = mutatedOnce(chance, changed);
  return changed;
}

function mutatedOnce(chance: Chance, query: string): string {
  const from = chance.number(0, query.length);
  const to = Math.min(query.length, from + chance.number(1, chance.happens(0.3) ? 9 : 1));
  const piece = query.slice(from, to);
  switch (chance.number(0, 4)) {
    case 0:
      return query.slice(0, from) + query.slice(to);
    case 1:
      return query.slice(0, to) + piece + query.slice(to);
    case 2: {
      const end = Math.min(query.length, to + 1);
      return query.slice(0, from) + query.slice(to, end) + piece + query.slice(end);
    }
    default:
      return query.slice(0, from) + chance.one(fragments) + query.slice(from);
  }
}
