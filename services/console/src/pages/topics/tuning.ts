import type { Config, TopicConfig } from "@wirewatch/config";
import type { TopicDocument } from "@wirewatch/model";
import { latestArchived, topicDocument } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { compileTopics, runTopicTests } from "@wirewatch/topics";
import type { TopicFacts } from "@wirewatch/topics";
import { leastNotRelevant, proposeNone } from "./propose-none.ts";
import type { HitsByJudgement, JudgedHit, NoneProposal } from "./propose-none.ts";

/** What somebody said of articles that a draft finds. */
export interface Judgements {
  readonly notRelevant: readonly string[];
  readonly relevant: readonly string[];
  /** Listed, and nothing was said of them. */
  readonly others: readonly string[];
}

/** One line for `none` with the tests that keep it true. */
export interface TuningProposal extends NoneProposal {
  readonly notRelevant: number;
  readonly looked: number;
}

/** Articles that are looked at, of each kind: each is read with its text. */
const maxArticles = 40;

/** Proposes a line for `none` once three hits were found not relevant; null before, and when there is none that would do. */
export async function tuningProposal(
  db: Kysely<Database>,
  topic: TopicConfig,
  judged: Judgements,
  config: Config,
): Promise<TuningProposal | null> {
  if (judged.notRelevant.length < leastNotRelevant) return null;
  const [notRelevant, relevant, others] = await Promise.all(
    [judged.notRelevant, judged.relevant, judged.others].map((ids) => readHits(db, topic, ids, config)),
  );
  const hits: HitsByJudgement = { notRelevant: notRelevant ?? [], relevant: relevant ?? [], others: others ?? [] };
  const proposal = proposeNone(hits, (query, among) => stillMatch({ ...topic, none: [...topic.none, query] }, among));
  if (proposal === null) return null;
  return { ...proposal, notRelevant: hits.notRelevant.length, looked: Object.values(hits).flat().length };
}

/** An article as an example of a topic's tests. */
interface Example {
  readonly title: string;
  readonly text: string;
}

/** Longest text of an example; the schema takes no more. */
const maxExample = 20_000;

/**
 * Articles as tests that say why the line is there: each fails without the line and passes with it. The part of the text is taken that is enough
 * for that, else all of it.
 *
 * @param query the line that was accepted
 */
export async function examplesFor(
  db: Kysely<Database>,
  topic: TopicConfig,
  query: string,
  articleIds: readonly string[],
  config: Config,
): Promise<Example[]> {
  const tuned = { ...topic, none: [...topic.none, query] };
  const hits = await readHits(db, topic, articleIds, config);
  return hits.flatMap((hit) => {
    const found = examplesOf(hit).find((example) => isMatch(topic, example) && !isMatch(tuned, example));
    return found === undefined ? [] : [found];
  });
}

interface ReadHit extends JudgedHit {
  readonly facts: TopicFacts;
}

/** The articles that the topic is in, with where. */
async function readHits(
  db: Kysely<Database>,
  topic: TopicConfig,
  articleIds: readonly string[],
  config: Config,
): Promise<ReadHit[]> {
  const compiled = compileTopics([topic]);
  const sources = new Map(config.sources.map((source) => [source.id, source]));
  const hits: ReadHit[] = [];
  for (const id of articleIds.slice(0, maxArticles)) {
    const row = await latestArchived(db, id);
    if (row === null) continue;
    const source = sources.get(row.source_id);
    const document = topicDocument(row, row.sections, source);
    const facts = { sourceId: row.source_id, sourceTags: source?.tags ?? [] };
    const [result] = compiled.match(document, facts);
    if (result !== undefined) hits.push({ id, document, facts, spans: result.spans });
  }
  return hits;
}

function stillMatch(topic: TopicConfig, hits: readonly JudgedHit[]): ReadonlySet<string> {
  const compiled = compileTopics([topic]);
  const facts = (hit: JudgedHit): TopicFacts =>
    "facts" in hit ? (hit as ReadHit).facts : { sourceId: null, sourceTags: [] };
  return new Set(hits.filter((hit) => compiled.match(hit.document, facts(hit)).length > 0).map(({ id }) => id));
}

/** The shortest first: the paragraphs with what was found, the section, all of it. */
function examplesOf({ document, spans }: ReadHit): Example[] {
  const title = document.title ?? "";
  const texts = sectionTexts(document);
  const found = texts.filter((_text, at) => (spans[`s${at}`] ?? []).length > 0);
  const paragraphs = texts.flatMap((text, at) => paragraphsWith(text, spans[`s${at}`] ?? []));
  const lengths = [paragraphs.join("\n"), found.join("\n\n"), texts.join("\n\n")];
  return [...new Set(lengths)]
    .filter((text) => text.trim() !== "" && text.length <= maxExample)
    .map((text) => ({ title, text }))
    .filter((example) => example.title !== "");
}

function paragraphsWith(text: string, ranges: readonly (readonly [number, number])[]): string[] {
  const paragraphs: string[] = [];
  let from = 0;
  for (const paragraph of text.split("\n")) {
    const to = from + paragraph.length;
    const [start, end] = [from, to];
    if (ranges.some(([left, right]) => left < end && right > start)) paragraphs.push(paragraph);
    from = to + 1;
  }
  return paragraphs;
}

function sectionTexts({ sections = [], body }: TopicDocument): readonly string[] {
  return sections.length === 0 ? [body ?? ""] : sections.map(({ text }) => text);
}

function isMatch(topic: TopicConfig, example: Example): boolean {
  const [result] = runTopicTests({ ...topic, tests: { match: [example], noMatch: [] } });
  return result?.ok === true;
}
