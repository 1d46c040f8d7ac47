/**
 * Phrases of what stands around articles, in the languages of the sources we know. Each pattern looks at the start of one block;
 * blocks are short when they are tested, so no pattern sees more than some hundred characters.
 */

const related =
  "related(?: (?:posts?|articles?|stories|news|content|topics|links|coverage|reading|items))?|read (?:more|also|next|on)|(?:see|view|watch) also|also read|" +
  "more (?:from|on|about|in|news|stories|articles|like this|(?:great |top )?\\p{L}+ stories)|more|recommended(?: (?:for you|reading|stories))?|you (?:may|might) (?:also )?(?:like|be interested in)|" +
  "(?:other|latest|top|all|recent|popular|trending|breaking) (?:news|headlines|stories|posts?|articles|messages|publications)|most (?:read|popular|viewed)|" +
  "don['’]t miss|what to read next|further reading|editors?['’] picks?|trending(?: now)?|up next|in other news|elsewhere|" +
  "mehr zum thema|lesen sie (?:auch|mehr)|das könnte sie auch interessieren|weitere (?:artikel|nachrichten|meldungen)|auch interessant|" +
  "(?:à )?lire aussi|lire (?:plus|la suite)|sur le même (?:sujet|thème)|articles (?:liés|similaires)|voir aussi|" +
  "(?:lee|leer|lea) (?:también|más)|noticias relacionadas|te puede interesar|(?:artículos|contenido) relacionad[oa]s?|más (?:noticias|información|sobre)|" +
  "leia (?:também|mais)|veja (?:também|mais)|notícias relacionadas|saiba mais|mais (?:notícias|lidas)|" +
  "leggi anche|potrebbe interessarti|articoli correlati|lees (?:ook|meer|verder)|gerelateerde? \\p{L}+|czytaj (?:też|także|więcej)|zobacz też|läs (?:också|mer|även)|les også|læs også|lue myös|" +
  "(?:читайте|смотрите) также|по теме|другие новости|все новости|ещё по теме|похожие (?:новости|материалы)|(?:читайте|дивіться) також|інші новини|усі новини|" +
  "baca juga|关联阅读|相关(?:新闻|阅读|文章)|延伸阅读|関連(?:記事|ニュース)|あわせて読みたい|관련\\s?(?:기사|뉴스)";

const appeal =
  "sign ?up|subscribe|newsletter|get (?:the|our) .{0,40}(?:newsletter|inbox)|join (?:our|the)|support (?:us|our|independent|the)|donate|make a donation|become a (?:member|supporter|subscriber)|" +
  "a message from|(?:you can )?(?:e-?mail|contact|reach|follow) (?:him|her|them|me|the author)|dear readers?|follow us|like us on|download (?:our|the)|enjoy(?:ed)? this (?:article|story)|never miss|we need your help|help us|please (?:support|donate|consider)|" +
  "(?:jetzt )?(?:abonnieren|newsletter)|unterstützen sie|abonnez-vous|inscrivez-vous|soutenez|suscríbete|suscribirse|apóyanos|inscreva-se|assine|apoie|iscriviti|sostieni|abboneer|meld je aan|" +
  "подпи(?:шитесь|сывайтесь)|поддержите|підпи(?:шіться|суйтесь)|подписаться";

const disclaimer =
  "the (?:views|opinions|views and opinions) expressed|the author['’]?s? (?:views|opinions)|opinions expressed|this (?:article|story|post) (?:was|is|has been|first|originally)|" +
  "(?:©|\\(c\\)|copyright\\b)|all rights reserved|terms (?:of|and)|privacy policy|originally published|reprinted with|" +
  "if you (?:have|noticed|find|found) (?:a|an|any) (?:error|mistake|typo|tip|question)|report (?:an error|a typo)|мнение (?:автора|редакции)";

const credit =
  "(?:photo|photograph|image|picture|pictured?|video|graphic|illustration|cover|file)s?(?: (?:credit|courtesy|by|source|via|of))?s?\\s*[:：]|(?:credit|source|via)\\s*[:：]|" +
  "(?:foto|bild|bildquelle|quelle|crédits? photo|crédit|фото|видео|источник|джерело|fuente|fonte|imagen|imagem|zdjęcie|写真|사진)\\s*[:：/]|" +
  "(?:getty images|reuters|ap photo|afp|shutterstock|istock)\\b";

const control =
  "(?:share|tweet|pin|print|email|e-mail|facebook|twitter|whatsapp|linkedin|telegram|reddit|save|copy link|comments?|reply|like|follow|tags?|topics?|filed under|categories|category|posted in|labels?|" +
  "advertisement|ad|sponsored|anzeige|werbung|publicité|publicidad|publicidade|реклама|listen|loading|skip|close|back to top|top|home|menu|search|next|previous|play|" +
  "image \\d+ (?:of )?\\d+|caption|teilen|drucken|partager|compartir|compartilhar|condividi|поделиться|поділитися|теги|метки|remind me later|continue|preview)(?:\\s*[:：|]|\\b.{0,40}$|$)";

const byline =
  "(?:by|von|par|por|door|av|автор|text|story|written by|reported by|reporting by|editing by|edited by|author|posted (?:by|on)|published|updated|last (?:updated|modified)|date)\\b";

const start = (phrases: string): RegExp => new RegExp(`^[\\s"“«•·>»\\-–—*]*(?:${phrases})(?![\\p{L}\\p{N}])`, "iu");

const relatedWhole = new RegExp(`^[\\s"“«•·>»\\-–—*]*(?:${related})[\\s:：.…>»→]*$`, "iu");
const appealStart = start(appeal);
const disclaimerStart = new RegExp(`^[\\s\\[("“*]*(?:${disclaimer})`, "iu");
const creditStart = new RegExp(`^[\\s\\[(]*(?:${credit})`, "iu");
const controlStart = new RegExp(`^[\\s]*(?:${control})`, "iu");
const bylineStart = start(byline);

/** "Related posts", "All news", "Lesen Sie auch" and nothing else: the heading of a list of other items. */
export function isRelatedHeading(text: string): boolean {
  return text.length <= 80 && relatedWhole.test(text);
}

/** "Read more: Minister visits port": a pointer to another item. */
export function isRelatedPointer(text: string): boolean {
  return text.length <= 250 && isRelatedHeading(text.split(/[:：|>»]/u, 1)[0] ?? "");
}

/** Opens a newsletter box, a call for donations or the like. */
export function isAppeal(text: string): boolean {
  return appealStart.test(text.slice(0, 200));
}

/** "The views expressed do not necessarily reflect …", copyright lines, notes on where the text first appeared. */
export function isDisclaimer(text: string): boolean {
  return text.length <= 400 && disclaimerStart.test(text.slice(0, 200));
}

/** "Photo: …", "Source: …". */
export function isCredit(text: string): boolean {
  return text.length <= 200 && creditStart.test(text);
}

/** Labels of buttons and counters: "Share", "Tags: …", "Advertisement". */
export function isControl(text: string): boolean {
  return text.length <= 80 && controlStart.test(text);
}

/** "By …", "Published …". */
export function isByline(text: string): boolean {
  return text.length <= 150 && bylineStart.test(text);
}

const monthName =
  "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|mär|mai|okt|dez|janv|févr|avril|juin|juil|août|sept|ene|abr|ago|dic";
const datedTitle = new RegExp(
  `^[\\s•·*-]*(?:\\d{1,2}[./-]\\d{1,2}[./-](?:\\d{4}|\\d{2})|\\d{4}[./-]\\d{1,2}[./-]\\d{1,2}|\\d{1,2}\\.? (?:${monthName})\\p{L}*\\.?,? \\d{4}|(?:${monthName})\\p{L}*\\.? \\d{1,2},? \\d{4})(?:,? \\d{1,2}:\\d{2})?\\s*[-–—:|]?\\s+\\p{L}`,
  "iu",
);

/** "04.08.2020 - Statement on …": one line of a list of other items. */
export function isDatedTitle(text: string): boolean {
  return text.length <= 500 && datedTitle.test(text.slice(0, 80));
}
