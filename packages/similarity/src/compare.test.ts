import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import { bulletin, cut, edited, harbour, orchard } from "./fixtures/texts.ts";
import type { Text } from "./text-profile.ts";

const chinese = `外交部发言人星期四在例行记者会上表示，双方将于下月在日内瓦举行新一轮谈判，讨论港口开放和关税安排。发言人说，谈判的日期已经确定，但具体议程仍在商议之中。分析人士认为，这次会谈可能持续三天，并有望达成初步协议。当地商会对此表示欢迎。`;
const japanese = `港湾労働者の労働組合は月曜日、賃金をめぐる交渉が決裂したことを受けて、ストライキを八日目に延長すると発表した。運営会社は二年間で四パーセントの賃上げを提示したと説明し、組合に投票を呼びかけている。`;
const arabic = `قالت نقابة عمال الميناء يوم الاثنين إن الإضراب سيستمر لليوم الثامن على التوالي بعد فشل المفاوضات مع الشركة المشغلة حول الأجور وجداول العمل. وأضافت النقابة أن ألفا وأربعمئة وخمسين عضوا انضموا إلى الإضراب الذي أغلق أربعة من أرصفة الحاويات الستة في الميناء وترك عشرات السفن في الانتظار.`;

const flash: Text = {
  title: "Harbour strike enters second week",
  text: "Dock workers at the port of Aldermouth walked out for an eighth day on Monday. More follows.",
};

const retitled = (text: Text, title: string | null): Text => ({ ...text, title });
const quoting = (text: Text, passage: string): Text => ({
  ...text,
  text: `${text.text}\n\n${passage}`,
});
const typeset = ({ title, text }: Text): Text => ({
  title,
  text: text
    .replaceAll('"', "”")
    .replaceAll("'", "’")
    .replaceAll(" - ", " — ")
    .replaceAll("operator", "oper\u00ADator"),
});

describe("finds one text in", () => {
  it.each<[string, Text, Text]>([
    ["itself", harbour, harbour],
    ["its typographic variant", harbour, typeset(harbour)],
    ["capitals", harbour, { title: harbour.title, text: harbour.text.toUpperCase() }],
    ["a copy cut to a third", harbour, cut(harbour, 3)],
    ["a copy under another headline", harbour, retitled(harbour, "Ships wait as dockers stay out")],
    ["a copy without a headline", harbour, retitled(cut(harbour, 5), null)],
    ["a copy with a word in ten changed", harbour, edited(harbour, 10)],
    ["a rewritten copy with its headline and figures", harbour, edited(harbour, 4)],
    [
      "its paragraphs in another order",
      harbour,
      { ...harbour, text: harbour.text.split("\n\n").toReversed().join("\n\n") },
    ],
    ["a copy with a paragraph in front", harbour, { ...harbour, text: `By our own correspondent\n\n${harbour.text}` }],
    ["a longer version of it", harbour, quoting(harbour, orchard.text)],
    ["a short text under the same headline", flash, { ...flash, text: `${flash.text} Soon` }],
    [
      "Chinese",
      { title: "新一轮谈判下月举行", text: chinese },
      { title: "新一轮谈判下月举行", text: chinese.slice(0, 90) },
    ],
    ["Japanese", { title: "港湾スト延長", text: japanese }, { title: "港湾スト延長へ", text: `【速報】${japanese}` }],
    [
      "Arabic",
      { title: "إضراب الميناء", text: arabic },
      { title: "إضراب الميناء", text: arabic.replaceAll("ا", "اـ") },
    ],
  ])("%s", (_, a, b) => {
    expect(compare(a, b)).toMatchObject({ same: true });
    expect(compare(b, a)).toEqual(compare(a, b));
  });
});

describe("keeps apart", () => {
  const quotation = orchard.text.split("\n\n").slice(2, 4).join("\n\n");
  it.each<[string, Text, Text]>([
    ["unrelated texts", harbour, orchard],
    ["a template with other figures", bulletin("Carlow", 16, 9, 22, 34, 52), bulletin("Carlow", 21, 12, 8, 15, 10)],
    ["two articles with one quotation", quoting(harbour, quotation), orchard],
    [
      "a round-up and an article in it",
      { title: "The day in brief", text: `${cut(orchard, 2).text}\n\n${harbour.text}` },
      cut(orchard, 2),
    ],
    ["short texts under other headlines", flash, retitled(flash, "Aldermouth in pictures")],
    ["short texts without headlines", retitled(flash, null), retitled(flash, null)],
    ["empty texts", { title: "Live", text: "" }, { title: "Live", text: "" }],
    ["other Chinese texts", { title: "谈判", text: chinese }, { title: "谈判", text: japanese }],
  ])("%s", (_, a, b) => {
    expect(compare(a, b)).toMatchObject({ same: false });
    expect(compare(b, a)).toEqual(compare(a, b));
  });
});

it.each<[string, Text, Text, number, number]>([
  ["a cut copy is contained, though unlike as a whole", harbour, cut(harbour, 3), 1, 0.33],
  ["equal texts", harbour, harbour, 1, 1],
  ["unrelated texts", harbour, orchard, 0, 0],
])("measures %s", (_, a, b, containment, score) => {
  const measured = compare(a, b);
  expect(measured.containment).toBe(containment);
  expect(measured.score).toBeCloseTo(score, 2);
});

it.each<[string, Text, Text, string]>([
  ["a copy", harbour, harbour, "100 % of the shorter text is in both"],
  [
    "a template",
    bulletin("Carlow", 16, 9, 22, 34, 52),
    bulletin("Carlow", 21, 12, 8, 15, 10),
    "but only 0 of 5 figures agree",
  ],
  ["a short text", flash, retitled(flash, null), "too short to tell without the same headline"],
  ["nothing", { title: null, text: "" }, harbour, "there is no text to compare"],
])("says why: %s", (_, a, b, why) => {
  expect(compare(a, b).why).toContain(why);
});
