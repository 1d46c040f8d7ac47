import { expect, test } from "vitest";
import { chooseLanguage } from "./language.ts";
import { linked, meta, read } from "./fixtures/page.ts";

test.each([
  ['<html lang="EN-gb">', "en-GB"],
  [`<html lang="">${meta("og:locale", "pt_BR")}`, "pt-BR"],
  ['<html lang="english"><meta http-equiv="Content-Language" content="de, en">', "de"],
  [linked({ inLanguage: { name: "German", alternateName: "de" } }), "de"],
  [`<html lang="und">${linked({ inLanguage: "nb-NO" })}`, "nb-NO"],
  ['<html lang="de_DE.UTF-8">', "de-DE"],
  ["<p>none</p>", null],
  ['<html lang="__proto__">', null],
  [`<html lang="${"a-".repeat(500)}">`, null],
])("%s", (html, language) => {
  expect(read(html).language).toBe(language);
});

test.each([
  [["en"], "Министерство сообщило об открытии новых причалов", "ru"],
  [["en", "uk_UA"], "Міністерство повідомило про відкриття", "uk-UA"],
  [["en"], "Міністерство повідомило про відкриття портів", "uk"],
  [["en"], "新しい岸壁が開通した港の様子を伝える", "ja"],
  [["ja"], "新岸壁開通港湾関係者歓迎式典", "ja"],
  [["en"], "새로운 부두가 문을 열었다고 밝혔다", "ko"],
  [["en"], "افتتاح رصيف جديد في الميناء", "ar"],
  [["fr"], "افتتاح اسکله جدید در بندر پس از سال‌ها", "fa"],
  [["bg"], "Министерството откри нов кей", "bg"],
  [["ru"], "Quay opens in the port of Riga", "ru"],
  [["en"], "Меѓународен саем отворен", null],
  [["en"], "Порт ашылды, қалада мереке", "kk"],
  [["en"], "Нью", "en"],
  [[], "Quay opens in the port", null],
])("declared %j, text %s", (declared, sample, language) => {
  expect(chooseLanguage(declared, sample)).toBe(language);
});
