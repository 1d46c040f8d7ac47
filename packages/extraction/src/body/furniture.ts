/**
 * Phrases of what stands around articles, in the languages of the sources we know. Each pattern looks at the start of one block;
 * blocks are short when they are tested, so no pattern sees more than some hundred characters.
 */

const related =
  "related(?: (?:posts?|articles?|stories|news|content|topics|links|coverage|reading|items))?|read (?:more|also|next|on)|(?:see|view|watch) also|also read|" +
  "more (?:from|on|about|in|news|stories|articles|like this|(?:great |top )?\\p{L}+ stories)|more|recommended(?: (?:for you|reading|stories))?|you (?:may|might) (?:also )?(?:like|be interested in)|" +
  "for more (?:stories|news|on|from)|você (?:pode|também pode) (?:gostar|se interessar)|também te pode interessar|" +
  "(?:other|latest|top|all|recent|popular|trending|breaking) (?:news|headlines|stories|posts?|articles|messages|publications)|most (?:read|popular|viewed)|" +
  "don['’]t miss|what to read next|further reading|editors?['’] picks?|trending(?: now)?|up next|in other news|elsewhere|" +
  "mehr zum thema|lesen sie (?:auch|mehr)|das könnte sie auch interessieren|weitere (?:artikel|nachrichten|meldungen)|auch interessant|" +
  "(?:à )?lire aussi|lire (?:plus|la suite)|sur le même (?:sujet|thème)|articles (?:liés|similaires)|voir aussi|" +
  "(?:lee|leer|lea) (?:también|más)|noticias relacionadas|te puede interesar|(?:artículos|contenido) relacionad[oa]s?|más (?:noticias|información|sobre)|" +
  "leia (?:também|mais)|veja (?:também|mais)|notícias relacionadas|saiba mais|mais (?:notícias|lidas)|" +
  "leggi anche|potrebbe interessarti|articoli correlati|lees (?:ook|meer|verder)|gerelateerde? \\p{L}+|czytaj (?:też|także|więcej)|zobacz też|läs (?:också|mer|även)|les også|læs også|lue myös|" +
  "(?:читайте|смотрите) также|по теме|другие новости|все новости|ещё по теме|похожие (?:новости|материалы)|(?:читайте|дивіться) також|інші новини|усі новини|" +
  "baca juga|关联阅读|相关(?:新闻|阅读|文章)|延伸阅读|関連(?:記事|ニュース|キーワード)|おすすめ.{0,6}|.{0,6}の?新着|あわせて読みたい|관련\\s?(?:기사|뉴스)";

const appeal =
  "sign ?up|subscribe|newsletter|get (?:the|our) .{0,40}(?:newsletter|inbox)|join (?:our|the)|support (?:us|our|independent|the)|donate|make a donation|become a (?:member|supporter|subscriber)|" +
  "a message from|(?:you can )?(?:e-?mail|contact|reach|follow) (?:him|her|them|me|the author)|dear readers?|follow us|like us on|download (?:our|the)|enjoy(?:ed)? this (?:article|story)|never miss|we need your help|help us|please (?:support|donate|consider)|" +
  "(?:jetzt )?(?:abonnieren|newsletter)|unterstützen sie|abonnez-vous|inscrivez-vous|soutenez|suscríbete|suscribirse|apóyanos|inscreva-se|assine|apoie|iscriviti|sostieni|abboneer|meld je aan|" +
  "réservé aux abonnés|il vous reste|jetzt weiterlesen|weiterlesen mit|mit .{0,20}(?:plus|abo)\\b|aktuelle nachrichten aufs|sie mögen|" +
  "(?:この記事は)?会員限定|.{0,20}会員登録|.{0,10}読み放題|.{0,10}メールマガジン|회원용|.{0,10}구독|订阅|登录后|扫码|оформите подписку|" +
  "подпи(?:шитесь|сывайтесь)|поддержите|підпи(?:шіться|суйтесь)|подписаться";

const reporting =
  "(?:additional |further )?(?:reporting|writing|editing|compiled|translated|graphics?|interviews?) by\\b|contributing:|with (?:post )?wires$|" +
  "(?:aus dem|übersetzung|traduit|traducción|tradução)\\b.{0,40}(?:von|de|par|por)\\b";
const contributed = /\bcontributed to this (?:report|story|article)\b/i;

/** Names of networks and channels on which readers are asked to follow the publisher. */
const network =
  /\b(?:facebook|twitter|instagram|youtube|whatsapp|telegram|tiktok|linkedin|threads|bluesky|google news|app store|вконтакте|telegram-канал)\b/giu;
const follow =
  /\b(?:follow|like|join|find|listen|reach|contact|e-?mail|get in touch|tip|tips|send|read more|subscribe|sign up|download|folgen|folgt|folge|abonnieren|hier (?:entlang|geht)|suivez|retrouvez|abonnez|sigue|síguenos|siga|siga-nos|seguici|volg|följ|подписывайтесь|читайте|присоединяйтесь|social media)\b/iu;
const mailAddress = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}|\[email.protected\]/u;
const newsletterOffer =
  /\b(?:sign up|subscribe|get|delivered|register|abonnieren|abonniere|anmelden|inscrivez|abonnez|suscr[íi]b|inscreva|assine|iscriviti)\b.{0,120}\b(?:newsletter|inbox|your e-?mail|letterbox|push alerts|daily briefing|postfach|boîte mail)\b|\bnewsletter\b.{0,80}\b(?:sign up|subscribe|abonnieren|hier entlang|richtig)\b/iu;

const disclaimer =
  "the (?:views|opinions|views and opinions) expressed|the author['’]?s? (?:views|opinions)|opinions expressed|this (?:article|story|post) (?:was|is|has been|first|originally)|" +
  "(?:[^.]{0,60} )?may earn (?:an? )?(?:affiliate )?commission|we use income earning|hinweis(?::|$)|gastkommentare|ad block users|" +
  "(?:©|\\(c\\)|copyright\\b)|all rights reserved|terms (?:of|and)|privacy policy|originally published|reprinted with|" +
  "if you (?:have|noticed|find|found) (?:a|an|any) (?:error|mistake|typo|tip|question)|report (?:an error|a typo)|мнение (?:автора|редакции)";

const credit =
  "(?:photo|photograph|image|picture|pictured?|video|graphic|illustration|cover|file)s?(?: (?:credit|courtesy|by|source|via|of))?s?\\s*[:：]|(?:credit|source|via)\\s*[:：]|" +
  "(?:foto|bild|bildquelle|quelle|crédits? photo|crédit|фото|видео|источник|джерело|fuente|fonte|imagen|imagem|zdjęcie|写真|사진)\\s*[:：/]|" +
  "(?:getty images|reuters|ap photo|afp|shutterstock|istock)\\b";

/** Labels that stand alone. */
const label =
  "share|tweet|pin|print|e-?mail|facebook|twitter|whatsapp|linkedin|telegram|reddit|save|copy link|comments?|reply|like|follow|" +
  "listen|loading|skip|close|back to top|top|home|menu|search|next|previous|play|caption|advert|once|monthly|annual|" +
  "teilen|drucken|partager|compartir|compartilhar|condividi|поделиться|поділитися|remind me later|continue|preview";
/** Labels that something follows: a number, a list of tags, a network. */
const opener =
  "share (?:this|on|via|current)|tweet this|print this|email this|save (?:this|for later)|comments? \\(?\\d|\\d+ comments?|follow (?:us|me|topics)|" +
  "tags?|topics?|filed under|categories|category|posted in|labels?|advertisement|sponsored|anzeige|werbung|publicité|publicidad|publicidade|реклама|" +
  "listen to (?:this|the) (?:article|story)|image \\d+ (?:of )?\\d+|теги|метки|schlagworte|mots-clés|etiquetas|not ready to support";
const control = `(?:${label})[\\s:：.…|>»!]*$|(?:${opener})(?:\\s*[:：|]|\\b.{0,40}$|$)`;

const byline =
  "(?:by|von|par|por|door|av|автор|text|story|written by|reported by|reporting by|editing by|edited by|author|posted (?:by|on)|published|updated|last (?:updated|modified)|date)\\b";

const start = (phrases: string): RegExp => new RegExp(`^[\\s"“«•·>»\\-–—*]*(?:${phrases})(?![\\p{L}\\p{N}])`, "u");

/** What a pattern looks at; in lower case, because patterns that ignore case take three times as long. */
function opening(text: string): string {
  return text.slice(0, 200).toLowerCase();
}

const relatedWhole = new RegExp(`^[\\s"“«•·>»\\-–—*]*(?:${related})[\\s:：.…>»→]*$`, "u");
const appealStart = start(appeal);
const disclaimerStart = new RegExp(`^[\\s\\[("“*]*(?:${disclaimer})`, "u");
const creditStart = new RegExp(`^[\\s\\[(]*(?:${credit})`, "u");
const controlStart = new RegExp(`^[\\s]*(?:${control})`, "u");
const reportingStart = new RegExp(`^[\\s(\\[—–-]*(?:${reporting})`, "u");
const bylineStart = start(byline);

/** "Related posts", "All news", "Lesen Sie auch" and nothing else: the heading of a list of other items. */
export function isRelatedHeading(text: string): boolean {
  return text.length <= 80 && relatedWhole.test(text.toLowerCase());
}

/** "Read more: Minister visits port": a pointer to another item. */
export function isRelatedPointer(text: string): boolean {
  return text.length <= 250 && isRelatedHeading(text.split(/[:：|>»]/u, 1)[0] ?? "");
}

/** Opens a newsletter box, a call for donations or the like. */
export function isAppeal(text: string): boolean {
  return appealStart.test(opening(text));
}

/** "The views expressed do not necessarily reflect …", copyright lines, notes on where the text first appeared. */
export function isDisclaimer(text: string): boolean {
  return text.length <= 400 && disclaimerStart.test(opening(text));
}

/** "Photo: …", "Source: …". */
export function isCredit(text: string): boolean {
  return text.length <= 200 && creditStart.test(text.toLowerCase());
}

/** A place for something that a program of the page would put there: "$$ARTICLEAD$$", "{{video}}". */
const placeholder = /^(?:\$\$\w+\$\$|\{\{[^}]*\}\}|\[\[[^\]]*\]\]|%%\w+%%)$/;

/** A picture's credit at the end of its caption: "… at the quay. A. Name / AGENCY", "(Photo by A. Name)", "AP Photo/A. Name". */
const agencyCredit =
  /(?:\p{Lu}[\p{L}.'’-]+\s*\/\s*\p{Lu}{2,}[\p{L} ]{0,20}|\p{Lu}{2,6}\s*\/\s*\p{Lu}[\p{L} .'’-]{2,40}|\b(?:Getty Images|Shutterstock|AP Photo|[Pp]icture [Aa]lliance|imago|iStock)[^.!?]{0,40})\)?$/u;
const namedCredit =
  /\b(?:photo|image|picture|foto|фото|crédit)s?(?:\s+(?:by|credit|courtesy(?: of)?)|\s*:)\s*(?:\s?[^\s.!?]+\.?){1,5}\)?$/iu;

/** A caption that ends with its credit. */
export function isCaption(text: string): boolean {
  const end = text.slice(-90);
  return text.length <= 400 && (agencyCredit.test(end) || namedCredit.test(end));
}

/** Labels of buttons and counters: "Share", "Tags: …", "Advertisement". */
export function isControl(text: string): boolean {
  return text.length <= 80 && (controlStart.test(text.toLowerCase()) || placeholder.test(text));
}

/** "(Reporting by …; editing by …)", "… contributed to this report." */
export function isReporting(text: string): boolean {
  return text.length <= 400 && (reportingStart.test(opening(text)) || contributed.test(text));
}

/** Where to follow the publisher or to write to it; looked for at the end of a text only, where it is not its subject. */
export function isFollow(text: string): boolean {
  if (text.length > 400) return false;
  if (newsletterOffer.test(text)) return true;
  const networks = new Set((text.match(network) ?? []).map((name) => name.toLowerCase())).size;
  return (networks > 0 || mailAddress.test(text)) && (networks > 2 || follow.test(text));
}

const channelOffer =
  /\b(?:follow|join|subscribe|folge|folgst|folgen|abonniere[nt]?|suivez|rejoignez|sigue|únete|siga|entre|seguici|подписывайтесь|подпишитесь)\b.{0,80}\b(?:whatsapp|telegram|facebook|instagram|google news)\b/iu;

const channel = /\b(?:whatsapp|telegram)[\s-]?(?:channel|kanal|canal|community|group|gruppe|chaîne|канал)/iu;

/** A call to follow the publisher on a network, as a block of its own. */
export function isChannelOffer(text: string): boolean {
  return text.length <= 400 && channelOffer.test(text) && (text.length <= 250 || channel.test(text));
}

const paywall =
  "this (?:article|story|content) is (?:for|only|available|exclusive)|subscribe to (?:continue|read|unlock)|to continue reading|already an? (?:subscriber|member)|log ?in to (?:read|continue)|" +
  "register to (?:read|continue)|you (?:have|['’]ve) reached your|weiterlesen mit|jetzt weiterlesen|diese[rn]? (?:artikel|text|inhalt) (?:ist|lesen) .{0,30}abo|bereits abonnent|" +
  "(?:cet )?article (?:est )?réservé|(?:la suite|contenu) (?:est )?réservée?|il vous reste|déjà abonné|contenido exclusivo|exclusivo para suscriptores|suscríbete para|ya eres suscriptor|" +
  "conteúdo exclusivo|exclusivo para assinantes|assine para|contenuto riservato|riservato agli abbonati|abbonati per|(?:материал )?доступ(?:ен|но) (?:только )?(?:по подписке|подписчикам)|" +
  "(?:この記事は)?(?:有料)?会員限定|(?:회원|구독자) ?전용|仅限(?:会员|订户)|订阅后";
const paywallStart = new RegExp(`^[\\s"“«]*(?:${paywall})`, "u");

/** Says that the rest is for subscribers: what follows is an offer. */
export function isPaywallNotice(text: string): boolean {
  return text.length <= 300 && paywallStart.test(text.toLowerCase());
}

const consent =
  /^(?:an dieser stelle (?:findest|finden|wird|befindet)|empfohlener (?:redaktioneller|externer) inhalt|ich bin damit einverstanden|personenbezogene daten können|externe[rn]? inhalt|this content is hosted|to (?:view|see) this (?:content|post|video)|please (?:accept|enable) (?:cookies|javascript)|allow (?:tweets|external content)|pour afficher ce contenu|este contenido está|link zum \S+-inhalt|datenschutzhinweis)/iu;

/** Stands where a video or a post would be until the reader agrees to it. */
export function isConsentNotice(text: string): boolean {
  return text.length <= 350 && consent.test(text);
}

/** A date with or without a time and little else: "23. April 2024", "28.04.2023, 20.15 Uhr", "1月13日", "19:57". */
export function isDateLine(text: string): boolean {
  if (text.length > 70 || /[!?]/.test(text)) return false;
  const words = text.match(/\p{L}+/gu) ?? [];
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  return fullDate.test(text) ? words.length <= 4 && letters <= 28 : words.length <= 1 && clockTime.test(text);
}

const fullDate = /\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2}\b|\d{1,2}月\d{1,2}日/u;
const clockTime = /\b\d{1,2}[:.]\d{2}\b/u;

/** An offer of a newsletter, wherever it stands. */
export function isNewsletterOffer(text: string): boolean {
  return text.length <= 400 && newsletterOffer.test(text);
}

/** "By …", "Published …". */
export function isByline(text: string): boolean {
  return text.length <= 150 && bylineStart.test(text.toLowerCase());
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
