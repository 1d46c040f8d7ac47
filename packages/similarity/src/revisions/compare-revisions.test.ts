import { describe, expect, it } from "vitest";
import { harbour, orchard } from "../fixtures/texts.ts";
import { compareRevisions } from "./compare-revisions.ts";
import type { RevisedText } from "./revision-change.ts";

const paragraphs = harbour.text.split("\n\n");
const withText = (text: string): RevisedText => ({ title: harbour.title, text });
const swapped = (from: string, to: string): RevisedText => {
  if (!harbour.text.includes(from)) throw new Error(`the text has no "${from}"`);
  return withText(harbour.text.replace(from, to));
};
const retitled = (title: string): RevisedText => ({ title, text: harbour.text });
const ending = (paragraph: string): RevisedText => withText(`${harbour.text}\n\n${paragraph}`);
const only = (text: string): RevisedText => ({ title: null, text });

describe("is material", () => {
  it.each<[string, RevisedText, string]>([
    ["a figure", swapped("1,450", "1,540"), "a figure changed: 1,450 → 1,540"],
    ["a decimal point", swapped("4.2 percent", "42 percent"), "a figure changed: 4.2 → 42"],
    ["a figure that stands elsewhere too", swapped("23 ships", "91 ships"), "a figure changed: 23 → 91"],
    ["a number word", swapped("four of the harbour", "five of the harbour"), "a figure changed: four → five"],
    ["a scale", swapped("1,450 of", "1,450 million of"), "a figure was added: million"],
    [
      "a new figure in a sentence",
      swapped("Two shipping lines", "Two shipping lines with 57 vessels"),
      "a figure was added: 57",
    ],
    ["a figure left out", swapped("About 38 percent", "Much"), "a figure was removed: 38"],
    ["a day", swapped("on Wednesday with", "on Thursday with"), "a date changed: Wednesday → Thursday"],
    ["a name", swapped("Port Selwyn", "Port Aldery"), "a name changed: Selwyn → Aldery"],
    ["a name given", swapped("regional secretary", "regional secretary, Ada Brand,"), "a name was added: Ada Brand"],
    [
      "a negation",
      swapped("said the government had no plans", "said the government had plans"),
      "a negation was removed: no",
    ],
    ["a negation added", swapped("was watching", "was not watching"), "a negation was added: not"],
    ["an opposite", swapped("without agreement", "with agreement"), "a negation was removed: without"],
    [
      "a paragraph with figures",
      ending("Late on Monday 17 more ships turned away from the port."),
      "a paragraph with figures was added: 17",
    ],
    [
      "a paragraph with figures gone",
      withText(paragraphs.toSpliced(4, 1).join("\n\n")),
      "a paragraph with figures was removed: 38",
    ],
    [
      "a figure in the headline",
      retitled("Harbour strike enters 9th week as talks stall"),
      "a figure was added: 9 (headline)",
    ],
    [
      "a negation in the headline",
      retitled("Harbour strike enters second week as talks do not stall"),
      "a negation was added: not (headline)",
    ],
    ["another text", { title: orchard.title, text: orchard.text }, "most of the text was replaced"],
    [
      "a correction notice",
      ending("Correction: an earlier version gave the wrong port."),
      "the publisher corrected it: Correction: an earlier version gave the wrong port.",
    ],
  ])("%s", (_, after, reason) => {
    const change = compareRevisions(harbour, after);
    expect(change.isMaterial).toBe(true);
    expect(change.reasons).toContain(reason);
  });

  it.each([
    "Correction: The story has been changed.",
    "CORRECTED — the name of the minister",
    "An earlier version of this article misstated the name of the port.",
    "This article was amended to remove a claim.",
    "Editor's note: the quotation has been removed.",
    "Richtigstellung: Der Hafen wurde nicht geschlossen.",
    "Korrektur: Wir hatten den Ort falsch genannt.",
    "In einer früheren Version hieß es, der Hafen sei geschlossen.",
    "Rectificatif : le port n'est pas fermé.",
    "Cet article a été corrigé le matin.",
    "Une version précédente de cet article indiquait un autre port.",
    "Fe de erratas: el puerto no fue cerrado.",
    "Errata corrige: il porto non è chiuso.",
    "Uma versão anterior desta reportagem citava outro porto.",
    "Rectificatie: de haven is open.",
    "Rättelse: hamnen är öppen.",
    "Sprostowanie: port jest otwarty.",
    "Исправлено: порт открыт.",
    "В предыдущей версии был назван другой порт.",
    "Düzeltme: liman açık.",
    "تصحيح: الميناء مفتوح",
    "更正：港口并未关闭。",
    "訂正：港の名前に誤りがありました。",
    "정정: 항구 이름을 바로잡습니다.",
  ])("a notice such as %s", (notice) => {
    const { isMaterial, reasons } = compareRevisions(harbour, ending(notice));
    expect(isMaterial).toBe(true);
    expect(reasons.join("\n")).toContain("the publisher corrected it");
  });

  it.each<[string, string, string, string]>([
    [
      "German",
      "Olaf Brandt sagte, der Hafen bleibe offen. Später sprach Brandt vor der Presse.",
      "Olaf Brandt sagte, der Hafen bleibe nicht offen. Später sprach Brandt vor der Presse.",
      "a negation was added",
    ],
    [
      "German names",
      "Am Montag kam Olaf Brandt in den Hafen der Stadt und sprach mit Arbeitern.",
      "Am Montag kam Jens Vogel in den Hafen der Stadt und sprach mit Arbeitern.",
      "a name changed: Olaf Brandt → Jens Vogel",
    ],
    [
      "German numbers",
      "Bei dem Unglück starben zwölf Menschen in der Stadt.",
      "Bei dem Unglück starben 14 Menschen in der Stadt.",
      "a figure changed: zwölf → 14",
    ],
    [
      "French",
      "Le port sera fermé lundi selon la mairie.",
      "Le port ne sera pas fermé lundi selon la mairie.",
      "a negation was added",
    ],
    [
      "French days",
      "Le port sera fermé lundi selon la mairie.",
      "Le port sera fermé mardi selon la mairie.",
      "a date changed: lundi → mardi",
    ],
    [
      "Russian",
      "Порт закроют в понедельник, сообщили в мэрии.",
      "Порт не закроют в понедельник, сообщили в мэрии.",
      "a negation was added",
    ],
    [
      "Chinese figures",
      "港口工人星期一罢工，共有三十人参加。",
      "港口工人星期一罢工，共有五十人参加。",
      "a figure changed: 三 → 五",
    ],
    ["Chinese negation", "发言人说，港口将在下周关闭。", "发言人说，港口将不在下周关闭。", "a negation was added: 不"],
    ["Japanese negation", "会社は提案を受け入れた。", "会社は提案を受け入れなかった。", "a negation was added"],
    [
      "Japanese names",
      "船「みらい」が港を離れた。乗員は無事だった。",
      "船「あさひ」が港を離れた。乗員は無事だった。",
      "a name changed: みらい → あさひ",
    ],
    [
      "Korean negation",
      "항구는 월요일에 문을 닫는다고 시가 밝혔다.",
      "항구는 월요일에 문을 닫지 않는다고 시가 밝혔다.",
      "a negation was added",
    ],
    [
      "Arabic negation",
      "قال المتحدث إن الميناء سيغلق يوم الاثنين",
      "قال المتحدث إن الميناء لن سيغلق يوم الاثنين",
      "a negation was added: لن",
    ],
    ["Arabic digits", "أصيب ١٢ شخصا في الميناء", "أصيب ١٤ شخصا في الميناء", "a figure changed: ١٢ → ١٤"],
    [
      "currency",
      "The port paid $5 for each box it lost.",
      "The port paid £5 for each box it lost.",
      "a currency or unit changed: $ → £",
    ],
    [
      "opposites",
      "A strike is likely in the port this week.",
      "A strike is unlikely in the port this week.",
      "a negation was added: likely → unlikely",
    ],
    [
      "who did it to whom",
      "On Sunday it was Smith who beat Jones in the final.",
      "On Sunday it was Jones who beat Smith in the final.",
      "a name changed: Smith Jones → Jones Smith",
    ],
    [
      "a minus sign",
      "Temperatures of 5 degrees are expected.",
      "Temperatures of -5 degrees are expected.",
      "a figure changed: 5 → -5",
    ],
    [
      "neighbouring countries",
      "The ship left for Iran in the night.",
      "The ship left for Iraq in the night.",
      "a name changed: Iran → Iraq",
    ],
    [
      "countries a letter apart",
      "The ship left for Gambia in the night.",
      "The ship left for Zambia in the night.",
      "a name changed: Gambia → Zambia",
    ],
  ])("%s", (_, before, after, reason) => {
    expect(compareRevisions(only(before), only(after)).reasons.join("\n")).toContain(reason);
    expect(compareRevisions(only(after), only(before)).isMaterial).toBe(true);
  });
});

describe("is not material", () => {
  it.each<[string, RevisedText]>([
    ["nothing", harbour],
    ["quotation marks and dashes", withText(harbour.text.replaceAll('"', "”").replaceAll("'", "’"))],
    ["white space", withText(harbour.text.replaceAll("\n\n", "\n").replaceAll(". ", ".  "))],
    ["invisible characters", withText(harbour.text.replaceAll("operator", "oper\u00ADator"))],
    ["a figure spelled otherwise", swapped("1,450", "1 450")],
    ["a number as a figure", swapped("Two shipping", "2 shipping")],
    ["a typing error", swapped("furniture", "furnitur")],
    ["a typing error in a name", swapped("Port Selwyn", "Port Selwin")],
    ["swapped letters", swapped("warned", "wanred")],
    ["paragraphs in another order", withText(paragraphs.toReversed().join("\n\n"))],
    ["two paragraphs joined", withText(harbour.text.replace("\n\n", " "))],
    ["a paragraph split", swapped("holidays. About", "holidays.\n\nAbout")],
    ["other words for the same", swapped("left 23 ships waiting in the roads", "kept 23 ships waiting outside")],
    ["a sentence rewritten", swapped("and could take no more", "and was able to take no more")],
    [
      "background without figures",
      ending("The port has long been a place of quarrels between its owners and those who work there."),
    ],
    ["background gone", withText(paragraphs.toSpliced(5, 1).join("\n\n"))],
    [
      "links to other articles",
      ending("Read more: 12 things to know about the port\n\nRelated: Port Selwyn in 10 pictures"),
    ],
    ["headlines of other articles at the end", ending("Fire at mill kills 3\n\nMinister quits after 14 months")],
    ["a dateline", withText(`ALDERMOUTH, Sept. 7 (Agency) - ${harbour.text}`)],
    ["a byline", withText(`By Ada Brand, River Gazette\n\n${harbour.text}`)],
    ["a copyright line", ending("Copyright 2024 River Gazette. All rights reserved.")],
    ["entities", withText(harbour.text.replaceAll("'", "&#39;"))],
    ["all paragraphs in one", withText(paragraphs.join(" "))],
    ["a negation at another place", swapped("had no plans to intervene but was", "had plans no but was to intervene")],
    ["a time stamp", withText(`Updated 10:45, 12 May 2024\n\n${harbour.text}`)],
    ["another time stamp", ending("Published 3 hours ago")],
    ["a headline in other words", retitled("Harbour strike in second week, talks stall")],
    ["a headline in capitals", retitled("HARBOUR STRIKE ENTERS SECOND WEEK AS TALKS STALL")],
    ["no headline", { title: null, text: harbour.text }],
    ["one negation for another", swapped("had no plans", "did not have plans")],
    ["an office left out", swapped("The transport minister, who", "The transport minister who")],
  ])("%s", (_, after) => {
    expect(compareRevisions(harbour, after)).toMatchObject({ isMaterial: false, reasons: [] });
    expect(compareRevisions(after, harbour)).toMatchObject({ isMaterial: false, reasons: [] });
  });

  it.each([
    ["a changed time stamp", "Updated 10:45\n\nThe port is closed.", "Updated 11:20\n\nThe port is closed."],
    [
      "an abbreviation",
      "All of the ships that came from the US left the port in the night.",
      "All of the ships that came from the United States left the port in the night.",
    ],
    ["a form of address", "On Monday Mr Brand spoke.", "On Monday President Brand spoke."],
    [
      "German nouns",
      "Die Stadt meldete den Angriff auf das Haus der Familie am Abend.",
      "Die Stadt meldete die Attacke auf das Haus der Familie am Abend.",
    ],
    ["Chinese typography", "发言人说，「港口」将关闭。", "发言人说 ， 「港口」将关闭"],
  ])("%s", (_, before, after) => {
    expect(compareRevisions(only(before), only(after)).reasons).toEqual([]);
  });
});

describe("shows", () => {
  it("the paragraphs of both versions in the order of the later", () => {
    const before = only("The first one stays.\n\nThe second one goes away.\n\nThe third is edited a little.");
    const after = only("Something else in front of it.\n\nThe first one stays.\n\nThe third is edited a bit.");
    expect(compareRevisions(before, after).paragraphs).toEqual([
      { kind: "added", after: "Something else in front of it." },
      { kind: "kept", before: "The first one stays.", after: "The first one stays." },
      { kind: "removed", before: "The second one goes away." },
      {
        kind: "changed",
        before: "The third is edited a little.",
        after: "The third is edited a bit.",
        words: [
          { kind: "same", text: "The third is edited a " },
          { kind: "removed", text: "little." },
          { kind: "added", text: "bit." },
        ],
      },
    ]);
  });

  it("how much changed, as a share of the words of both", () => {
    const share = (before: string, after: string): number => compareRevisions(only(before), only(after)).changedShare;
    expect(share("one two three four", "one two three four")).toBe(0);
    expect(share("one two three four", "one two three five")).toBe(0.25);
    expect(share("one two", "red green")).toBe(1);
    expect(share("", "")).toBe(0);
  });

  it("no more than 500 paragraphs, the changed ones among them", () => {
    const lines = Array.from({ length: 2_000 }, (_, at) => `This is line number ${at} of many.`);
    const change = compareRevisions(
      only(lines.join("\n")),
      only(lines.with(1_900, "An other line, quite unlike the rest.").join("\n")),
    );
    expect(change.paragraphs).toHaveLength(500);
    expect(change.paragraphs.filter(({ kind }) => kind !== "kept")).not.toEqual([]);
  });
});
