import { describe, expect, test } from "vitest";
import {
  isAppeal,
  isByline,
  isControl,
  isCredit,
  isDatedTitle,
  isDisclaimer,
  isRelatedHeading,
  isRelatedPointer,
} from "./furniture.ts";

const cases: [string, (text: string) => boolean, string[], string[]][] = [
  [
    "isRelatedHeading",
    isRelatedHeading,
    [
      "Related Post",
      "Related posts:",
      "All news",
      "» Read more",
      "Das könnte Sie auch interessieren",
      "À lire aussi :",
      "Читайте также:",
      "関連記事",
    ],
    ["Related companies reported losses", "More ships", "All news agencies were closed that day"],
  ],
  [
    "isRelatedPointer",
    isRelatedPointer,
    ["Read more: Bridge opens to traffic", "Lesen Sie auch: Brücke öffnet", "See also"],
    ["The minister said: read more books", "More than nine ships were waiting: the harbour was full"],
  ],
  [
    "isAppeal",
    isAppeal,
    [
      "Sign up for our free weekly newsletter",
      "Support The Valley Times!",
      "A Message from The Valley Times:",
      "Dear readers,",
      "Подпишитесь на наш канал",
    ],
    ["Signatures were collected", "Supporters of the team came early", "The donation was made in May"],
  ],
  [
    "isDisclaimer",
    isDisclaimer,
    [
      "The views expressed in opinion pieces do not necessarily reflect ours.",
      "© 2025 Courier",
      "All rights reserved.",
    ],
    ["The views from the tower are famous.", "Copyrights were discussed"],
  ],
  [
    "isCredit",
    isCredit,
    ["Photo: t.me/ministry", "(Image credit: Courier)", "Quelle: dpa", "Фото: архив"],
    ["Photographs were shown", "The source said nothing"],
  ],
  [
    "isControl",
    isControl,
    ["Share", "Tags: port, quay", "Image 2 of 5", "Advertisement", "Поделиться"],
    ["Shareholders met", "Tagged ships"],
  ],
  [
    "isByline",
    isByline,
    ["By City Desk", "Von der Redaktion", "Published 4 March"],
    ["Byways of the valley", "Vonnegut was read"],
  ],
  [
    "isDatedTitle",
    isDatedTitle,
    [
      "04.08.2020 - Statement of the council",
      "2020-08-04: Statement",
      "4 August 2020 Statement",
      "Aug 4, 2020 | Statement",
    ],
    ["1. Special attention was given", "04.08.2020", "2020 was a good year"],
  ],
];

describe.each(cases)("%s", (_, matches, yes, no) => {
  test.each(yes)("takes %j", (text) => expect(matches(text)).toBe(true));
  test.each(no)("does not take %j", (text) => expect(matches(text)).toBe(false));
});
