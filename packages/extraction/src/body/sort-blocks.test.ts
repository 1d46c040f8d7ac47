import { describe, expect, test } from "vitest";
import { readBlocks } from "./blocks.ts";
import { parsePage } from "../page/page-tree.ts";
import { sortBlocks, type KnownTexts } from "./sort-blocks.ts";

const nothingKnown: KnownTexts = {
  title: null,
  standfirst: null,
  description: null,
  authors: [],
  url: "https://courier.example/a",
};
const body = Array.from(
  { length: 6 },
  (_, number) =>
    `<p>Paragraph ${number} says that the second quay will open in spring, after two years of repairs.</p>`,
).join("");

function sorted(html: string, known: Partial<KnownTexts> = {}): { main: string[]; aside: string[] } {
  const blocks = sortBlocks(readBlocks(parsePage(html).root).blocks, { ...nothingKnown, ...known });
  const of = (role: string): string[] => blocks.filter((one) => one.role === role).map(({ block }) => block.text);
  return { main: of("main"), aside: of("aside") };
}

const plain = sorted(body).main;
const other = body.replaceAll("Paragraph", "Section");
const plainOther = sorted(other).main;

describe("leaves out", () => {
  test.each([
    ["clock and document number above the text", `<p>19:57</p><p>119-26-01-2024</p>${body}`],
    ["section link above the text", `<p><a href="/">All news</a></p>${body}`],
    ["byline and date", `<p>By City Desk</p><p>4 March 2025</p>${body}`],
    ["credit below the text", `${body}<p>Photo: t.me/ministry</p>`],
    ["call for support above the text", `<p>Support The Courier!</p>${body}`],
    ["an address list below the text", `${body}<p>Address :</p><p>Quay Street 2</p><p>Phone :</p><p>+999 67-33</p>`],
    ["buttons", `<p>Share</p>${body}<p>Tags: port, quay</p><p>Back to top</p>`],
    ["pointers to other items", `${body}<p>Read more: <a href="/b">Bridge opens</a></p>`],
    [
      "a disclaimer",
      `${body}<p>The views expressed in opinion pieces do not necessarily reflect the position of The Courier.</p>`,
    ],
    [
      "lines in other languages",
      `<p>Фото: архив</p>${body}<p>Lesen Sie auch: <a href="/b">Brücke öffnet</a></p><p>© 2025</p>`,
    ],
  ])("%s", (_, html) => {
    expect(sorted(html)).toEqual({ main: plain, aside: [] });
  });

  test("headline, standfirst and author where they are repeated", () => {
    const html = `<h2>Quay opens</h2><p>After two years of repairs, the port has its second quay.</p><p>City Desk</p>${body}`;
    const known = {
      title: "Quay opens",
      standfirst: "After two years of repairs, the port has its second quay.",
      authors: ["City Desk"],
    };
    expect(sorted(html, known).main).toEqual(plain);
  });

  test("a lead that a later paragraph repeats", () => {
    const lead = "As the director said, the dispute costs every port on the coast more than it can win this year";
    const html = `<p>${lead}</p>${body}<p>${lead}. Both sides should return to the table.</p>`;
    expect(sorted(html).main).toEqual([...plain, `${lead}. Both sides should return to the table.`]);
  });
});

describe("keeps", () => {
  test("a heading right above the first sentence", () => {
    expect(sorted(`<p>19:57</p><h2>The port</h2>${body}`).main).toEqual(["The port", ...plain]);
  });

  test("a list at the end of the text", () => {
    expect(sorted(`${body}<ul><li>two quays</li><li>nine cranes</li></ul>`).main).toEqual([
      ...plain,
      "two quays",
      "nine cranes",
    ]);
  });

  test("a text without sentences", () => {
    const list = Array.from({ length: 20 }, (_, number) => `<p>${number}) Model ship, scale 1:${number}</p>`).join("");
    expect(sorted(`<p>These are the ships of the exhibition.</p>${list}`).main).toHaveLength(21);
  });

  test("paragraphs that begin like furniture but are sentences", () => {
    const paragraph =
      "Share prices fell after the announcement, and by noon the exchange had suspended trading in the four largest shipping companies of the country for an hour.";
    expect(sorted(`${body}<p>${paragraph}</p>`).main).toContain(paragraph);
  });

  test("the article after a pointer in the middle", () => {
    const half =
      body
        .slice(0, body.length / 2 + 40)
        .split("</p>")
        .slice(0, 3)
        .join("</p>") + "</p>";
    expect(sorted(`${half}<h3>Related</h3>${body}`).main.slice(-6)).toEqual(plain);
  });
});

describe("at the edges of the text", () => {
  test.each([
    ["a sentence with the name of its agency behind it", "The bills will be issued on 31 March. Reuter"],
    [
      "a line that is long and no link",
      "Quay and Crane: Lessons of a Harbour, by Anna Vogt, is out now (Harven, 25 crowns)",
    ],
    ["a list made of paragraphs", "- Best harbour: Harven"],
    ["a short sentence", "Nobody came."],
  ])("keeps %s", (_, line) => {
    expect(sorted(`${body}<p>${line}</p>`).main).toEqual([...plain, line]);
  });

  test("keeps what opens a statement or a list", () => {
    const line = "The council gave these reasons for its decision:";
    expect(sorted(`<p>${line}</p>${body}`).main[0]).toBe(line);
  });

  test.each([
    ["a place and a desk", "Harven, city desk"],
    ["a network", "The Courier on Facebook"],
  ])("cuts %s", (_, line) => {
    expect(sorted(`${body}<p>${line}</p>`).main).toEqual(plain);
  });

  test("cuts dates there only: further in they are the headings of a chronicle", () => {
    const chronicle = `${body}<p>4 March 2025</p>${other}`;
    expect(sorted(chronicle).main).toEqual([...plain, "4 March 2025", ...plainOther]);
    expect(sorted(`<p>4 March 2025</p>${body}`).main).toEqual(plain);
  });
});

describe("the headline", () => {
  test("is the first heading of its level; later ones are parts of the text", () => {
    expect(
      sorted(`<h1>Another wording</h1>${body.slice(0, body.indexOf("</p>") + 4)}<h1>The port</h1>${body}`).main,
    ).toContain("The port");
  });

  test("may have its date in the same block", () => {
    const html = `<b>Quay opens in spring</b><br>4 March 2025<br>19:57<br><br>${body}`;
    expect(sorted(html, { title: "Quay opens in spring" }).main).toEqual(plain);
  });
});

describe("takes for an aside", () => {
  test("a newsletter box below a list of related items", () => {
    const html = `${body}<h3>Related</h3><p><a href="/b">Bridge opens to traffic</a></p><h4>Sign up for our newsletter</h4><p>You get it every Friday morning.</p>`;
    expect(sorted(html).main).toEqual(plain);
  });

  test("an appeal in the middle, not the article that goes on below it", () => {
    const box = "<h4>Sign up for our newsletter</h4><p>It is free.</p>";
    expect(sorted(`${body}${box}${other.slice(0, other.indexOf("<p>Section 4"))}`).main).toEqual([
      ...plain,
      ...plainOther.slice(0, 4),
    ]);
  });

  test("links below a related heading", () => {
    const html = `${body}<h3>Related Posts</h3><p><a href="/b">Bridge opens to traffic</a></p><p><a href="/c">Toll rises</a></p>`;
    expect(sorted(html)).toEqual({ main: plain, aside: ["Related Posts", "Bridge opens to traffic", "Toll rises"] });
  });

  test("a list of dated other headlines with teasers", () => {
    const items = ["04.08.2020", "22.07.2020", "14.07.2020"].map(
      (date) =>
        `<p><a href="/x">${date} - Statement of the council on workers</a></p><p>The council expresses deep concern about the new rules.</p>`,
    );
    const { main, aside } = sorted(`${body}${items.join("")}<p><a href="/all">all messages</a></p>`);
    expect(main).toEqual(plain);
    expect(aside).toHaveLength(7);
  });

  test("a newsletter box with sentences", () => {
    const box =
      "<h4>Sign up for our free weekly newsletter</h4><p>Our newsletter has the news of the week. You get it every Friday.</p>";
    expect(sorted(`${body}${box}`)).toEqual({
      main: plain,
      aside: [
        "Sign up for our free weekly newsletter",
        "Our newsletter has the news of the week. You get it every Friday.",
      ],
    });
  });

  test("never a chronicle whose dated lines are sentences", () => {
    const chronicle = ["04.08.2020", "22.07.2020", "14.07.2020"]
      .map((date) => `<p>${date} - The council met in Harven.</p>`)
      .join("");
    expect(sorted(`${body}${chronicle}`).aside).toEqual([]);
  });
});
