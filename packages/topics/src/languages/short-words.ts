/**
 * The most frequent words without a meaning of their own (articles, prepositions, conjunctions, pronouns, forms of "to be") in languages
 * that share letters and vocabulary with a neighbour. Words that neighbours share stand in both lists, so that they speak for neither.
 */
const lists: Readonly<Record<string, string>> = {
  da: "og i at det er en til af på for med den der som de har ikke et om var sig kan fra ved han men vil også efter blev være havde mellem eller når bliver noget nogle nogen hvad uden ud ind op siger sagde fik gik end vores deres så over under man",
  no: "og i at det er en til av på for med den der som de har ikke et om var seg kan fra ved han men vil også etter ble være hadde mellom eller når blir noe noen hva uten ut inn opp sier sa fikk gikk enn våre deres så over under man",
  nn: "og i at det er ein til av på for med den der som dei har ikkje eit om var seg kan frå ved han men vil òg etter vart vere hadde mellom eller når blir noko nokon kva utan ut inn opp seier sa fekk gjekk enn våre deira så over under",
  sv: "och i att det är en till av på för med den där som de har inte ett om var sig kan från vid han men vill också efter blev vara hade mellan eller när blir något några någon vad utan ut in upp säger sade fick gick än våra deras så över under man",
  cs: "a v na je se že s z do o i to k pro jako ale by byl byla bylo byli jsou za po který která které kteří nebo od u až podle také však jeho více při tak není již když ve ze mezi co být může pouze",
  sk: "a v na je sa že s z do o i to k pre ako ale by bol bola bolo boli sú za po ktorý ktorá ktoré ktorí alebo od u až podľa tiež však jeho viac pri tak nie už keď vo zo aj medzi čo byť môže iba",
  pl: "a w na jest się że z do o i to dla jak ale by był była było byli są za po który która które lub od u według także jednak jego więcej przy tak nie już gdy we ze między co być może tylko",
  sl: "in v na je se da z s do o za po ki kot pa ali tudi bi bil bila bilo so od pri ko še ne že zaradi med kar biti lahko samo",
  hr: "i u na je se da s sa od za su o koji koja koje kao ali iz do što ne bio bila biti može po ili će bi samo kako ako kada",
  pt: "o a os as um uma de do da dos das no na nos nas em por para com que e é não se mais como foi são ao à pelo pela seu sua ou mas ser está também já quando muito entre até sobre isso este esta",
  gl: "o a os as un unha de do da dos das no na nos nas en por para con que e é non se máis como foi son ao á polo pola seu súa ou pero ser está tamén xa cando moi entre ata sobre isto este esta",
  es: "el la los las un una de del en por para con que y es no se más como fue son al lo su sus o pero ser está también ya cuando muy entre hasta sobre este esta le ha sin desde",
  ca: "el la els les un una de del dels en per amb que i és no es més com a al o però ser són també quan molt entre fins aquest aquesta seva seu ha sense des",
  it: "il lo la i gli le un una di del della dei delle in per con che e è non si più come a al alla nel nella su sul da dal ma o essere sono anche quando molto tra fino questo questa ha se",
  fr: "le la les un une de du des en pour avec que qui et est ne pas se plus comme a au aux dans sur par son sa ses ou mais être sont aussi ce cette il elle nous si",
  ro: "și şi de la în a cu pe un o care nu se mai că din ce este sunt pentru lui au fost ca sau dar prin după ai ale al",
  hu: "a az és hogy nem is egy volt van ez azt de csak már még meg ki el aki ami mint vagy után alatt szerint amely között lesz",
  fi: "ja on ei että se hän oli ovat mutta myös kun kuin niin jos tai sen ole mukaan jälkeen joka jotka hänen voi",
  et: "ja on ei et see ta oli aga ka kui nii või selle ole järgi pärast kes mis oma tema kuid veel",
  sq: "dhe në e të i një për me nga që është nuk si më u do se ka kjo ky por janë ishte",
  lt: "ir į iš yra kad su dėl ne tai kaip bet buvo jis ji po už prie apie taip pat kuris kurie",
  lv: "un ir ar no uz par ka kas tas bet bija viņš pēc arī kā lai vai nav pie",
  en: "the of and to in a is that for it as was with on by are be at this from have or which had not but their they was has its an if",
  nl: "de het een van en in is dat op te voor met zijn die niet aan er om ook als maar bij of uit nog naar door over ze hij wordt",
  af: "die van en in is het dat op te vir met nie aan om ook as maar by of uit nog na deur hulle hy word",
  de: "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei",
  ru: "и в на с что не по из к от за для это как но до или бы только если когда был была были может при после его их она он а у о об со также который которые еще ещё",
  uk: "і в у на з що не по із до від за для це як але або би тільки якщо коли був була були може при після його їх вона він а та й про також який які ще",
  be: "і ў у на з што не па да ад за для гэта як але або бы толькі калі быў была былі можа пры пасля яго іх яна ён а пра таксама які якія яшчэ",
  bg: "и в на се да за от с със е не че който която което които как но до или ще би само това ако когато беше може по във са при след",
  mk: "и во на се да за од со е не што кој која кое кои како но до или ќе би само ова ако кога беше може по се при после тоа",
  sr: "и у на се да за од са је не што који која које као али до или ће би само ово ако када био може по су при после то о из",
  id: "dan di yang untuk dari dengan ini itu pada dalam adalah akan tidak ke oleh karena bisa atau juga telah sudah lebih bahwa mereka kami saat menjadi dapat ada tersebut",
  ms: "dan di yang untuk dari dengan ini itu pada dalam ialah adalah akan tidak ke oleh kerana boleh atau juga telah sudah lebih bahawa mereka kami semasa menjadi dapat ada tersebut daripada",
  az: "və bu bir üçün ilə da də o ki olan olaraq daha çox kimi isə edir etdi görə sonra hər var idi deyil lakin",
  tr: "ve bu bir için ile da de o ki olan olarak daha çok gibi ise eder etti göre sonra her var idi değil ancak ya",
};

const wordsByLanguage: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(lists).map(([language, list]) => [language, new Set(list.split(" "))]),
);

/** Frequent short words of a language, in lower case; null for those that need none to be told from others. */
export function shortWordsOf(language: string): ReadonlySet<string> | null {
  return wordsByLanguage.get(language) ?? null;
}
