import { isPersonal } from "./person-kind.ts";

const maxLength = 300;
const maxNameLength = 80;
const maxNameWords = 7;

/** "By", "Written by", "Text:" in the languages we meet; also several in a row. */
const leadIn =
  /^(?:(?:written|reported|posted|published|story|words|text|edited|verfasst|geschrieben|écrit|publié|escrito|publicado|scritto|pubblicato|skrevet|skriven|napisał)\s+)?(?:by|von|par|por|di|da|door|av|af|od|przez|от|автор(?:ы|и)?|auteure?s?|autor(?:in|es|en|e|i)?|autor[ea]|authors?|words|story|text|texte|texto|tekst|testo|текст|слова|written|geschrieben)\s*(?:[:：]\s*|\s)/iu;
/** Lead-ins that also begin names: "Da Silva", "Di Maria". */
const namePart = /^(?:di|da|do)\s+\S+$/iu;
/** Credits of others than the writers. */
const otherCredit =
  /^(?:photos?|photograph\p{L}*|fotos?|fotografi\p{L}*|bild(?:er)?|video|illustrations?|graphics?|grafik|фото|写真|사진)\s*(?:[:：]|by\s|von\s|par\s|di\s)/iu;
const marks = /\s*[;|•·、，]\s*|\s+\/\s+|\s[-–—]\s/u;
const conjunction = /\s(?:and|und|et|en|och|og|&|и|та|ve)\s/iu;
/** One letter, which also joins the parts of one name: "Ortega y Gasset". */
const shortConjunction = /\s(?:y|e|i|і|a)\s/iu;

/** E-mail addresses, URLs and account names. */
const address = /\S*(?:@|:\/\/|www\.)\S*/g;
/** A month's name and a number; after that nobody is named. */
const monthAndDay =
  /\s*(?<!\p{L})(?:updated:?\s+)?(?:jan|feb|mar|mär|apr|ma[iy]|jun|jul|aug|sep|oct|okt|nov|dec|dez)\p{L}*\.?\s+\d{1,2}(?!\d).*$/iu;
/** What follows a name in its line: a date, a place, a role. */
const tail =
  /(?:\s+(?:in|at|aus|from|à|for|für|pour|para)\s+\S.*|\s*\(.*|\s*[:–—|,-]\s*$|\s+\d.*|\s*(?:기자|특파원|논설위원|선임기자|인턴기자|記者|记者|編集委員|論説委員|特派員|통신원))$/iu;
const edges = /^[\s.,:;/\-–—|"“”„«»*#]+|[\s,:;/\-–—|"“”„«»*#]+$/gu;

const nothing =
  /^(?:\w*admin(?:istrator)?\d*|webmaster|null|undefined|none|n\/?a|unknown|authors?|autor(?:en)?|by|root|user|test|updated|published)$|©/iu;
/**
 * Splits a line such as "By A and B, correspondents" into names.
 *
 * A comma separates names, except in "Doe, Jane", which becomes "Jane Doe".
 *
 * @returns clean names in order; an empty list when the text holds none
 */
export function splitNames(text: string): string[] {
  if (text.length > maxLength) return [];
  const line = withoutLeadIn(text.replace(address, " ").replace(monthAndDay, ""));
  return line
    .split(marks)
    .flatMap(splitCommas)
    .flatMap((part) => part.split(conjunction))
    .flatMap(splitShort)
    .flatMap(splitSlash)
    .filter((part) => !otherCredit.test(part.trim()))
    .map(cleanName)
    .filter(isName);
}

function withoutLeadIn(text: string): string {
  let line = text.trim();
  for (let round = 0; round < 3 && leadIn.test(line) && !namePart.test(line); round++)
    line = line.replace(leadIn, "").trim();
  return line;
}

function splitCommas(text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  const [last = "", first = ""] = parts;
  const isReversed = parts.length === 2 && parts.every((part) => isSingleName(part) && isPersonal(part));
  return isReversed ? [`${first} ${last}`] : parts;
}

function isSingleName(text: string): boolean {
  return /^\p{Lu}\p{Ll}[\p{L}'’-]*$/u.test(text);
}

function splitShort(text: string): string[] {
  const parts = text.split(shortConjunction);
  return parts.every((part) => /\S\s+\S/u.test(part.trim())) ? parts : [text];
}

/** "Jane Doe/dpa" are two; a sign-off such as "red/sda" is one mark. */
function splitSlash(text: string): string[] {
  return /^[\p{Ll}/]+$/u.test(text.trim()) ? [text] : text.split("/");
}

function cleanName(part: string): string {
  let name = withoutLeadIn(part.replace(edges, ""));
  for (let round = 0; round < 3; round++) {
    const shorter = name.replace(tail, "").replace(edges, "");
    if (shorter === name) break;
    name = shorter;
  }
  return name;
}

function isName(text: string): boolean {
  const words = text.split(/\s+/).length;
  return (
    text.length > 1 &&
    text.length <= maxNameLength &&
    words <= maxNameWords &&
    /^[^\d]*\p{L}/u.test(text) &&
    !nothing.test(text)
  );
}
