import { eastern } from "./words/eastern.ts";
import { western } from "./words/western.ts";

/** Words of a text with how often each stands in it. */
type WordCounts = Iterable<readonly [string, number]>;

/** Least share of a text's words that are empty in its language: in news it is a fifth and more; a name here and there is no language. */
const minShare = 0.06;

/** Indexes into `vocabularies`, of the languages in which a word is empty. */
const languagesOf = new Map<string, number[]>();
const vocabularies = [...Object.values(western), ...Object.values(eastern)].map(
  (list, language) => new Set(readList(list, language)),
);

/**
 * The words of a text that say nothing about an event in its language: articles, pronouns, prepositions, auxiliary verbs, numerals, days and months,
 * and what every agency writes ("said", "spokesman"). What language it is the same words tell: the one of which most stand in the text.
 *
 * A word is empty in a language, not everywhere: "war" is a verb in German and an event in English.
 *
 * @param words in lower case, without apostrophes
 * @returns empty for a language that has no list
 */
export function emptyWordsIn(words: WordCounts): ReadonlySet<string> {
  const found = new Float64Array(vocabularies.length);
  let all = 0;
  for (const [word, count] of words) {
    all += count;
    for (const language of languagesOf.get(word) ?? []) found[language] = (found[language] ?? 0) + count;
  }
  const most = Math.max(...found);
  if (most === 0 || most < minShare * all) return none;
  return vocabularies[found.indexOf(most)] ?? none;
}

const none: ReadonlySet<string> = new Set();

function readList(list: string, language: number): readonly string[] {
  const words = list.split(/\s+/u).filter(Boolean);
  for (const word of new Set(words)) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
  return words;
}

/** Chinese characters of grammar, simplified and traditional; those that also stand in names of places and people are not among them. */
const grammar = /[的了是这這那们們把被也都就没沒吗嗎呢该該并並将將与與及或但而其之于於在和为為]/u;
const hiragana = /\p{Script=Hiragana}/u;
/** What every agency writes. */
const newsPairs = new Set(
  "表示 记者 記者 报道 報道 报导 報導 今天 昨天 今日 昨日 明天 目前 进行 進行 星期 一个 一個 没有 可以 已经 已經 时间 時間 上午 下午 晚上 宣布 发布 發布 消息 方面 发言 發言 言人 通讯 通訊 日电 日電 月一 月二 月三 月四 月五 月六 月七 月八 月九 月十 期一 期二 期三 期四 期五 期六 期日 期天 发表 發表 会見 関係 同日 午前 午後 時間".split(
    " ",
  ),
);

/** Is a pair of Chinese or Japanese characters grammar, or what every agency writes? Hiragana write grammar, and hardly ever a name. */
export function isEmptyPair(pair: string): boolean {
  return grammar.test(pair) || hiragana.test(pair) || newsPairs.has(pair);
}
