import { opening } from "./phrases.ts";

const disclaimer = new RegExp(
  '^[\\s\\[("“*]*(?:' +
    [
      "(?:the )?(?:views|opinions|views and opinions) expressed\\b.{0,120}\\b(?:authors?|authors?['’]|writers?|own|necessarily|reflect|represent)\\b|the author['’]?s? (?:views|opinions)",
      "this (?:article|story|post) (?:was |is |has been )?(?:first |originally |also |last )?(?:published|appeared|written|updated|produced|reproduced|republished|reprinted|translated|adapted|corrected|amended|edited|(?:made possible|supported|funded) by|part of)",
      "(?:[^.]{0,60} )?may earn (?:an? )?(?:affiliate )?commission|we use income earning|hinweis(?::|$)|gastkommentare|ad block users",
      "©|\\(c\\)|ⓒ|copyright(?: (?:by|the)\\b|\\s*(?:©|\\(c\\)|[:\\d]|$))|all rights reserved|(?:terms (?:of (?:use|service)|(?:and|&) conditions)|privacy policy)(?=\\s*(?:$|[|,·•/&.]|and\\b|apply\\b))|originally published|reprinted with",
      "if you (?:have|noticed|find|found) (?:a|an|any) (?:error|mistake|typo|tip|question)|report (?:an error|a typo)|мнение (?:автора|редакции)",
      "alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|все права защищены",
      "(?:перепечатка|при (?:перепечатке|цитировании|использовании) материалов)|tüm hakları saklıdır|με επιφύλαξη παντός|όλα τα δικαιώματα",
      "جميع الحقوق محفوظة|(?:تمام|کلیه) حقوق|כל הזכויות שמורות|सर्वाधिकार सुरक्षित|สงวนลิขสิทธิ์",
      "版权所有|未经(?:授权|许可)|免责声明|转载请|無断転載|著作権|무단\\s?전재|저작권자",
    ].join("|") +
    ")",
  "u",
);

/** "The views expressed do not necessarily reflect …", copyright lines, notes on where the text first appeared. */
export function isDisclaimer(text: string): boolean {
  return text.length <= 400 && disclaimer.test(opening(text));
}

const paywall = new RegExp(
  '^[\\s"“«]*(?:' +
    [
      "this (?:article|story|content) is (?:only |exclusively )?(?:for|available|exclusive)\\b.{0,40}\\b(?:subscribers?|members?|readers|premium|registered)",
      "subscribe to (?:continue|read|unlock)|to continue reading|already an? (?:subscriber|member)|log ?in to (?:read|continue)|register to (?:read|continue)|you (?:have|['’]ve) reached your",
      "weiterlesen mit .{0,30}(?:plus|abo|premium)\\b|jetzt weiterlesen|diese[rn]? (?:artikel|text|inhalt) (?:ist|lesen) .{0,30}abo|bereits abonnent",
      "(?:cet )?article (?:est )?réservé|(?:la suite|contenu) (?:est )?réservée?|il vous reste \\d+\\s?%|déjà abonné",
      "contenido exclusivo|exclusivo para suscriptores|suscríbete para|ya eres suscriptor|conteúdo exclusivo|exclusivo para assinantes|assine para",
      "contenuto riservato|riservato agli abbonati|abbonati per|(?:материал )?доступ(?:ен|но) (?:только )?(?:по подписке|подписчикам)",
      "(?:この記事は)?(?:有料)?会員限定|(?:회원|구독자) ?전용|仅限(?:会员|订户)|订阅后",
    ].join("|") +
    ")",
  "u",
);

/** Says that the rest is for subscribers: what follows is an offer. */
export function isPaywallNotice(text: string): boolean {
  return text.length <= 300 && paywall.test(text.toLowerCase());
}

const consent =
  /^(?:an dieser stelle (?:findest|finden|wird|befindet)|empfohlener (?:redaktioneller|externer) inhalt|ich bin damit einverstanden|personenbezogene daten können|externe[rn]? inhalt|this content is hosted|to (?:view|see) this (?:content|post|video)|please (?:accept|enable) (?:cookies|javascript)|allow (?:tweets|external content)|pour afficher ce contenu|este contenido está|link zum \S+-inhalt|datenschutzhinweis)/iu;

/** Stands where a video or a post would be until the reader agrees to it. */
export function isConsentNotice(text: string): boolean {
  return text.length <= 350 && consent.test(text);
}
