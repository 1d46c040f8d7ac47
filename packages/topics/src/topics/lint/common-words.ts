/** Words that most articles of a language have, folded; for judging how broad a query is without counts of the stream. */
const byLanguage: Readonly<Record<string, string>> = {
  en: "a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its may me more my new no not of on one or other our out over said she so some than that the their them then there these they this to two up was we were what when where which who will with would year you your us am",
  de: "aber als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer er es fur hat ich im in ist mit nach nicht noch nur oder sich sie sind so uber um und von vor war was wenn werden wie wir wird zu zum zur",
  fr: "a au aux avec ce ces cette dans de des du elle en est et etait etre il ils je la le les leur mais ne nous on ont ou par pas plus pour qu que qui sa se ses son sont sur un une vous y",
  es: "a al como con de del el ella en entre era es esta este fue ha han la las lo los mas no o para pero por que se ser si sin sobre su sus un una y ya",
  it: "a al alla anche che chi come con da dal dei del della delle di e ed gli ha i il in la le lo ma nel nella non per piu piu quello se si sono su sua suo tra un una",
  pt: "a ao aos as com como da das de do dos e ele em entre era foi ha mais mas na nas nao no nos o os ou para pela pelo por que se sem ser seu sua um uma",
  nl: "aan al als bij dat de der die dit een en er het hij ik in is je maar met naar niet nog of om ook op te tot uit van voor was wat we werd wordt ze zich zijn",
  ru: "а без бы был была были было быть в вам вас во все вы где да для до его ее если же за и из или им их к как когда кто ли мы на над нам нас не него нет ни но о об он она они от по под при с так также там то того том у уже что чтобы это этого этой",
  uk: "а або але б без був була були в все вона вони він від для до з за зі і й його її із на над не ні по при про та так також там то у що щоб це як який",
  tr: "bir bu ve da de icin ile olan olarak gibi daha ama ne o mi en kadar sonra her",
  pl: "a ale bo by byc byl byla co czy do go i ich jak jego jest juz ktore ktory lub ma na nie o od oraz po pod przez przy sie sa ta tak te to tym w we z za ze",
};

const sets: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(byLanguage).map(([language, words]) => [language, new Set(words.split(" "))]),
);

/** Languages whose common words are looked for when a topic names none: in each script the most usual ones. */
const usual = ["en", "ru", "uk"];

/**
 * Whether a folded word is one that nearly every article has.
 *
 * @param languages primary subtags that the topic is limited to; empty: not limited
 */
export function isCommonWord(word: string, languages: readonly string[]): boolean {
  return (languages.length === 0 ? usual : languages).some((language) => sets.get(language)?.has(word) === true);
}

/** Companies and products whose names are everyday English words, folded. */
const names =
  "alphabet amazon apple aurora avis ball block boots bp bumble caterpillar chase chevron citizen compass crown cruise dash delta discover dove eagle elevance figma focus gap general giant harmony hinge key lush mars match meta mini monster next nova now oracle orange palm pandora peloton polo quest republic robinhood royal sage shell signal sky slack snap spirit sprint square stage stripe subway sun target tide time uber unity viking virgin vision visa wish wise zoom";

const commonNames: ReadonlySet<string> = new Set(names.split(" "));

/** True for a folded word that is both a well-known name and an everyday English word. */
export function isCommonName(word: string): boolean {
  return commonNames.has(word);
}
