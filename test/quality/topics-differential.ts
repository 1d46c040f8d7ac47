import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seededRandom } from "../support/seeded-random.ts";
import {
  caseDisagreement,
  hitDisagreement,
  newEngine,
  outcomeOf,
  readingDisagreement,
  referenceHit,
} from "./topics-differential-compare.ts";
import type { DifferentialCase, Disagreement, Outcome } from "./topics-differential-compare.ts";
import { mutated, noise, withDefect } from "./topics-differential-defects.ts";
import { randomDocument } from "./topics-differential-documents.ts";
import { isLeftOpen } from "./topics-differential-open.ts";
import { queryWriter } from "./topics-differential-queries.ts";
import { shrunk } from "./topics-differential-shrink.ts";
import { chanceOf, vocabularyOf } from "./topics-differential-words.ts";
import type { Chance } from "./topics-differential-words.ts";

/** How many queries share an engine, so that one that answers for another is found. */
const queriesPerEngine = 8;
/** Texts each of these engines is asked about. */
const documentsPerEngine = 4;

/** A case the two sides do not agree on. */
export interface Finding {
  readonly one: DifferentialCase;
  readonly disagreement: Disagreement;
}

/** What a run did. */
export interface DifferentialReport {
  /** Pairs of a query and a text; a refused query counts once. */
  readonly cases: number;
  readonly findings: readonly Finding[];
  /** By what the queries use: how many cases, and how they ended. */
  readonly features: ReadonlyMap<string, Readonly<Record<Outcome, number>>>;
}

/** Compares the topic engine with the reference on random queries and texts, the same for the same seed. */
export function runDifferential(cases: number, seed: number): DifferentialReport {
  const chance = chanceOf(seededRandom(seed));
  const features = new Map<string, Record<Outcome, number>>();
  const findings: Finding[] = [];
  let done = 0;
  while (done < cases) {
    const round = newRound(chance);
    const answers = roundAnswers(round);
    for (const { one, uses, outcome, disagreement } of answers) {
      done += 1;
      for (const feature of uses) {
        const counts = features.get(feature) ?? { refused: 0, matched: 0, silent: 0 };
        counts[outcome] += 1;
        features.set(feature, counts);
      }
      if (disagreement !== undefined) findings.push({ one, disagreement });
    }
  }
  return { cases: done, findings, features };
}

interface WrittenQuery {
  readonly query: Omit<DifferentialCase, "document">;
  readonly uses: readonly string[];
}

interface Round {
  readonly written: readonly WrittenQuery[];
  readonly documents: readonly DifferentialCase["document"][];
}

function newRound(chance: Chance): Round {
  const vocabulary = vocabularyOf(chance);
  const documents = Array.from({ length: documentsPerEngine }, () => randomDocument(chance, vocabulary));
  const written = Array.from({ length: queriesPerEngine }, () => newQuery(chance, vocabulary));
  return { documents, written: written.filter(({ query }) => !isLeftOpen(query.query, query.dialect)) };
}

function newQuery(chance: Chance, vocabulary: ReturnType<typeof vocabularyOf>): WrittenQuery {
  const dialect = chance.one(["wql", "wql", "wql", "lucene", "factiva", "lexis"] as const);
  const writer = queryWriter(chance, vocabulary, dialect);
  const kind = chance.one(["plain", "plain", "plain", "plain", "mutated", "mutated", "noise", "defect"] as const);
  const plain = writer.query();
  const query = {
    plain: () => plain,
    mutated: () => mutated(chance, plain),
    defect: () => withDefect(chance, dialect, ["a", "b"].slice(chance.number(0, 2))),
    noise: () => noise(chance, vocabulary),
  }[kind]();
  const [stem, scope] = [chance.happens(0.15), chance.happens(0.2) ? "document" : "section"] as const;
  const options = [stem ? ["stem: true"] : [], scope === "document" ? ["scope: document"] : []].flat();
  const uses = kind === "plain" || kind === "mutated" ? [...writer.features] : [];
  return {
    query: { query, dialect, stem, scope, hasOneError: kind === "defect" },
    uses: [`dialect ${dialect}`, `kind ${kind}`, ...options, ...uses],
  };
}

interface Answer {
  readonly one: DifferentialCase;
  readonly uses: readonly string[];
  readonly outcome: Outcome;
  readonly disagreement: Disagreement | undefined;
}

function roundAnswers({ written, documents }: Round): readonly Answer[] {
  const engine = newEngine();
  const answers: Answer[] = [];
  const readable: { readonly id: string; readonly query: WrittenQuery }[] = [];
  for (const [index, query] of written.entries()) {
    const one = { ...query.query, document: {} };
    const disagreement = attempt(() => readingDisagreement(one, engine));
    const outcome = outcomeOf(one);
    if (disagreement !== undefined || outcome === "refused") {
      answers.push({ one, uses: query.uses, outcome, disagreement });
      continue;
    }
    const { dialect, stem, scope } = one;
    const failed = attempt(() => engine.add([{ id: `q${index}`, query: one.query, opts: { dialect, stem, scope } }]));
    if (failed === undefined) readable.push({ id: `q${index}`, query });
    else answers.push({ one, uses: query.uses, outcome, disagreement: failed });
  }
  const matched = documents.map((document) => {
    let hits: ReturnType<typeof engine.match> = [];
    const failed = attempt(() => {
      hits = engine.match(document);
    });
    return { document, hits, failed };
  });
  for (const { id, query } of readable) {
    for (const { document, hits, failed } of matched) {
      const one = { ...query.query, document };
      const wanted = referenceHit(one);
      const disagreement =
        failed ??
        hitDisagreement(
          wanted,
          hits.find((hit) => hit.id === id),
        );
      answers.push({ one, uses: query.uses, outcome: wanted === undefined ? "silent" : "matched", disagreement });
    }
  }
  return answers;
}

/** What went wrong; a thrown error is a disagreement too. */
function attempt(action: () => Disagreement | undefined | void): Disagreement | undefined {
  try {
    return action() ?? undefined;
  } catch (error) {
    return { about: "failure", expected: "an answer", got: String(error) };
  }
}

/** The finding as a person reads it, shrunk when the case alone shows it. */
export function described({ one, disagreement }: Finding): string {
  const isAlone = caseDisagreement(one)?.about === disagreement.about;
  const small = isAlone ? shrunk(one, disagreement.about) : one;
  const { about, expected, got } = (isAlone ? caseDisagreement(small) : undefined) ?? disagreement;
  const { query, document, dialect, stem, scope } = small;
  const options = [dialect === "wql" ? [] : [dialect], stem ? ["stem"] : [], scope === "document" ? ["document"] : []];
  return [
    `${about}${isAlone ? "" : " (only beside other queries)"}: ${JSON.stringify(query)} ${options.flat().join(" ")}`,
    `  in       ${JSON.stringify(document)}`,
    `  expected ${expected}`,
    `  got      ${got}`,
  ].join("\n");
}

/**
 * The command: `node test/quality/topics-differential.ts --cases 100000 --seed 2 --show 10`. It prints the first
 * disagreements, made small, and how often each construct was met and how it ended.
 */
function main(): void {
  const { values } = parseArgs({
    options: { cases: { type: "string" }, seed: { type: "string" }, show: { type: "string" } },
  });
  const seed = Number(values.seed ?? 1);
  const { cases, findings, features } = runDifferential(Number(values.cases ?? 10_000), seed);
  const shown = Number(values.show ?? 10);
  for (const finding of findings.slice(0, shown)) console.log(`${described(finding)}\n`);
  for (const [feature, { matched, silent, refused }] of [...features].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`${feature.padEnd(24)} ${matched} matched, ${silent} silent, ${refused} refused`);
  }
  console.log(`${cases} cases, seed ${seed}: ${findings.length} disagreements`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
