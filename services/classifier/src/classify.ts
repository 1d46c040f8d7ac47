import type { Config, TopicConfig } from "@wirewatch/config";
import type { Severity, Snippet, TopicDocument } from "@wirewatch/model";
import { defineStage } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import { loadText, sql, storableJson } from "@wirewatch/store";
import type { ArticleRevision, ConfigReader, Database, Kysely } from "@wirewatch/store";
import { compileTopics, snippet } from "@wirewatch/topics";
import type { CompiledTopics, TopicResult } from "@wirewatch/topics";

/** What the classifier works with. */
export interface ClassifierDeps {
  readonly db: Kysely<Database>;
  readonly config: ConfigReader<Config>;
}

interface Facts {
  readonly version: string;
  readonly topics: CompiledTopics;
  readonly config: Config;
  readonly document: TopicDocument;
  readonly row: ArticleRevision;
}

interface Match {
  readonly result: TopicResult;
  readonly name: string;
  readonly severity: Severity;
  readonly snippet: Snippet;
}

/** The stage that asks every topic whether it is in an article. */
export function classifyStage({ db, config }: ClassifierDeps): DefinedStage {
  const compiled = createCompiler();
  return defineStage("classify", {
    async gather(row): Promise<Facts> {
      const { version, config: current } = await config.current();
      const stored = await loadText(db, row.article_id, row.revision);
      return {
        version,
        config: current,
        topics: compiled(version, current.topics),
        document: documentOf(row, stored, current),
        row,
      };
    },
    decide: ({ topics, document, config: current, row }): readonly Match[] => {
      const source = current.sources.find((candidate) => candidate.id === row.source_id);
      const facts = { sourceId: row.source_id, sourceTags: source?.tags ?? [] };
      return topics.match(document, facts).map((result) => {
        const topic = current.topics.find((candidate) => candidate.id === result.topicId);
        return {
          result,
          name: topic?.name ?? result.topicId,
          severity: topic?.severity ?? "normal",
          snippet: snippet(document, result),
        };
      });
    },
    async commit(tx, matches, row, facts): Promise<StageResult> {
      const detail = {
        config: facts.version,
        topics: facts.config.topics.length,
        matched: matches.map((match) => match.result.topicId),
      };
      if (matches.length === 0) {
        const isCopy = row.verdict === "duplicate" || row.verdict === "nearDuplicate";
        return isCopy
          ? { kind: "end", outcome: "duplicate", reason: row.why, detail }
          : {
              kind: "end",
              outcome: "unmatched",
              reason: `none of ${facts.config.topics.length} topics is in it`,
              detail,
            };
      }
      for (const { result, name, severity, snippet: passage } of matches) {
        await tx
          .insertInto("topic_match")
          .values({
            article_id: row.article_id,
            revision: row.revision,
            story_id: row.story_id ?? "0",
            topic_id: result.topicId,
            topic_name: name,
            severity,
            config_version: facts.version,
            units: storableJson(result.units),
            spans: storableJson(result.spans),
            clauses: storableJson(result.clauses),
            snippet: storableJson(passage),
            strength: result.strength,
          })
          .onConflict((conflict) =>
            conflict
              .columns(["article_id", "revision", "topic_id"])
              .doUpdateSet({ config_version: sql`excluded.config_version` }),
          )
          .execute();
      }
      return { kind: "next", stage: "notify", detail };
    },
  });
}

/** Compiles the topics once per version of the configuration. */
function createCompiler(): (version: string, topics: readonly TopicConfig[]) => CompiledTopics {
  let known: { version: string; topics: CompiledTopics } | undefined;
  return (version, topics) => {
    if (known?.version !== version) known = { version, topics: compileTopics(topics) };
    return known.topics;
  };
}

function documentOf(row: ArticleRevision, stored: Awaited<ReturnType<typeof loadText>>, config: Config): TopicDocument {
  const source = config.sources.find((candidate) => candidate.id === row.source_id);
  const url = row.canonical_url ?? row.page_url;
  return {
    title: row.title,
    sections: withStandfirst(stored?.sections ?? [], row.standfirst),
    lang: row.language ?? source?.language ?? null,
    url,
    source: url === null || !URL.canParse(url) ? null : new URL(url).hostname.replace(/^www\./, ""),
    author: row.authors.join(", "),
    country: source?.country ?? null,
  };
}

type Sections = NonNullable<Awaited<ReturnType<typeof loadText>>>["sections"];

/** The standfirst is a field of its own in the archive; readers see it as the start of the text, and so do topics. */
function withStandfirst(sections: Sections, standfirst: string | null): Sections {
  const first = sections.findIndex((section) => section.role === "main");
  if (standfirst === null || standfirst === "" || sections[first]?.text.includes(standfirst) === true) return sections;
  if (first === -1) return [{ heading: null, text: standfirst, role: "main" }, ...sections];
  return sections.map((section, index) =>
    index === first ? { ...section, text: `${standfirst}\n\n${section.text}` } : section,
  );
}
