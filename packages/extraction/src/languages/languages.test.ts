import { describe, expect, test } from "vitest";
import { extract } from "../extract.ts";
import type { Page } from "../read-article.ts";
import { layouts } from "./layouts.ts";
import { easternTexts } from "./eastern-texts.ts";
import type { LanguageText } from "./language-text.ts";
import { westernTexts } from "./western-texts.ts";

const texts = [...easternTexts, ...westernTexts];

function textOf(body: string | Uint8Array, contentType: string | null = null): string {
  const page: Page = { url: "https://courier.example/a/quay", body, contentType };
  const result = extract(page);
  if (result.kind !== "article") throw new Error(`not an article: ${result.reason}`);
  return result.article.text;
}

const expected = ({ paragraphs }: LanguageText): string => paragraphs.join("\n\n");

describe.each(Object.entries(layouts))("the article and nothing else, in the layout %s", (_, layout) => {
  test.each(texts)("$language", (text) => {
    expect(textOf(layout(text))).toBe(expected(text));
  });
});

/** Bytes of an 8-bit charset by what the decoder makes of each byte. */
function encode(text: string, charset: string): Uint8Array {
  const bytes = new Map<string, number>();
  const decoder = new TextDecoder(charset);
  for (let byte = 0; byte < 256; byte++) bytes.set(decoder.decode(Uint8Array.of(byte)), byte);
  return Uint8Array.from(text, (sign) => bytes.get(sign) ?? 0x3f);
}

describe("in the charset of its time", () => {
  const russian = texts.filter(({ language }) => language === "ru");
  test.each(["windows-1251", "koi8-r"])("%s", (charset) => {
    for (const text of russian) {
      // KOI8-R has no quotation marks and dashes of print.
      const plain = { ...text, paragraphs: text.paragraphs.map((one) => one.replace(/[«»]/g, '"').replace(/—/g, "-")) };
      const page = layouts
        .table(plain)
        .replace("<head>", `<head><meta http-equiv="Content-Type" content="text/html; charset=${charset}">`);
      expect(textOf(encode(page, charset))).toBe(expected(plain));
      expect(textOf(encode(layouts.table(plain), charset), `text/html; charset=${charset}`)).toBe(expected(plain));
    }
  });

  test.each([
    ["ja", "table"],
    ["de", "table"],
  ] as const)("a single line break is none of a paragraph (%s)", (language, layout) => {
    const text = texts.find((one) => one.language === language);
    if (text === undefined) throw new Error(`no text in ${language}`);
    const broken = {
      ...text,
      paragraphs: text.paragraphs.map((one) => one.replace("，", "，<br>").replace(", ", ",<br>")),
    };
    expect(textOf(layouts[layout](broken))).toBe(expected(broken).replaceAll("<br>", "\n"));
  });
});
