import { endsSentence } from "../../page/words.ts";

const labelledCredit = new RegExp(
  "^[\\s\\[(]*(?:" +
    [
      "(?:photo|photograph|image|picture|pictured?|video|graphic|illustration|cover|file)s?(?: (?:credit|courtesy|by|source|via|of))?s?\\s*[:：]|(?:credit|source|via)\\s*[:：]",
      "(?:foto|bild|bildquelle|quelle|crédits? photo|crédit|фото|видео|источник|джерело|fuente|fonte|imagen|imagem|zdjęcie|fotoğraf|kaynak|φωτογραφία|φωτό|πηγή)(?:s|\\(s\\))?\\s*[:：/]",
      "(?:صورة|الصورة|تصوير|المصدر|عکس|منبع|צילום|מקור|फोटो|स्रोत|ภาพ|ที่มา|เครดิตภาพ)\\s*:",
      "(?:写真|撮影|画像|사진|출처|图片来源|图源|来源|摄影)\\s*[:：/／=]",
    ].join("|") +
    ")",
  "u",
);

const agency = /^[\s[(]*(?:getty images|reuters|ap photo|afp|shutterstock|istock)(?![\p{L}\p{N}])/iu;

/** "Photo: …", "Source: …", "Reuters", "Reuters The quay after the storm". */
export function isCredit(text: string): boolean {
  if (text.length > 200) return false;
  return labelledCredit.test(text.toLowerCase()) || startsWithAgency(text);
}

/** True for an agency's name before what its picture shows; in "Reuters first reported …" it is the subject of a sentence. */
function startsWithAgency(text: string): boolean {
  const name = agency.exec(text)?.[0];
  return name !== undefined && !/^\s+\p{Ll}/u.test(text.slice(name.length)) && !endsSentence(text);
}

/** A picture's credit at the end of its caption: "… at the quay. A. Name / AGENCY", "(Photo by A. Name)", "AP Photo/A. Name". */
const agencyCredit =
  /(?:\p{Lu}[\p{L}.'’-]+\s*\/\s*\p{Lu}{2,}[\p{L} ]{0,20}|\p{Lu}{2,6}\s*\/\s*\p{Lu}[\p{L} .'’-]{1,39}\p{L}|\b(?:Getty Images|Shutterstock|AP Photo|[Pp]icture [Aa]lliance|imago|iStock)[^.!?]{0,40})\)?$/u;
const namedCredit =
  /\b(?:photo|image|picture|foto|bild|фото|crédit)s?(?:\s+(?:by|credit|courtesy(?: of)?)|\s*:)\s*(?:\s?[^\s.!?]+\.?){1,5}\)?$/iu;

/** A caption that ends with its credit. */
export function isCaption(text: string): boolean {
  const end = text.slice(-90);
  return text.length <= 400 && (agencyCredit.test(end) || namedCredit.test(end));
}
