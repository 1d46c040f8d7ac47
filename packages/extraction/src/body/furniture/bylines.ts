import { endsSentence } from "../../page/words.ts";
import { startsWith } from "./phrases.ts";

const byline = startsWith(
  "by|von|par|por|door|av|автор|text|story|written by|reported by|reporting by|editing by|edited by|author|posted (?:by|on)|published|updated|last (?:updated|modified)|date",
  "(?:记者|作者|编辑|责任编辑|記者)[:：]",
);

/** "By …", "Published …". */
export function isByline(text: string): boolean {
  return text.length <= 150 && byline.test(text.toLowerCase());
}

const reporting = new RegExp(
  "^[\\s(\\[—–-]*(?:" +
    "(?:(?:[Aa]dditional|[Ff]urther) )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated|[Gg]raphics?|[Ii]nterviews?) by:? \\p{Lu}|Contributing:|With (?:[Pp]ost )?wires$|" +
    "Aus dem \\p{L}+ischen\\b.{0,40}von\\b|(?:Übersetzung|Traduit|Traducción|Tradução)\\b.{0,40}(?:von|de|par|por)\\b)",
  "u",
);
const contributed = /\bcontributed to this (?:report|story|article)\b/i;

/** "(Reporting by …; editing by …)", "… contributed to this report." */
export function isReporting(text: string): boolean {
  return text.length <= 400 && (reporting.test(text) || contributed.test(text));
}

/** Years of the Gregorian, the Thai and, in Persian digits, the Iranian calendar. */
const fullDate =
  /\b(?:19|20|25)\d\d\b|۱[۳۴][۰-۹]{2}|\b\d{1,2}[./]\d{1,2}[./]\d{2}\b|\d{1,2}月\d{1,2}日|\d{1,2}월 ?\d{1,2}일/u;
const clockTime = /\b\d{1,2}:\d{2}\b|\b\d{1,2}\.\d{2} ?uhr\b|\bkl\.? \d{1,2}\.\d{2}\b/iu;
/** Longer words after which a full stop stands are words of a sentence. */
const maxDateWord = 3;
const maxUnspacedLetters = 12;
const unspacedLetters = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** A date with or without a time and little else: "23. April 2024", "28.04.2023, 20.15 Uhr", "1月13日". */
export function isDateLine(text: string): boolean {
  if (text.length > 70 || /[!?？！。]|[,;:]$/u.test(text) || !fullDate.test(text)) return false;
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  if (words.length > 4 || words.join("").length > 28) return false;
  if ((text.match(unspacedLetters)?.length ?? 0) > maxUnspacedLetters) return false;
  // "She died in 2006." is a sentence, "4 Aug. 2020." is none.
  return !endsSentence(text) || words.every((word) => word.length <= maxDateWord || startsWithMonth.test(word));
}

/** "19:57", "20.15 Uhr": when a post of a live page was written. */
export function isClockLine(text: string): boolean {
  if (text.length > 70 || /[!?]/.test(text) || fullDate.test(text)) return false;
  return (text.match(/[\p{L}\p{M}]+/gu)?.length ?? 0) <= 1 && clockTime.test(text);
}

/** The first three letters of the months in the languages whose dates we saw with a full stop. */
const startsWithMonth =
  /^(?:jan|feb|fev|fév|mar|mär|apr|avr|abr|ene|may|mai|jun|jui|jul|aug|aoû|ago|sep|set|oct|okt|out|nov|dec|déc|dez|dic|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)/iu;
