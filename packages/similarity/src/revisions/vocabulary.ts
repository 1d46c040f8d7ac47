/*
 * Words by which a change of facts is told from one of style, for the languages we meet. All languages share one set: a
 * text's own is not always known, and words that mean something else in a neighbouring language are left out.
 */

const words = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(" ")));

/** Words that turn a statement into its opposite, in lower case without apostrophes. */
export const negations = words(
  "not no never none nobody nothing nor neither cannot without denied denies",
  "cant dont doesnt didnt isnt arent wasnt werent wont wouldnt couldnt shouldnt hasnt havent hadnt",
  "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts weder ohne",
  "ne pas jamais aucun aucune rien ni sans nest na nont",
  "nunca jamás ningún ninguno ninguna nadie nada tampoco sin",
  "non nessun nessuno nessuna niente senza",
  "não nenhum nenhuma ninguém sem",
  "niet geen nooit niemand niets zonder",
  "inte ingen inget inga aldrig ikke aldri ingenting utan uden uten",
  "nigdy żaden żadna żadne nikt bez není nejsou nikdy žádný",
  "не нет ни никогда никто ничего нельзя без немає ніколи ніхто",
  "δεν μη μην ποτέ κανείς χωρίς değil yok asla",
  "لا لم لن ليس ليست غير דون לא אין בלי نیست نه नहीं मत ना",
  "không chẳng tidak bukan belum hindi",
);

/** The same where words are not separated, and for Korean, which negates inside its words. */
export const unspacedNegation = /不|没|沒|未|无|無|非|否|ない|なかっ|なく|ません|ぬ|ไม่|မ.{1,8}ဘူး|មិន|않|못|없|아니/gu;

/** Prefixes of opposites: `likely` and `unlikely`, `möglich` and `unmöglich`. */
export const oppositePrefix = /^(?:un|in|im|il|ir|dis|non|de[sz]|a|anti|не|мало)$/u;

/** Forms of address and office: whether they are printed is style. */
export const honorifics = words(
  "mr mrs ms miss dr prof sir lord lady herr frau monsieur madame mme señor señora sr sra signor signora",
  "president minister prime secretary senator governor judge chief officer king queen prince princess pope",
  "general colonel captain chancellor premier mp",
);

const numberNames: readonly (readonly [string, string])[] = [
  ["2", "two zwei deux dos due dois duas twee två to dwa два две dva iki"],
  ["3", "three drei trois tres tre três drie trzy три tři üç"],
  ["4", "four vier quatre cuatro quattro quatro fyra fire cztery четыре čtyři dört"],
  ["5", "five fünf cinq cinco cinque vijf fem pięć пять pět beş"],
  ["6", "six sechs seis sei zes sex seks sześć шесть šest altı"],
  ["7", "seven sieben sept siete sette sete zeven sju syv siedem семь sedm yedi"],
  ["8", "eight acht huit ocho otto oito åtta åtte otte osiem восемь osm sekiz"],
  ["9", "nine neun nueve nove negen nio ni dziewięć девять devět dokuz"],
  ["10", "ten zehn dix diez dieci dez tien tio ti dziesięć десять deset on"],
  ["11", "eleven elf onze once undici elva elleve jedenaście одиннадцать"],
  ["12", "twelve zwölf douze doce dodici doze twaalf tolv dwanaście двенадцать dozen"],
  ["20", "twenty zwanzig vingt veinte venti vinte twintig tjugo tyve dwadzieścia двадцать"],
  ["30", "thirty dreißig dreissig trente treinta trenta trinta dertig trzydzieści тридцать"],
  ["100", "hundred hundert cent cien cento cem honderd hundra sto сто yüz"],
  ["1000", "thousand tausend mille mil mila duizend tusen tysiąc tysięcy тысяча тысяч тысячи bin"],
  [
    "1e6",
    "million millions millionen millón millones milione milioni milhão milhões miljoen miljoner milion milionów миллион миллионов миллиона mln milyon",
  ],
  [
    "1e9",
    "billion billions milliarde milliarden milliard milliards millardos miliardo miliardi bilhão bilhões miljard miljarder miliard miliardów миллиард миллиардов миллиарда bn mlrd milyar",
  ],
  ["1e12", "trillion trillions billionen billón billones bilione trilhão trilhões biljoen трлн триллион"],
];
/** Too often something else: "ni" (French), "on" (English, French), "bin" (German), "to" (English), "once", "due", "sex". */
const ambiguousNumbers = words("ni on bin to once due sex elf sei ti tres fire mil cent");

/** Number words with the figure they stand for, so that `twelve` and `12` are one. One is left out: it is an article. */
export const numberWords: ReadonlyMap<string, string> = new Map(
  numberNames.flatMap(([figure, names]) =>
    names
      .split(" ")
      .filter((name) => !ambiguousNumbers.has(name))
      .map((name): [string, string] => [name, figure]),
  ),
);

/** Digits of the scripts that write them as letters. */
export const hanNumeral = /^[〇零一二三四五六七八九十百千万萬億亿兆两兩]$/u;

const calendarLanguages = "en de fr es it pt nl sv da nb fi pl cs sk hu ro ru uk bg el tr ar he fa hi id vi ko".split(
  " ",
);

/** Months and days of the week as the languages spell them out, in lower case. */
export const calendarWords: ReadonlySet<string> = new Set(
  calendarLanguages.flatMap((language) => {
    const forms: Intl.DateTimeFormatOptions[] = [
      { month: "long" },
      { month: "long", day: "numeric" },
      { weekday: "long" },
    ];
    return forms.flatMap((form) => {
      const format = new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" });
      const parts = form.weekday === undefined ? 12 : 7;
      return Array.from({ length: parts }, (_, at) => {
        const instant = Date.UTC(2024, form.weekday === undefined ? at : 0, form.weekday === undefined ? 1 : at + 1);
        const part = format.formatToParts(instant).find(({ type }) => type === "month" || type === "weekday");
        return (part?.value ?? "").toLowerCase();
      }).filter((name) => /^\p{L}{3,}$/u.test(name));
    });
  }),
);

/** How publishers begin the note that something they wrote was wrong. */
export const correctionNotice = new RegExp(
  [
    String.raw`(?:^|[(\[*])\s*(?:corrections?|clarifications?|corrected|erratum|errata|editor['’]s note)\b\s*(?:[:.)\]—–-]|and|&|\()`,
    String.raw`\b(?:an? (?:earlier|previous) version of th|th(?:is|e) (?:article|story|headline|report|piece)[^.]{0,60}\b(?:was|has been|have been|were) (?:amended|corrected)|(?:amended|updated|corrected) to correct)`,
    String.raw`(?:^|[(\[*])\s*(?:richtigstellung|korrektur|berichtigung|hinweis der redaktion|anmerkung der redaktion)`,
    String.raw`in einer (?:früheren|vorherigen|ersten) (?:version|fassung)`,
    String.raw`(?:^|[(\[*])\s*(?:rectificatif|corrigé|mise au point|erratum)`,
    String.raw`une (?:version précédente|précédente version)|cet article a été (?:corrigé|modifié|rectifié)`,
    String.raw`fe de erratas|(?:^|[(\[*])\s*(?:corrección|rectificación)|una versión anterior`,
    String.raw`errata corrige|(?:^|[(\[*])\s*(?:rettifica|correzione)|una versione precedente`,
    String.raw`(?:^|[(\[*])\s*(?:correção|retificação)|uma versão anterior`,
    String.raw`(?:^|[(\[*])\s*(?:rectificatie|correctie)|een eerdere versie`,
    String.raw`(?:^|[(\[*])\s*(?:rättelse|rettelse|retting|oikaisu|sprostowanie|oprava|helyreigazítás|rectificare|düzeltme|διόρθωση|поправка|исправление|исправлено|уточнение|виправлення|уточнення)`,
    String.raw`в (?:предыдущей|первоначальной|более ранней) версии|у попередній версії`,
    "تصحيح|تصويب|תיקון טעות|भूल सुधार|更正|勘误|勘誤|訂正|おわび|お詫び|정정|바로잡습니다|แก้ไขข่าว|đính chính|ralat",
  ].join("|"),
  "iu",
);

/** Lines that say when a page was changed, how long it is, how often it was read. */
export const timeStamp = new RegExp(
  [
    String.raw`^(?:last )?(?:updated|modified|published|posted|edited|first published)\b`,
    "^(?:zuletzt )?(?:aktualisiert|stand|veröffentlicht|geändert)\\b|^(?:mis à jour|publié|modifié|dernière mise)",
    "^(?:última )?(?:actualización|actualizado|publicado|atualizado|atualização)|^(?:ultimo )?(?:aggiornamento|aggiornato|pubblicato)",
    "^(?:laatst )?(?:bijgewerkt|gepubliceerd)|^(?:uppdaterad|publicerad|opdateret|oppdatert|aktualizováno|aktualizacja|güncelleme|обновлено|опубликовано|оновлено)",
    "^(?:تحديث|آخر تحديث|עודכן)|^(?:更新|发布|發布|公開|掲載|입력|수정|업데이트)",
    String.raw`^(?:©|\(c\)|copyright\b)`,
    String.raw`^\d+ (?:min(?:ute)?s?|hours?|days?) (?:ago|read)\b|^vor \d+ |^il y a \d+ |^hace \d+ |^há \d+ `,
    String.raw`^[\d.,]+ ?[km]? (?:comments?|shares?|views?|likes?|kommentare|commentaires|comentarios|commenti|reacties)\b`,
  ].join("|"),
  "iu",
);

/** The place, date and agency before a report, up to and with the dash. */
export const dateline = /^[\p{L}(][^!?]{1,80}[\s)][-–—]{1,2}\s*$/u;

/** Lines that lead to other articles. */
export const relatedLink =
  /^(?:read (?:more|also|next)|see also|related|more (?:on|from)|also read|watch|listen|lesen sie|mehr zum|siehe auch|lire aussi|à lire|sur le même sujet|lea también|te puede interesar|leggi anche|leia também|lees ook|läs (?:mer|också)|les også|læs også|czytaj także|читайте также|читайте також|اقرأ أيضا|相关|相關|関連|관련)/iu;
