import { expect, test } from "vitest";
import { extract } from "../extract.ts";

/** Sentences of articles that begin or end like a button, a credit, an appeal, a pointer or a date. */
const sentences = [
  "More on Tuesday's vote will be known by the evening.",
  "The views expressed at the hearing were sharply divided.",
  '"Help us," she told the soldiers.',
  "Join the dots and you see the harbour.",
  "Share this burden, the minister told Europe.",
  "Topics included trade, oil and security.",
  "Advertisement spending fell in May.",
  "Reuters could not verify the report.",
  "This story was told to me by my father.",
  "This article is for all who lost their homes in the flood.",
  "Terms of the deal were not disclosed.",
  "Copyright law is changing fast.",
  "He died in 2006.",
  "She said it on Twitter.",
  "Police asked witnesses to contact them on Facebook.",
  "The group sent messages by WhatsApp, Telegram and Facebook.",
  "Users can now join channels on WhatsApp and Telegram.",
  "Newsletter writers earn more every year.",
  "Never miss a chance to be kind, she said.",
  "Reporting by the paper led to arrests.",
  "Related: the firm also lost its boss.",
  "Top officials resigned.",
  "The figure was given for 31 March. Reuter",
  "Sie mögen klein sein, aber sie sind laut.",
  "Mit dem Abo begann der Ärger.",
  "Il vous reste trois jours pour voter.",
  "Assine o acordo, disse o ministro.",
  "Поддержите нас, сказал мэр.",
  "Сигареты подорожали.",
  "订阅量增长了一倍。",
  "更多新闻媒体到达现场。",
  "광고 시장이 커졌다.",
  "Reklam gelirleri düştü.",
  "המקור לא נמסר.",
  "הצטרפו למפלגה שלוש מאות איש.",
  "اشترك في المؤتمر مئة وزير.",
  "عضویت در پیمان رد شد.",
  "구독자 수가 늘었다.",
  "ニュースレターは廃止された。",
  "Bültende deprem haberi vardı.",
];

const body = Array.from(
  { length: 12 },
  (_, number) =>
    `The harbour board said that quay number ${number} will open in spring, after two years of repairs and disputes.`,
);

test.each(sentences)("%s", (sentence) => {
  for (const at of [0, 1, 6, 10, body.length]) {
    const paragraphs = body.toSpliced(at, 0, sentence);
    const result = extract({
      url: "https://courier.example/a",
      body: `<title>Quays</title><article><h1>Quays</h1>${paragraphs.map((text) => `<p>${text}</p>`).join("")}</article>`,
    });
    expect(result).toMatchObject({
      kind: "article",
      article: { text: paragraphs.join("\n\n"), cut: [{ text: "Quays" }] },
    });
  }
});
