import type { Config } from "@wirewatch/config";
import type { Section } from "@wirewatch/model";
import { defineStage } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import { indexArticle, loadText } from "@wirewatch/store";
import type { ArticleRevision, ConfigReader, Database, Kysely } from "@wirewatch/store";
import { saveMatches } from "./save-matches.ts";
import { searchWords } from "./search-words.ts";
import type { Answer, TopicMatcher } from "./topic-matcher.ts";

/** What the stage works with. */
export interface ClassifyDeps {
  readonly db: Kysely<Database>;
  readonly config: ConfigReader<Config>;
  readonly matcher: TopicMatcher;
}

interface Facts {
  readonly row: ArticleRevision;
  readonly sections: readonly Section[];
}

/** Topics that a step of the trail names; the rest is counted, and stands in the matches. */
const maxNamed = 50;

/** The stage that asks every topic whether it is in an article. */
export function classifyStage({ db, config, matcher }: ClassifyDeps): DefinedStage {
  return defineStage("classify", {
    async gather(row): Promise<Facts> {
      const stored = await loadText(db, row.article_id, row.revision);
      matcher.use(await config.current());
      return { row, sections: stored?.sections ?? [] };
    },
    // Pure but for the time that topics take, which the matcher counts.
    decide: ({ row, sections }) => ({ answer: matcher.ask(row, sections), words: searchWords(row, sections) }),
    async commit(tx, { answer, words }, row): Promise<StageResult> {
      const detail = detailOf(answer);
      await indexArticle(tx, row, words);
      if (answer.matches.length > 0) {
        await saveMatches(tx, { row, version: answer.version, matches: answer.matches });
        return { kind: "next", stage: "notify", detail };
      }
      const isCopy = row.verdict === "duplicate" || row.verdict === "nearDuplicate";
      return isCopy
        ? { kind: "end", outcome: "duplicate", reason: row.why, detail }
        : { kind: "end", outcome: "unmatched", reason: `none of ${answer.topics} topics is in it`, detail };
    },
  });
}

function detailOf({ version, topics, matches }: Answer): NonNullable<StageResult["detail"]> {
  const matched = matches.slice(0, maxNamed).map((match) => match.topicId);
  const more = matches.length - matched.length;
  return { config: version, topics, matched, ...(more > 0 ? { more } : {}) };
}
