/** A label of the model as a language that a text may be in. */
export interface Candidate {
  readonly label: string;
  /** ISO 639-1, or the label itself where there is no such code. */
  readonly language: string;
  /** How likely a news text is in the language before it is read, compared with a large one. */
  readonly prior: number;
}

/** Labels that are a variety of a language, or its parts under a common code. */
const languageOfLabel: Readonly<Record<string, string>> = {
  nn: "no",
  yue: "zh",
  wuu: "zh",
  arz: "ar",
  azb: "az",
  pnb: "pa",
  ckb: "ku",
  // Serbo-Croatian, whose own code is withdrawn; its Latin letters are all that Croatian has.
  sh: "hr",
};

/**
 * Languages with a daily press of their own: those of states and of large regions. Others have a Wikipedia, from which the model learned
 * them, but seldom news.
 */
const newsLanguages: ReadonlySet<string> = new Set(
  (
    "en ru uk be bg sr mk hr bs sl de fr es it pt nl pl cs sk tr ar fa he zh ja ko hi sv da no nn fi hu ro el id vi kk az " +
    "et lv lt ca sq ka hy th bn ur ta te ml kn mr gu pa pnb or as ne si my km lo bo am sw so is mn uz ky tg ps sd ckb ku sh yue arz dv tl eu"
  ).split(" "),
);

/** Languages that are hard to tell from a neighbour with many times their press. */
const besideLargerOnes: ReadonlySet<string> = new Set(
  "ms gl af lb bs sh nn yue wuu arz azb pnb ga cy mt ug yi tt".split(" "),
);

const priors = { news: 1, besideLarger: 0.2, other: 0.05, withoutCode: 0.01 };

/** Scripts of languages that are not written in Latin letters, or not only. */
const scriptsOfLabels: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Cyrillic: "ru uk be bg mk sr kk ky mn tt ba tg uz cv ce os av kv sah tyv lez krc xal myv mhr mrj rue bxr",
    Arabic: "ar fa ur ps ckb ug sd arz azb pnb mzn",
    Han: "zh ja yue wuu",
    Hangul: "ko",
    Devanagari: "hi mr ne sa mai bh gom new dty",
    Hebrew: "he yi",
    Greek: "el",
    Bengali: "bn as bpy",
    Ethiopic: "am",
    Tibetan: "bo",
    Thai: "th",
    Georgian: "ka xmf",
    Armenian: "hy",
    Tamil: "ta",
    Telugu: "te",
    Kannada: "kn",
    Malayalam: "ml",
    Gujarati: "gu",
    Gurmukhi: "pa",
    Oriya: "or",
    Sinhala: "si",
    Khmer: "km",
    Lao: "lo",
    Myanmar: "my",
    Thaana: "dv",
  }).map(([script, labels]) => [script, labels.split(" ")]),
);

/** Also written in Latin letters, beside the scripts above. */
const alsoLatin: ReadonlySet<string> = new Set(["sr", "uz"]);

/** The labels that may be the language of a text in a script. */
export function candidatesOf(script: string, labels: readonly string[]): Candidate[] {
  const others = new Set([...scriptsOfLabels.values()].flat());
  const own = scriptsOfLabels.get(script);
  return labels
    .filter((label) => (own === undefined ? !others.has(label) || alsoLatin.has(label) : own.includes(label)))
    .map((label) => ({ label, language: languageOf(label), prior: priorOf(label) }));
}

/** ISO 639-1 of a label; the label itself where there is no such code, or it stands for several languages (`bh`). */
export function languageOf(label: string): string {
  return languageOfLabel[label] ?? label;
}

/** True for codes of ISO 639-1; what else the model knows has three letters. */
export function isIso6391(language: string): boolean {
  return language.length === 2 && language !== "bh";
}

function priorOf(label: string): number {
  if (besideLargerOnes.has(label)) return priors.besideLarger;
  if (newsLanguages.has(label)) return priors.news;
  return isIso6391(languageOf(label)) ? priors.other : priors.withoutCode;
}
