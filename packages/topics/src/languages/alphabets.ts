/*
 * Letters of languages by their orthographies, with the accents that loanwords keep. Other languages in Cyrillic may have any of its letters.
 */

/** Beyond a to z, which names bring into any language. */
const latin: Readonly<Record<string, string>> = {
  en: "éèêëïçàâôöñ",
  fr: "àâæçéèêëîïôœùûüÿ",
  es: "áéíñóúü",
  pt: "áâãàçéêíóôõúü",
  gl: "áéíñóúüï",
  ca: "àçéèíïóòúü",
  it: "àèéìíîòóù",
  ro: "ăâîșțşţ",
  de: "äöüßé",
  nl: "éèêëïíöóüúáâçà",
  af: "áéèêëíîïóôúû",
  sv: "åäöéàü",
  da: "æøåéáóü",
  no: "æøåéèêóòôàü",
  nn: "æøåéèêóòôàü",
  is: "áéíóúýþæöð",
  fo: "áíóúýæøð",
  fi: "äöåšžé",
  et: "äöõüšžé",
  hu: "áéíóöőúüű",
  pl: "ąćęłńóśźżé",
  cs: "áčďéěíňóřšťúůýž",
  sk: "áäčďéíĺľňóôŕšťúýž",
  sl: "čšžćđ",
  hr: "čćđšž",
  bs: "čćđšž",
  sh: "čćđšž",
  sr: "čćđšž",
  sq: "çë",
  lt: "ąčęėįšųūž",
  lv: "āčēģīķļņšūžō",
  tr: "çğıöşüâîû",
  az: "əçğıöşü",
  tk: "äçňöşüýž",
  ku: "çêîşû",
  uz: "ʻʼ",
  vi: "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
  id: "é",
  ms: "é",
  tl: "ñ",
  sw: "",
  so: "",
  cy: "âêîôûŵŷïáéöë",
  ga: "áéíóú",
  gd: "àèìòùé",
  mt: "ċġħżàèìòù",
  eu: "ñüç",
  eo: "ĉĝĥĵŝŭ",
  lb: "äéëöüèê",
  hsb: "čćěłńóřšśžź",
  dsb: "čćěłńóŕšśžź",
  yo: "áàéèẹíìóòọṣúùńǹ",
  mi: "āēīōū",
};
/** Of all other languages in Latin letters: those of western Europe. */
const otherLatin = "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿß";

const russian = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const cyrillic: Readonly<Record<string, string>> = {
  ru: russian,
  uk: "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
  be: "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
  bg: "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
  mk: "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
  sr: "абвгдђежзијклљмнњопрстћуфхцчџш",
  kk: `${russian}әғқңөұүһі`,
  ky: `${russian}ңөү`,
  mn: `${russian}өү`,
  tt: `${russian}әөүҗңһ`,
  ba: `${russian}ҙғҡҫңөүһә`,
  tg: "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
  uz: "абвгғдеёжзийкқлмнопрстуўфхҳцчшъэюя",
};

type Letters = ReadonlySet<string>;
const lettersByScript: ReadonlyMap<string, ReadonlyMap<string, Letters>> = new Map([
  ["Latin", new Map(Object.entries(latin).map(([language, more]): [string, Letters] => [language, new Set(more)]))],
  ["Cyrillic", new Map(Object.entries(cyrillic).map(([language, all]): [string, Letters] => [language, new Set(all)]))],
]);
const otherLatinLetters: Letters = new Set(otherLatin);

/** The letters other than a to z that a language has in a script, in lower case and composed; null when any are possible. */
export function alphabetOf(script: string, language: string): Letters | null {
  return lettersByScript.get(script)?.get(language) ?? (script === "Latin" ? otherLatinLetters : null);
}
