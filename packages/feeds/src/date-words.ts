/**
 * Names of the months, January to December, in the languages of our sources; any beginning of at least three letters
 * counts as an abbreviation. Where two languages disagree about an abbreviation, the earlier line is right; a whole
 * name always wins over an abbreviation.
 */
const monthNames: readonly string[] = [
  "january february march april may june july august september october november december", // English
  "januar februar märz april mai juni juli august september oktober november dezember", // German
  "jänner feber maerz april mai juni juli august september oktober november dezember", // German of Austria
  "janvier février mars avril mai juin juillet août septembre octobre novembre décembre", // French
  "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", // Spanish
  "ene feb mar abr may jun jul ago setiembre oct nov dic", // Spanish of America
  "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", // Italian
  "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro", // Portuguese
  "januari februari maart april mei juni juli augustus september oktober november december", // Dutch
  "jan feb mrt apr mei jun jul aug sept okt nov dec", // Dutch, short
  "januar februar marts april maj juni juli august september oktober november desember", // Danish, Norwegian
  "januari februari mars april maj juni juli augusti september oktober november december", // Swedish
  "января февраля марта апреля мая июня июля августа сентября октября ноября декабря", // Russian
  "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь", // Russian, nominative
  "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня", // Ukrainian
  "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень", // Ukrainian, nominative
  "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia", // Polish
  "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień", // Polish, nominative
  "ledna února března dubna května června července srpna září října listopadu prosince", // Czech
  "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec", // Czech, nominative
  "január február marec apríl máj jún júl august september október november december", // Slovak
  "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra", // Slovak, genitive
  "január február március április május június július augusztus szeptember október november december", // Hungarian
  "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie", // Romanian
  "januar februar mart april maj jun jul avgust septembar oktobar novembar decembar", // Serbian, Slovene
  "јануар фебруар март април мај јун јул август септембар октобар новембар децембар", // Serbian, Cyrillic
  "януари февруари март април май юни юли август септември октомври ноември декември", // Bulgarian
  "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου", // Greek
  "ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος", // Greek, nominative
  "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık", // Turkish
  "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta", // Finnish
  "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember", // Estonian
  "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris", // Latvian
  "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio", // Lithuanian
  "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre", // Catalan
  "januari februari maret april mei juni juli agustus september oktober november desember", // Indonesian
  "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر", // Arabic
  "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר", // Hebrew
  "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर", // Hindi
];

/** Beginnings of the names of the days, Sunday to Saturday; only English ones decide between two readings of a date. */
const weekdayNames: readonly string[] = [
  "sun mon tue wed thu fri sat",
  "son mon die mit don fre sam",
  "so mo di mi do fr sa",
  "dim lun mar mer jeu ven sam",
  "dom lun mar mie jue vie sab",
  "dom lun mar mer gio ven sab",
  "dom seg ter qua qui sex sab",
  "zon maa din woe don vri zat",
  "zo ma di wo do vr za",
  "son man tir ons tor fre lor",
  "sun mån tis ons tors fre lör",
  "вос пон вто сре чет пят суб",
  "вс пн вт ср чт пт сб",
  "нед пон вів сер чет п'я суб",
  "нд пн вт ср чт пт сб",
  "nie pon wto śro czw pią sob",
  "nd pn wt śr czw pt sb",
  "ned pon úte stř čtv pát sob",
  "ne po út st čt pá so",
  "vas hét ked sze csü pén szo",
  "dum lun mar mie joi vin sâm",
  "κυρ δευ τρι τετ πεμ παρ σαβ",
  "paz pzt sal çar per cum cmt",
  "sun maa tii kes tor per lau",
  "الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
];

/** Abbreviations are at least as long, except those that stand above as they are. */
const minBeginning = 3;

const [monthsByName, weekdaysByName] = [monthTable(), weekdayTable()];
const englishWeekdays: readonly string[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** @returns 1 to 12 for the name of a month or a beginning of it, in any of our languages; null for any other word */
export function monthOf(word: string): number | null {
  return monthsByName.get(plainWord(word)) ?? null;
}

/** Whether a word names a day of the week in one of our languages. */
export function isWeekday(word: string): boolean {
  const plain = plainWord(word);
  return weekdaysByName.has(plain) || weekdaysByName.has(plain.slice(0, minBeginning));
}

/** @returns 0 (Sunday) to 6 for English names and their beginnings; null for any other word */
export function englishWeekday(word: string): number | null {
  const day = englishWeekdays.indexOf(word.slice(0, minBeginning).toLowerCase());
  return day === -1 ? null : day;
}

/** Lower case without accents and the dot of an abbreviation. */
function plainWord(word: string): string {
  const lower = word.toLowerCase().replace(/\.$/, "");
  return /^[a-z]*$/.test(lower) ? lower : lower.normalize("NFD").replace(/\p{M}/gu, "");
}

function monthTable(): ReadonlyMap<string, number> {
  const names = monthNames.flatMap((line) =>
    line.split(" ").map((name, index) => [plainWord(name), index + 1] as const),
  );
  const table = new Map<string, number>();
  for (const [name, month] of names) if (!table.has(name)) table.set(name, month);
  for (const [name, month] of names) {
    for (let length = name.length - 1; length >= minBeginning; length -= 1) {
      const beginning = name.slice(0, length);
      if (!table.has(beginning)) table.set(beginning, month);
    }
  }
  return table;
}

function weekdayTable(): ReadonlySet<string> {
  return new Set(weekdayNames.flatMap((line) => line.split(" ").map(plainWord)));
}
