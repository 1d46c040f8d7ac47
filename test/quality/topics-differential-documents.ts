import type { TopicDocument } from "@wirewatch/model";
import type { Chance, Vocabulary } from "./topics-differential-words.ts";

/** What stands between two words of a text, the common ones more than once. */
const between = [
  " ",
  " ",
  " ",
  " ",
  " ",
  " ",
  ", ",
  ". ",
  ". ",
  ".\n",
  "\n",
  "\n\n",
  "\n \t\r\n",
  "! ",
  "? ",
  "… ",
  "-",
  " — ",
  "'s ",
  "’s ",
  "’",
  "'",
  '." ',
  ".) ",
  "».",
  "”. ",
  " «",
  '"',
  "。",
  "؟ ",
  "/",
  " & ",
  "...",
  ", ",
  "\u2028",
  "@",
  "\u200B",
  "\u200B's ",
  "'\u200Bs ",
  ".\u200E ",
  "\u00AD",
  "\u200E ",
  " \u2066",
  "\u{E0101}",
  "\uFE0F ",
  " 😀 ",
  " ❤️ ",
  ".",
  ",",
  "*",
  "? *",
  "_",
] as const;

function text(chance: Chance, vocabulary: Vocabulary, longest: number): string {
  const length = chance.number(0, longest);
  const parts = Array.from({ length }, (_, index) => (index === 0 ? "" : chance.one(between)) + vocabulary.spelling());
  const written = parts.join("") + chance.one(["", "", ".", "!", "'s", "\n"]);
  // Whether a text of white space, or a blank first line, has a paragraph is left open by the language.
  return /[\p{L}\p{N}_]/u.test(written) ? written.replace(/^\s+/, "") : "";
}

/** A document in which the words of the vocabulary stand often. */
export function randomDocument(chance: Chance, vocabulary: Vocabulary): TopicDocument {
  const metadata = {
    ...(chance.happens(0.7) ? { lang: chance.one(["en", "en-GB", "ru", "RU", "pt-BR", "de"]) } : {}),
    ...(chance.happens(0.4) ? { source: chance.one(["www.bbc.co.uk", "bbc.co.uk", "news.b.com", "b.com"]) } : {}),
    ...(chance.happens(0.5) ? { url: chance.one(["https://www.b.com/Sport/1", "http://news.bbc.co.uk/a-b"]) } : {}),
    ...(chance.happens(0.4) ? { author: chance.one(["Jane Roe", "By Jané Roe and John Doe", "O'Brien, J.R."]) } : {}),
    ...(chance.happens(0.4) ? { country: chance.one(["FR", "fr", "US"]) } : {}),
  };
  const title = chance.happens(0.6) ? { title: text(chance, vocabulary, 6) } : {};
  if (chance.happens(0.4)) return { ...metadata, ...title, body: text(chance, vocabulary, 22) };
  const sections = Array.from({ length: chance.number(0, 3) }, () => ({
    ...(chance.happens(0.5) ? { heading: text(chance, vocabulary, 4) } : {}),
    text: text(chance, vocabulary, 14),
    ...(chance.happens(0.15) ? { role: "aside" as const } : {}),
  }));
  return { ...metadata, ...title, sections };
}
