import { folded } from "../page/words.ts";

const agencies: ReadonlySet<string> = new Set(
  (
    "afp ap dpa apa sda ats reuters epd kna sid ansa efe lusa belga anp ntb tt ritzau stt pap ctk čtk mti tass тасс итар риа ria интерфакс interfax ukrinform укринформ " +
    "xinhua 新华社 kyodo 共同 jiji 時事 yonhap 연합뉴스 pti ani bernama antara aap pa upi afx dapd ips aa ians cp dts spot rnd tanjug hina agerpres bta"
  ).split(" "),
);
const agencyName =
  /\b(?:associated press|agence france|presse-?agentur|press association|press agency|news agency|bloomberg|reuters|canadian press|agencia efe|anadolu)\b/iu;

/** Words of desks, teams and roles. */
const deskWord = new RegExp(
  `(?:^|[^\\p{L}])(?:${[
    "editors?|editorial|staff|desk|newsdesk|newsroom|team|reporters?|correspondents?|contributors?|writers?|columnist|journalist|bureau|news|online|service|agenc(?:y|ies)|press|media",
    "redaktion\\p{L}*|agentur(?:en)?|reporter(?:in)?|korrespondent(?:in|en)?|redakteur(?:in)?|chefredakteur(?:in)?|journalist(?:in)?|nachrichten|gastautor(?:in)?|autor(?:in|en)?",
    "r[ée]daction|agences?|r[ée]dact(?:eur|rice)|journaliste|correspondante?|redacci[oó]n|redactora?|agencias?|periodista|corresponsal|redazione|redattore|giornalista|agenzia|reda[cç][aã]o|rep[oó]rter|jornalista",
    "redactie|redaksjon\\p{L}*|redakcja|redakce|redakcija|toimitus|szerkesztőség|redacția|haber merkezi|muhabiri?|редакци\\p{L}*|редакці\\p{L}*|корреспондент\\p{L}*|кореспондент\\p{L}*",
  ].join("|")})(?![\\p{L}])|編集部|편집국|편집부|뉴스룸|뉴스팀|编辑部|本报讯`,
  "iu",
);
/** The mark of an editor, or of nobody; part of a name they may be one. */
const signOff = /^(?:red|guest|anonymous|authors?)\.?$/i;
/** A site's address as a name. */
const host = /^\S{3,}\.[a-z]{2,12}$/i;
/** Small words inside names. */
const particle =
  /^(?:de|del|della|di|da|dos|das|do|du|des|la|le|van|von|der|den|ter|ten|zu|zum|zur|vom|el|al|bin|ibn|ben|bint|y|e|af|av|st\.?|mc|o)$/iu;

/** True for what is not recognisably a desk, a role, an agency or a site. */
export function isPersonal(name: string): boolean {
  return !isAgency(name) && !deskWord.test(name) && !signOff.test(name) && !host.test(name);
}

export function isAgency(name: string): boolean {
  return agencies.has(folded(name)) || agencyName.test(name);
}

/** True for two to five words as names are written; in scripts without capitals also for one. */
export function looksLikePerson(name: string): boolean {
  if (/\d/.test(name)) return false;
  if (/^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}・ ]{2,12}$/u.test(name)) return true;
  const words = name.split(/\s+/);
  if (words.length < 2 || words.length > 5) return false;
  return words.every((word) => particle.test(word) || /^(?:d['’]|l['’]|al-|el-)?[\p{Lu}\p{Lt}\p{Lo}]/u.test(word));
}
