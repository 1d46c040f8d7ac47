import { describe, expect, test } from "vitest";
import { sharedBlocks } from "./evidence.ts";
import { article, articleOf, own, pagesOf, sourceOf, type Piece } from "./template-scene.ts";
import { withoutTemplate, type TextOfArticle } from "./without-template.ts";

const appeal =
  "Dear readers, a small newspaper lives from people who think that somebody should sit in the room when decisions are made.";
const newsletter = "Sign up to our weekly letter, which brings the best of these pages into your mailbox.";

/** What is taken out of the last of these articles, which came one after the other. */
function cutFromLast(articles: readonly TextOfArticle[]): string[] {
  const last = articles.at(-1) ?? article();
  return withoutTemplate(last, sourceOf(articles)).cut.map(({ text }) => text);
}

const times = (count: number, ...pieces: readonly Piece[]): TextOfArticle[] =>
  Array.from({ length: count }, () => article(...pieces));

describe("what three articles of a source have", () => {
  test.each<[string, readonly Piece[], readonly string[]]>([
    ["a link above the text", ["All news", own, own, own], ["All news"]],
    ["a heading above the text", ["# All news", own, own, own], ["All news"]],
    ["a heading with nothing below it", [own, own, own, "# Related Post"], ["Related Post"]],
    ["an appeal in sentences below the text", [own, own, own, own, appeal], [appeal]],
    [
      "a heading and its box amid the text",
      [own, own, "# Newsletter", newsletter, "# Part two", own, own, own],
      ["Newsletter", newsletter],
    ],
    ["a link amid the text", [own, own, "Story continues below", own, own], ["Story continues below"]],
  ])("is taken out: %s", (_what, pieces, expected) => {
    expect(cutFromLast(times(3, ...pieces))).toEqual(expected);
  });

  test("is left while only two have it", () => {
    expect(cutFromLast(times(2, "All news", own, own, own))).toEqual([]);
  });

  test("is taken out of each of them", () => {
    const articles = times(3, own, own, own, appeal);
    const shared = sourceOf(articles);
    expect(articles.map((each) => withoutTemplate(each, shared).cut.length)).toEqual([1, 1, 1]);
  });

  test("is left when they are copies of one text", () => {
    const wire = article(own, own, own).text.split("\n\n");
    expect(cutFromLast([...times(5, ...wire, "All news"), ...times(2, own, own)])).toEqual([]);
  });

  test("is a clock or a document's number as well, which differ each time", () => {
    const articles = ["19:57", "07:02", "11:40"].map((clock, at) => article(clock, `119-0${at}-2024`, own, own));
    expect(cutFromLast(articles)).toEqual(["11:40", "119-02-2024"]);
  });

  test("is a banner that counts days on every page", () => {
    const articles = [887, 879, 870].map((days) =>
      article(
        `${days} days have passed since the lamp went out, and the company has not said a word about it.`,
        own,
        own,
        own,
      ),
    );
    expect(cutFromLast(articles)).toEqual([expect.stringMatching(/^870 days/)]);
  });
});

describe("what belongs to articles stays", () => {
  test("a report in the same words with other figures, beside other articles", () => {
    const report = (million: number) =>
      article(
        `The bank of the islands said it forecast a shortage of ${million} million in the market today.`,
        own,
        own,
      );
    expect(cutFromLast([...times(5, own, own, own), report(800), report(350), report(250)])).toEqual([]);
  });

  test("background of a running story, beside other articles", () => {
    const background =
      "Grantham Shipping, founded in Aldermouth in 1911, operates eleven ferries between Aldermouth and Lowmere.";
    const report = (news: string) => article(news, own, background);
    const story = [
      report(
        "Grantham Shipping cancelled ferries between Aldermouth and Lowmere on Monday because of the strike, a spokesman said.",
      ),
      report(
        "Crews of ferries that Grantham Shipping operates in Aldermouth stay ashore until Friday, their union said in Lowmere.",
      ),
      report(
        "The strike at Grantham Shipping is over: ferries from Aldermouth to Lowmere sail again on Sunday morning at seven.",
      ),
    ];
    expect(cutFromLast([...times(5, own, own, own), ...story])).toEqual([]);
  });

  test("background in a script without spaces between words", () => {
    const background =
      "北浜造船は明治四十四年に創業し、青森と函館の間で十一隻の連絡船を運航している老舗の海運会社である。";
    const report = (news: string) => article(news, background);
    const story = [
      report(
        "北浜造船は月曜日、乗組員のストライキのため青森と函館の間の連絡船を全便欠航すると発表した。再開の見通しは立っていない。",
      ),
      report(
        "函館の連絡船の乗組員は金曜日まで陸にとどまると組合が述べた。北浜造船が運航する船はすべて青森の港に停泊している。",
      ),
      report(
        "北浜造船のストライキが終わった。青森を出て函館に向かう連絡船は日曜日の朝七時から再び運航すると会社の広報が語った。",
      ),
    ];
    expect(cutFromLast([...times(5, own, own, own), ...story])).toEqual([]);
    const appealOf =
      "読者の皆さま、私たちの新聞は広告が減り紙が値上がりするなかで、毎月のご支援によって支えられています。";
    const others = [
      "温泉街で雪まつりが始まり、子どもたちが大きな雪だるまを作って観光客を迎えた。会場には三千人が訪れたという。",
      "県議会は来年度の予算案を可決した。小学校の給食費を無償にする費用が盛り込まれ、野党の一部も賛成に回った。",
      "山間部の鉄道が豪雨で止まり、代わりのバスが走っている。復旧には半年かかると鉄道会社は説明している。",
    ];
    expect(cutFromLast(others.map((text) => article(text, own, own, appealOf)))).toEqual([appealOf]);
  });

  test("the first paragraph of an article that later pages show as a teaser", () => {
    const lead =
      "The harbour board will rebuild the eastern mole in Aldermouth, a wall of basalt that storms broke in winter.";
    const report = article(
      lead,
      "The mole in Aldermouth was broken by storms in January, when waves threw basalt over the harbour wall.",
      "Work on the eastern wall begins in April, the board said, and costs as much as the harbour earns in winter.",
    );
    const later = times(5, own, own, own, lead);
    for (const articles of [
      [report, ...later],
      [...later, report],
    ])
      expect(withoutTemplate(report, sourceOf(articles)).text).toContain(lead);
    expect(cutFromLast([report, ...later])).toEqual([lead]);
  });

  test("headings and labels above text that stays", () => {
    const answers: readonly Piece[] = [own, "# Background", own, "Question:", own, "Answer:", own];
    expect(cutFromLast(times(4, ...answers))).toEqual([]);
  });

  test("numbers amid the text", () => {
    expect(cutFromLast(times(3, own, "12", own, "7", own))).toEqual([]);
  });

  test("a line that few articles have amid their text", () => {
    expect(cutFromLast([...times(20, own, own), ...times(3, own, "Monday", own)])).toEqual([]);
  });
});

describe("at most 40 % of an article", () => {
  const long = (name: string): string => `${name} ${appeal} ${appeal.replace("small", name)}`;

  test("go: what does not fit stays", () => {
    const articles = times(4, own, own, long("first"), long("second"), long("third"));
    const last = articles.at(-1) ?? article();
    const cleaned = withoutTemplate(
      last,
      sharedBlocks(
        pagesOf(times(9, own, own, own, own, own, own, own, long("first"), long("second"), long("third")).concat(last)),
      ),
    );
    const before = last.text.split(/\s+/).length;
    const after = cleaned.text.split(/\s+/).length;
    expect(after).toBeLessThan(before);
    expect(after).toBeGreaterThanOrEqual(before * 0.6);
  });

  test("lines go before sentences", () => {
    const others = times(9, "All news", own, own, own, own, own, own, long("first"));
    const short = article("All news", "A short report about the harbour wall says that it stands.", long("first"));
    expect(cutFromLast([...others, short])).toEqual(["All news"]);
  });
});

describe("an article that lost blocks", () => {
  const shared = sourceOf(times(3, "All news", own, own, own, "# More", "Read more", "# Newsletter", newsletter));

  test("has text and sections that agree, none of them empty", () => {
    const given = articleOf([
      {
        heading: null,
        text: "All news\n\nThe bridge was closed on Monday, the council said in the evening.",
        role: "main",
      },
      {
        heading: "Newsletter",
        text: "Nobody was hurt when the crane fell, and work goes on at the quay.",
        role: "main",
      },
      { heading: "Elsewhere", text: "All news", role: "aside" },
      { heading: "More", text: "Read more", role: "main" },
    ]);
    const cleaned = withoutTemplate(given, shared);
    expect(cleaned.sections).toEqual([
      { heading: null, text: "The bridge was closed on Monday, the council said in the evening.", role: "main" },
      {
        heading: "Newsletter",
        text: "Nobody was hurt when the crane fell, and work goes on at the quay.",
        role: "main",
      },
      { heading: "Elsewhere", text: "All news", role: "aside" },
    ]);
    expect(cleaned.text).toBe(
      cleaned.sections
        .filter(({ role }) => role === "main")
        .flatMap(({ heading, text }) => [heading, text])
        .filter(Boolean)
        .join("\n\n"),
    );
  });

  test("names them after what was left out before, in page order", () => {
    const given = article("All news", own, own, own, "# More", "Read more");
    const earlier = { text: "Photo: harbour", reason: "caption" } as const;
    const { cut } = withoutTemplate({ ...given, cut: [earlier] }, shared);
    expect(cut).toEqual([
      earlier,
      { text: "All news", reason: "template" },
      { text: "More", reason: "template" },
      { text: "Read more", reason: "template" },
    ]);
  });

  test("has line breaks within a block as before", () => {
    const given = article("All news", "First line\nsecond line of a block that stays where it is.", own, own);
    expect(withoutTemplate(given, shared).text).toMatch(/^First line\nsecond line/);
  });
});

test("an article without template is given back as it is", () => {
  const given = article(own, own);
  expect(withoutTemplate(given, sourceOf(times(4, "All news", own)))).toBe(given);
});

test("an article of nothing but what others have keeps its text", () => {
  const same = article("All news", "Contact", "Imprint");
  const others = times(4, "All news", "Contact", "Imprint", own, own);
  expect(withoutTemplate(same, sourceOf([...others, same])).text).not.toBe("");
});

describe("after a redesign", () => {
  const old = times(100, "All news", own, own, own);

  test("the new template is learned from three articles", () => {
    expect(cutFromLast([...old, ...times(3, "Latest", own, own, own, appeal)])).toEqual(["Latest", appeal]);
  });

  test("a block that was learned before is known on the first page", () => {
    const [page] = times(1, "All news", own, own);
    const shared = (known: readonly string[]) =>
      sharedBlocks(pagesOf(page === undefined ? [] : [page]), new Set(known));
    const key = page === undefined ? undefined : pagesOf([page])[0]?.blocks[0]?.key;
    expect(withoutTemplate(page ?? article(), shared([key ?? ""])).cut).toHaveLength(1);
    expect(withoutTemplate(page ?? article(), shared([])).cut).toHaveLength(0);
  });
});

test("ten thousand blocks are handled in bounded time", () => {
  const pieces = Array.from({ length: 10_000 }, (_, at) => `Line ${String.fromCharCode(97 + (at % 26))}${at} of many.`);
  const huge = article(...pieces, own);
  const startedAt = performance.now();
  withoutTemplate(huge, sourceOf([huge, ...times(3, own, own)]));
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
