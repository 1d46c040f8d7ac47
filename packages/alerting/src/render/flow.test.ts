import { describe, expect, test } from "vitest";
import { exampleDigest, exampleMessage } from "../example-message.ts";
import { bodyParts, fitParts, linkLine, part } from "./flow.ts";
import type { Dialect, Room } from "./flow.ts";
import { messageView } from "./message-view.ts";

const dialect: Dialect = {
  plain: (text) => text,
  bold: (text) => `**${text}**`,
  link: (url, text) => `[${text}](${url ?? ""})`,
  quote: (lines) => lines.map((line) => `> ${line}`).join("\n"),
};
const letters = (max: number): Room => ({ measure: (text) => [text.length], sizes: [max] });

describe("what fits", () => {
  const parts = ["first", "second", "third"].map(part);
  const stories = parts.map((each) => ({ ...each, stories: 1 }));

  test.each([
    ["everything", parts, 200, "", 0, "first\nsecond\nthird"],
    ["as much as fits, and a sign that it is not all", parts, 30, "", 0, "first\n…"],
    ["the number of stories left out", stories, 30, "", 0, "first\nand 2 more"],
    ["with those left out before", stories, 30, "", 5, "first\nand 7 more"],
    ["those left out before alone", stories, 200, "", 5, "first\nsecond\nthird\nand 5 more"],
    ["the ending, whatever else there is", parts, 33, "the end", 0, "…\n\nthe end"],
    ["nothing after what does not fit", [part("x".repeat(99)), part("y")], 60, "", 0, "…"],
  ])("is %s", (_, given, max, ending, more, expected) => {
    expect(fitParts(given, letters(max), ending, more)).toBe(expected);
  });

  test("keeps every limit of several", () => {
    const room: Room = { measure: (text) => [text.length, text.match(/s/g)?.length ?? 0], sizes: [200, 1] };
    expect(fitParts(parts, room)).toBe("first\n…");
  });
});

describe("links", () => {
  test("need a name", () => {
    expect(linkLine(messageView(exampleMessage({ links: { "": "https://a.example/" } })), dialect, letters(90))).toBe(
      "",
    );
  });

  test("are left out where they do not fit, later ones may", () => {
    const links = { open: "https://a.example/", ack: `https://a.example/${"x".repeat(99)}`, why: "https://b.example/" };
    const line = linkLine(messageView(exampleMessage({ links })), dialect, letters(90));
    expect(line).toBe("[Open the alert](https://a.example/) · [Why this alert](https://b.example/)");
  });
});

describe("the body", () => {
  const bodyOf = (message: Parameters<typeof messageView>[0]): string =>
    fitParts(bodyParts(messageView(message), dialect), letters(9_999), "", messageView(message).more);

  test("of an alert has origin, passages, reasons and other articles", () => {
    expect(bodyOf(exampleMessage())).toBe(`Example Times · published 2026-03-02 09:10 UTC

> **Acme Corp** recalls heaters

> **What is recalled**
> The heaters were built in **Acme**'s Leeds **factory** & sold for less than £40.

Why: "Acme Corp" in the title
Why: "Acme", "factory" in the section "What is recalled", found by Acme NEAR/8 factory

Also in:
• Regional Wire: [Heaters recalled after fires](https://wire.example.net/2026/heaters)`);
  });

  test("of a digest has its sections and counts the rest", () => {
    expect(bodyOf(exampleDigest())).toBe(`2026-03-02 17:30 GMT (Europe/London)

**Acme Corporation**
• [HIGH] [Acme Corp recalls heaters](https://news.example.com/acme-recall)
Example Times · 2026-03-02 09:10 GMT · 4 articles in 3 sources
> The heaters were built in **Acme**'s Leeds **factory** & sold for less than £40.

**Household goods**
• [Kettle prices rise](https://wire.example.net/kettles)
Regional Wire · 2026-03-02 09:13 GMT
and 7 more`);
  });

  test("keeps marks apart that touch, and blanks out of them", () => {
    const [reason] = exampleMessage().why;
    if (reason === undefined) throw new Error("the example has no reason");
    const snippet = {
      text: "ab\0cd ef",
      marks: [
        [0, 2],
        [3, 6],
      ] as const,
      heading: null,
    };
    expect(bodyOf(exampleMessage({ why: [{ ...reason, snippet }], alsoIn: [] }))).toContain("> **ab**\u200B**cd** ef");
  });
});
