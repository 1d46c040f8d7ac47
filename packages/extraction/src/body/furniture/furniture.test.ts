import { describe, expect, test } from "vitest";
import { isAppeal, isChannelOffer, isFollow, isNewsletterOffer } from "./appeals.ts";
import { isByline, isClockLine, isDateLine, isReporting } from "./bylines.ts";
import { isControl } from "./controls.ts";
import { isCaption, isCredit } from "./credits.ts";
import { isConsentNotice, isDisclaimer, isPaywallNotice } from "./notices.ts";
import { isDatedTitle, isRelatedHeading, isRelatedPointer } from "./related.ts";

/** Each rule with what it takes and what, alike though it looks, is a sentence of an article. */
const cases: [(text: string) => boolean, yes: string[], no: string[]][] = [
  [
    isRelatedHeading,
    [
      "Related Post",
      "Related posts:",
      "All news",
      "» Read more",
      "À lire aussi :",
      "Читайте также:",
      "関連記事",
      "İlgili haberler",
    ],
    [
      "Related companies reported losses",
      "More ships",
      "All news agencies were closed that day",
      "更多新闻媒体到达现场。",
    ],
  ],
  [
    isRelatedPointer,
    [
      "Read more: Bridge opens to traffic",
      "Lesen Sie auch: Brücke öffnet",
      "See also",
      "Related:\nBridge opens\nToll rises",
    ],
    ["The minister said: read more books", "More than nine ships were waiting: the harbour was full"],
  ],
  [
    isDatedTitle,
    [
      "04.08.2020 - Statement of the council",
      "2020-08-04: Statement",
      "4 August 2020 Statement",
      "Aug 4, 2020 | Statement",
    ],
    ["1. Special attention was given", "04.08.2020", "2020 was a good year"],
  ],
  [
    isAppeal,
    [
      "Sign up for our free weekly newsletter",
      "Support The Valley Times!",
      "A Message from The Valley Times:",
      "Dear readers,",
      "Подпишитесь на наш канал",
      "订阅我们的新闻邮件",
      "اشترك في النشرة البريدية",
    ],
    [
      "Signatures were collected",
      "Supporters of the team came early",
      "The donation was made in May",
      '"Help us," she said.',
      "Help us, the mayor asked.",
      "Join the dots.",
      "Donate blood, doctors ask.",
      "Sie mögen klein sein.",
      "Il vous reste trois jours.",
      "订阅量增长了一倍。",
    ],
  ],
  [
    isFollow,
    [
      "Follow us on Facebook.",
      "Anna Vogt is our reporter. Follow her on Twitter.",
      "Got a story? E-mail tips@courier.example",
      "Facebook Twitter WhatsApp",
    ],
    [
      "Police asked witnesses to contact them on Facebook.",
      "The apps are Facebook, Instagram and WhatsApp.",
      "She said it on Twitter.",
      "Readers like posts on Facebook.",
    ],
  ],
  [
    isChannelOffer,
    ["Follow us on WhatsApp", "Get the news first! Join our Telegram channel", "Подпишитесь на наш Telegram"],
    [
      "Users can now join channels on WhatsApp.",
      "Follow-up posts on Facebook were deleted.",
      "Die Folge: ein Streit auf WhatsApp.",
    ],
  ],
  [isNewsletterOffer, ["Get the news in your inbox every morning"], ["The mailbox was full of letters."]],
  [
    isDisclaimer,
    [
      "The views expressed in opinion pieces do not necessarily reflect ours.",
      "© 2025 Courier",
      "Copyright 2025 The Courier",
      "All rights reserved.",
      "This article was first published in March.",
      "جميع الحقوق محفوظة",
    ],
    [
      "The views from the tower are famous.",
      "The views expressed at the hearing were sharply divided.",
      "Copyrights were discussed",
      "Copyright law is changing.",
      "Terms of the deal were not disclosed.",
      "This story is not over.",
    ],
  ],
  [
    isPaywallNotice,
    [
      "This article is for subscribers only.",
      "Jetzt weiterlesen mit Plus",
      "Il vous reste 80 % de cet article à lire.",
    ],
    ["This article is for all who lost their homes.", "Il vous reste trois jours pour voter."],
  ],
  [
    isConsentNotice,
    ["To view this content, allow cookies", "Empfohlener externer Inhalt"],
    ["To view the ships, climb the tower."],
  ],
  [
    isCredit,
    [
      "Photo: t.me/ministry",
      "(Image credit: Courier)",
      "Quelle: dpa",
      "Фото: архив",
      "Reuters",
      "Reuters The quay after the storm",
      "写真：港湾局",
    ],
    [
      "Photographs were shown",
      "The source said nothing",
      "Reuters could not verify the report.",
      "AFP reported two deaths.",
      "Reuters Holdings said it bought the firm.",
    ],
  ],
  [
    isCaption,
    ["The quay in winter. A. Vogt / DPA", "The quay in winter (Photo by Anna Vogt)", "The quay. AP Photo/Anna Vogt"],
    ["They formed a joint venture called WGM/Eastman Inc.", "He had a picture of the quay."],
  ],
  [
    isControl,
    [
      "Share",
      "Tags: port, quay",
      "Image 2 of 5",
      "Advertisement",
      "Advertisement Continue reading",
      "Поделиться",
      "分享",
      "3 comments",
      "{{video}}",
    ],
    [
      "Shareholders met",
      "Tagged ships",
      "Topics included trade and oil.",
      "Advertisement spending fell in May.",
      "Category five winds were measured.",
      "Comments 3 and 4 were deleted.",
      "Share this burden, she said.",
    ],
  ],
  [
    isByline,
    ["By City Desk", "Von der Redaktion", "Published 4 March", "记者：李明"],
    ["Byways of the valley", "Vonnegut was read"],
  ],
  [
    isReporting,
    [
      "(Reporting by A. Vogt; editing by B. Ahn)",
      "A. Vogt contributed to this report.",
      "Aus dem Englischen von A. Vogt",
    ],
    [
      "Reporting by the paper led to arrests.",
      "Editing by committee never works.",
      "Aus dem Haus kam Rauch von der Küche.",
    ],
  ],
  [
    isDateLine,
    ["23. April 2024", "28.04.2023, 20.15 Uhr", "1月13日", "Wednesday, 4 March 2025", "4 มีนาคม 2568", "2025년 3월 4일"],
    [
      "He died in 2006.",
      "It happened in May 1959.",
      "2017 年年末，西米诺夫出现在电视销售频道。",
      "bonds due March 1, 1994,",
      "19:57",
    ],
  ],
  [isClockLine, ["19:57", "20.15 Uhr"], ["£79.99, Lakeland", "The match ended 3:10.", "4 May 2020, 19:57"]],
];

describe.each(cases.map(([rule, yes, no]) => ({ rule, yes, no })))("$rule.name", ({ rule, yes, no }) => {
  test.each(yes)("takes %j", (text) => expect(rule(text)).toBe(true));
  test.each(no)("does not take %j", (text) => expect(rule(text)).toBe(false));
});
