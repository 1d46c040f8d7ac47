import { isWhole } from "./phrases.ts";

const phrases = [
  // English
  "related(?: (?:posts?|articles?|stories|news|content|topics|links|coverage|reading|items))?|read (?:more|also|next|on)|(?:see|view|watch) also|also read",
  "more (?:from|on|about|in|news|stories|articles|like this|(?:great |top )?\\p{L}+ stories)|more|recommended(?: (?:for you|reading|stories))?",
  "you (?:may|might) (?:also )?(?:like|be interested in)|for more (?:stories|news|on|from)|up next|in other news|elsewhere",
  "(?:other|latest|top|all|recent|popular|trending|breaking) (?:news|headlines|stories|posts?|articles|messages|publications)|most (?:read|popular|viewed)",
  "don['’]t miss|what to read next|further reading|editors?['’] picks?|trending(?: now)?",
  // German
  "mehr zu(?:m| diesem) thema|lesen sie (?:auch|mehr)|das könnte sie auch interessieren|weitere (?:artikel|nachrichten|meldungen)|auch interessant",
  "meistgelesen|passend zum thema|(?:ähnliche|verwandte) (?:artikel|beiträge|themen)",
  // French
  "(?:à )?lire (?:aussi|également)|lire (?:plus|la suite)|sur le même (?:sujet|thème)|articles (?:liés|similaires)|voir aussi|les plus lus|vous aimerez aussi",
  // Spanish
  "(?:lee|leer|lea) (?:también|más)|noticias relacionadas|(?:también )?te puede interesar|(?:artículos|contenido) relacionad[oa]s?|más (?:noticias|información|sobre)",
  "lo más (?:leído|visto)|te recomendamos|ver también",
  // Portuguese
  "leia (?:também|mais|ainda)|veja (?:também|mais)|(?:notícias|artigos|matérias) relacionad[oa]s|saiba mais|mais (?:notícias|lidas)",
  "você (?:pode|também pode) (?:gostar|se interessar)|também te pode interessar",
  // Italian, Dutch, Polish, Nordic languages
  "leggi anche|potrebbe interessarti|articoli correlati|lees (?:ook|meer|verder)|gerelateerde? \\p{L}+|czytaj (?:też|także|więcej)|zobacz też",
  "läs (?:också|mer|även)|les også|læs også|lue myös",
  // Turkish; a capital İ in lower case is an i with a dot of its own
  "i\u0307?lgili (?:haber(?:ler)?|yazılar|içerikler)|(?:bunlar da )?i\u0307?lginizi çekebilir|(?:ayrıca|bunu da) okuyun|en çok okunan(?:lar|\\shaberler)?|diğer haberler",
  // Greek
  "διαβάστε (?:επίσης|περισσότερα|ακόμ[ηα])|δείτε (?:επίσης|ακόμ[ηα])|σχετικ(?:ά|ές) (?:άρθρα|νέα|θέματα|ειδήσεις)|περισσότερα|τελευταία νέα",
  // Russian and Ukrainian
  "(?:читайте|смотрите) также|(?:новости |материалы |ещё |еще )?по теме|(?:другие|все|похожие|последние) (?:новости|материалы)|самое читаемое|популярное",
  "(?:читайте|дивіться) також|інші новини|усі новини",
  // Indonesian
  "baca juga",
  // Arabic, Persian, Hebrew
  "(?:اقرأ|إقرأ|اقرأوا|شاهد) (?:أيضا|أيضًا|أيضاً|المزيد)|(?:أخبار|مقالات|مواضيع|موضوعات) (?:ذات صلة|متعلقة|مشابهة)|الأكثر (?:قراءة|مشاهدة)|المزيد(?: من الأخبار)?",
  "(?:همچنین |بیشتر )?بخوانید|(?:اخبار|مطالب|خبرهای) (?:مرتبط|پیشنهادی)|پربیننده[\\s\u200C]?ترین(?: اخبار)?",
  "(?:קראו|קרא) (?:גם|עוד)|כתבות (?:נוספות|קשורות)|עוד (?:בנושא|כתבות)|הנקראות ביותר|אולי יעניין אותך",
  // Hindi
  "(?:यह|ये|इसे) भी पढ़ें|और पढ़ें|संबंधित (?:खबरें|ख़बरें|समाचार|लेख)",
  // Thai
  "(?:ข่าว|บทความ|เรื่อง)ที่เกี่ยวข้อง|อ่าน(?:ข่าว)?เพิ่มเติม|ข่าว(?:ล่าสุด|ยอดนิยม)",
  // Chinese, Japanese, Korean
  "(?:关联|推荐|延伸)阅读|相关(?:新闻|阅读|文章|报道|链接)|更多(?:新闻|报道)|(?:热门|最新)(?:新闻|文章)|相關(?:新聞|文章|報導)|(?:延伸|推薦)閱讀",
  "関連(?:記事|ニュース|キーワード|リンク)|おすすめ.{0,6}|.{0,6}の?新着|あわせて読みたい|人気記事|アクセスランキング",
  "관련\\s?(?:기사|뉴스)|(?:많이 본|추천|인기)\\s?(?:기사|뉴스)",
].join("|");

const whole = isWhole(phrases);

/** "Related posts", "All news", "Lesen Sie auch" and nothing else: the heading of a list of other items. */
export function isRelatedHeading(text: string): boolean {
  return text.length <= 80 && whole.test(text.toLowerCase());
}

/** "Read more: Minister visits port": a pointer to another item, or to several on lines of their own. */
export function isRelatedPointer(text: string): boolean {
  return text.length <= 600 && isRelatedHeading(text.split(/[:：|>»\n]/u, 1)[0] ?? "");
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
