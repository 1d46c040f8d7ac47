import type { Section } from "@wirewatch/model";
import { topicDocument } from "@wirewatch/store";
import { articleLexemes, stem } from "@wirewatch/topics";

/**
 * What search finds an article by, of a stored revision; pure. Nothing of it comes from the configuration, which may change without the
 * index being written anew.
 */
export function searchWords(row: Parameters<typeof topicDocument>[0], sections: readonly Section[]): string[] {
  return articleLexemes(topicDocument(row, sections, undefined), { stem });
}
