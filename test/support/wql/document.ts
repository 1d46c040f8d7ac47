import type { TopicDocument } from "@wirewatch/model";
import { placedTokens } from "./blocks.ts";
import type { PlacedToken } from "./blocks.ts";

/** One text of a unit. */
export interface UnitText {
  /** `title`, `h0`, `s0` … as in the answer. */
  readonly key: string;
  readonly area: "title" | "heading" | "text";
  readonly tokens: readonly PlacedToken[];
  /** Whether its first paragraph is the document's lede. */
  readonly holdsLede: boolean;
}

/** What a query is decided in. @see WQL 1, section 6 */
export interface Unit {
  readonly number: number | null;
  readonly texts: readonly UnitText[];
}

const known = {
  section: new WeakMap<TopicDocument, readonly Unit[]>(),
  document: new WeakMap<TopicDocument, readonly Unit[]>(),
};

/** The units of a document. */
export function unitsOf(document: TopicDocument, scope: "section" | "document"): readonly Unit[] {
  const units = known[scope].get(document) ?? readUnits(document, scope);
  known[scope].set(document, units);
  return units;
}

function readUnits(document: TopicDocument, scope: "section" | "document"): readonly Unit[] {
  const sections = document.sections ?? (document.body == null ? [] : [{ text: document.body }]);
  const main = sections.flatMap((section, number) => (section.role === "aside" ? [] : [{ ...section, number }]));
  const lede = main.find(({ text }) => placedTokens(text).length > 0)?.number;
  const title = { key: "title", area: "title", tokens: placedTokens(document.title ?? ""), holdsLede: false } as const;
  const units = main.map(({ heading, text, number }): Unit => {
    const headingTokens = placedTokens(heading ?? "");
    return {
      number,
      texts: [
        { key: `h${number}`, area: "heading", tokens: headingTokens, holdsLede: false },
        { key: `s${number}`, area: "text", tokens: placedTokens(text), holdsLede: number === lede },
      ],
    };
  });
  if (units.length === 0) return [{ number: null, texts: [title] }];
  if (scope === "document") return [{ number: null, texts: [title, ...units.flatMap(({ texts }) => texts)] }];
  return units.map(({ number, texts }) => ({ number, texts: [title, ...texts] }));
}
