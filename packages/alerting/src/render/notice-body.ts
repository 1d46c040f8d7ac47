import type { NoticeMessage, SourceNotice } from "@wirewatch/model";
import { plainText } from "./plain-text.ts";

const maxTitle = 300;
const maxText = 500;

/**
 * What a webhook gets about sources. About one source: `source`, `kind`, `text` and `at` are its own. About several:
 * `source` is null, `kind` too when it differs, and `text` sums up. `notices` has all that fit, `count` says how many
 * there are.
 *
 * @param shown how many notices are listed at most
 */
export function noticePayload(message: NoticeMessage, shown: number): unknown {
  const { notices } = message;
  const [first] = notices;
  const sources = new Set(notices.map(({ sourceId }) => sourceId));
  const kinds = new Set(notices.map(({ kind }) => kind));
  const single = notices.length === 1 ? first : undefined;
  return {
    type: message.event,
    timestamp: message.at,
    data: {
      source: sources.size === 1 ? (first?.sourceId ?? null) : null,
      kind: kinds.size === 1 ? (first?.kind ?? null) : null,
      text: single === undefined ? plainText(message.title, maxTitle) : plainText(single.text, maxText),
      at: first?.at ?? message.at,
      title: plainText(message.title, maxTitle),
      severity: message.severity,
      count: notices.length,
      notices: notices.slice(0, shown).map(oneSource),
      links: message.links,
    },
  };
}

function oneSource({ sourceId, sourceName, kind, text, at }: SourceNotice): unknown {
  return { source: sourceId, name: plainText(sourceName, 80), kind, text: plainText(text, maxText), at };
}
