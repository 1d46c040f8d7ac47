import { endsSentence } from "../../page/words.ts";
import { opening, startsWith } from "./phrases.ts";

const appeal = startsWith(
  [
    "sign ?up|subscribe(?=\\s*$|[!:]| (?:to|now|today|here|for|via)\\b)|newsletters?(?=\\s*$|[!:|])|get (?:the|our) .{0,40}(?:newsletter|inbox)|join (?:our|the (?:conversation|discussion|debate|community|newsletter))",
    "support (?:us|our|independent|the [^.]{0,40}!)|donate(?: (?:now|today|here|online|to (?:us|our)))?[\\s!:.]*$|make a donation|become a (?:member|supporter|subscriber)",
    "a message from|(?:you can )?(?:e-?mail|contact|reach|follow) (?:him|her|them|me|the author)|dear readers?|follow us|like us on|download (?:our|the .{0,20}app)",
    "enjoy(?:ed)? this (?:article|story)|never miss an? |we need your help|help us (?:to|keep|continue|improve|report)|please (?:support|donate|consider)",
    "(?:jetzt )?abonnieren|jetzt newsletter|unterstützen sie (?:uns|unser)|folgen sie uns|sie mögen unser|jetzt weiterlesen|(?:weiterlesen )?mit .{0,30}(?:plus|abo|premium)\\b.{0,10}(?:lesen|testen|$)|aktuelle nachrichten aufs",
    "abonnez-vous|inscrivez-vous|soutenez(?:-nous| (?:notre|nous|un journal|le journalisme))|suivez-nous|réservé aux abonnés|il vous reste \\d",
    "suscríbete|suscribirse(?=\\s*$|[!:])|apóyanos|síguenos|inscreva-se|assine(?=\\s*$|[!:]| (?:já|agora|aqui|nossa|por))|apoie(?:-nos| (?:o )?noss[oa])|siga-nos|iscriviti|sostieni(?:ci| il nostro)|seguici|abboneer|meld je aan",
    "подпи(?:шитесь|сывайтесь)|подписаться(?=\\s*$|[!:]| на )|оформите подписку|поддержите (?:наш|проект|редакцию|издание)|поддержите нас(?=[!.]?$)|підпи(?:шіться|суйтесь)",
    "(?:e-)?bülten\\p{L}*(?: abone| kayıt|$)\\p{L}*|abone ol\\p{L}*|bizi takip\\p{L}*|εγγραφείτε|γίνετε (?:συνδρομητ|μέλος)\\p{L}*|ακολουθήστε μας",
    "اشترك(?:وا)? (?:الآن|في (?:النشرة|نشرتنا|قناتنا))|النشرة (?:البريدية|الإخبارية)|تابعونا|تابعنا على|خبرنامه|عضویت در (?:خبرنامه|کانال)|ما را .{0,30}دنبال کنید|(?:הירשמו|הרשמו|הרשמה) ל(?:ניוזלטר|עדכונים|רשימת)|הצטרפו אלינו|עקבו אחרינו",
    "न्यूज़लेटर|सब्सक्राइब|हमें फॉलो|हमसे जुड़ें",
  ].join("|"),
  "(?:この記事は)?会員限定|.{0,20}会員登録(?:して|すると|で|は|$)|.{0,10}読み放題|.{0,10}(?:メールマガジン|ニュースレター)[にを]?(?:の?登録|購読|$)|회원용|.{0,10}(?:구독|뉴스레터)\\s?(?:하기|하세요|신청|구독|$)|(?:点击|欢迎)?(?:订阅|訂閱)(?:我们|本|邮件|新闻|[!！:：]|$)|登录后|扫码|关注我们(?:的(?:微信|微博|公众号)|[!！:：]|$)|สมัครรับ|ติดตามเรา|จดหมายข่าว",
);

/** Opens a newsletter box, a call for donations or the like. */
export function isAppeal(text: string): boolean {
  return appeal.test(opening(text));
}

/** Names of networks and channels on which readers are asked to follow the publisher. */
const network =
  /\b(?:facebook|twitter|instagram|youtube|whatsapp|telegram|tiktok|linkedin|threads|bluesky|google news|app store)\b|вконтакте|telegram-канал/giu;
/** What every address has in it; looked for first, because most texts have none. */
const mailMark = /@|\[email/;
const mailAddress = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}|\[email.protected\]/u;
/** Words beside a mail address that ask the reader to write. */
const write =
  /\b(?:follow|reach|reached|contact|e-?mail|get in touch|tips?|send|write|kontakt|schreiben sie|contactez|écrivez|contacto|escriba|contatto|contato)\b|пишите|почт/iu;
/** Where a call to the reader begins, or "us" right behind it. */
const sentenceStart =
  "(?:^|[.!?…:|]['\"”»)]?\\s+|[•|–—]\\s*|\\b(?:you can|please|can be|and|or)\\s+|(?=\\b(?:follow|join) us\\b))";
/** Asks the reader at the start of a sentence, or tells where the author is found: "the minister asked to follow her" does neither. */
const follow = new RegExp(
  sentenceStart +
    "(?:also\\s+)?(?:follow(?:ed)?|like us|join (?:us|our|the)|find (?:us|him|her|them|me|out|more)|found (?:on|at)|listen to|reach(?:ed)?|contact|e-?mail|get in touch|tips?|send|read more|subscribe|sign up|download|" +
    "folg(?:e|t|en sie) (?:uns|dem|der|unser\\p{L}*|auch)|abonnieren|hier (?:entlang|geht)|suivez|retrouvez|abonnez|sigue|síguenos|siga|siga-nos|seguici|volg|följ|" +
    "подписывайтесь|подпишитесь|читайте|присоединяйтесь)(?![\\p{L}-])",
  "iu",
);
const newsletterOffer =
  /\b(?:sign up|subscribe|get|delivered|register|abonnieren|abonniere|anmelden|inscrivez|abonnez|suscr[íi]b|inscreva|assine|iscriviti)\b.{0,120}\b(?:newsletter|inbox|your e-?mail|letterbox|push alerts|daily briefing|postfach|boîte mail)\b|\bnewsletter\b.{0,80}\b(?:sign up|subscribe|abonnieren|hier entlang|richtig)\b/iu;

/** What is offered in each of them; looked for first, because most texts name none. */
const offered = /newsletter|inbox|your e-?mail|letterbox|push alerts|daily briefing|postfach|boîte mail/iu;

function offersNewsletter(text: string): boolean {
  return offered.test(text) && newsletterOffer.test(text);
}

/** Where to follow the publisher or to write to it; looked for at the end of a text only, where it is not its subject. */
export function isFollow(text: string): boolean {
  if (text.length > 400) return false;
  if (offersNewsletter(text)) return true;
  if (mailMark.test(text) && mailAddress.test(text) && write.test(text)) return true;
  const networks = new Set((text.match(network) ?? []).map((name) => name.toLowerCase())).size;
  return networks > 0 && (follow.test(text) || (networks > 2 && !endsSentence(text)));
}

/** An offer of a newsletter, wherever it stands. */
export function isNewsletterOffer(text: string): boolean {
  return text.length <= 400 && offersNewsletter(text);
}

/** Looked for first, because most texts name none. */
const offeredNetwork = /whatsapp|telegram|facebook|instagram|google news/iu;
const channelOffer = new RegExp(
  `${sentenceStart}(?:follow|join|subscribe|folg(?:e|t|en sie) (?:uns|dem|der|unser\\p{L}*|auch)|abonniere[nt]?|suivez|rejoignez|sigue|únete|siga|entre|seguici|подписывайтесь|подпишитесь)(?![\\p{L}-])` +
    ".{0,80}\\b(?:whatsapp|telegram|facebook|instagram|google news)\\b",
  "iu",
);
const channel = /\b(?:whatsapp|telegram)[\s-]?(?:channel|kanal|canal|community|group|gruppe|chaîne|канал)/iu;

/** A call to follow the publisher on a network, as a block of its own. */
export function isChannelOffer(text: string): boolean {
  return (
    text.length <= 400 &&
    offeredNetwork.test(text) &&
    channelOffer.test(text) &&
    (text.length <= 250 || channel.test(text))
  );
}
