/** A random source that also chooses. */
export interface Chance {
  /** A number in [0, 1). */
  readonly next: () => number;
  readonly one: <Item>(items: readonly [Item, ...Item[]] | readonly Item[]) => Item;
  readonly happens: (probability: number) => boolean;
  /** A whole number from `from` to `to`, both included. */
  readonly number: (from: number, to: number) => number;
}

export function chanceOf(next: () => number): Chance {
  return {
    next,
    one: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("Nothing to choose from");
      return item;
    },
    happens: (probability) => next() < probability,
    number: (from, to) => from + Math.floor(next() * (to - from + 1)),
  };
}

/**
 * Spellings that fold to the same tokens, or nearly: each group has forms that must find each other and one or two that
 * must not.
 */
const groups: readonly (readonly string[])[] = [
  ["oil", "Oil", "OIL", "o\u00ADil", "oils", "𝐨𝐢𝐥"],
  ["bank", "Bank", "banks", "banking", "banked", "Bánk"],
  ["sanction", "sanctions", "Sanctioned", "sanctity"],
  ["café", "cafe\u0301", "CAFÉ", "cafe", "cafés"],
  ["Straße", "strasse", "STRASSE", "Strase"],
  ["U.S.", "US", "us", "u.s", "U.S.A.", "USA"],
  ["O'Brien", "O’Brien", "obrien", "Brien"],
  ["Trump", "Trump's", "Trump’s", "TRUMP", "trumps"],
  ["COVID-19", "Covid 19", "covid–19", "COVID19"],
  ["1,000", "1000", "1", "3.14", "1,000.5"],
  ["H₂O", "H2O", "h2o"],
  ["İstanbul", "istanbul", "ISTANBUL", "ıstanbul"],
  ["ﬁnance", "finance", "Finances"],
  ["AT&T", "at t", "AT T"],
  ["Øresund", "oresund", "Oresund"],
  ["санкции", "санкция", "Санкций", "САНКЦИИ"],
  ["ёлка", "елка", "Елка", "е\u0308лки"],
  ["мой", "мои", "мои\u0306", "Мой"],
  ["за́мок", "замок", "ЗАМОК"],
  ["ѓон", "гон", "г\u0301он", "ќуќа", "кука"],
  ["С.В.Лавров", "Лавров", "С. В. Лавров", "св"],
  ["г.", "ул.", "млн", "Mr.", "etc.", "Fig."],
  ["Αθήνα", "ΑΘΗΝΑ", "Αθηνας", "αθηναΣ"],
  ["الحرب", "الْحَرْب", "الحـرب"],
  ["أحمد", "احمد", "مدرسة", "مدرسه"],
  ["٢٠٢٣", "2023", "۲۰۲۳", "२०२३"],
  ["می\u200Cخواهم", "میخواهم", "مي\u200Cخواهم"],
  ["שָׁלוֹם", "שלום"],
  ["北京", "北京大学", "北", "京", "大学"],
  ["プーチン", "ロシアのプーチン大統領", "大統領"],
  ["러시아", "러시아는"],
  ["กรุงเทพ", "เมืองกรุงเทพ", "กรุง"],
  ["២០២៤", "ឆ្នាំ២០២៤", "ឆ្នាំ"],
  ["𠮷野", "𠮷", "野"],
  ["𐌰𐌱𐌲", "𐌰𐌱"],
  ["snake_case", "_", "snake"],
  ["s", "S", "t"],
  ["I ❤️ NY", "NY", "ny"],
  ["E.ON", "e.on.ag", "on"],
  ["½", "㎞²", "²x", "⑴a"],
  ["l'Iran", "l’Iran", "Iran", "rock'n'roll", "n"],
  ["24/7", "10:30", "24", "C++", "#tag", "@tag", "tag"],
  ["Việt Nam", "Viet Nam", "Vie\u0323\u0302t", "VIỆT"],
  ["Ἀθῆναι", "αθηναι", "Ἀθῆναι".normalize("NFD")],
  ["हिन्दी", "हिन्\u200Dदी", "हिंदी"],
  ["և", "եւ", "ԵՒ"],
  ["러시아".normalize("NFD"), "러시아"],
  ["ﻻ", "لا", "ﷺ", "الله"],
  ["ລາວ", "မြန်မာ", "မာ", "ລາ"],
  ["ﾌﾟｰﾁﾝ", "プーチン", "ひらがな", "がな", "カ\u3099"],
  ["𐐀𐐁𐐂", "𐐨𐐩𐐪", "ᲐᲑᲒ", "აბგ", "ſoap", "soap", "K", "k"],
  ["їжак", "Їжак", "и\u0306", "й", "у\u0308", "ӱ"],
  ["AND", "or", "not", "near", "TO"],
];

/** Short words that stand often, so that phrases, distances and counts have much to find. */
const letters = ["a", "b", "c", "A", "x"] as const;

/** The words of one round: some groups and the short words. */
export interface Vocabulary {
  /** A spelling for a text. */
  readonly spelling: () => string;
  /** A word for a query: one without characters that have a meaning there. */
  readonly word: () => string;
}

export function vocabularyOf(chance: Chance): Vocabulary {
  const chosen = Array.from({ length: chance.number(1, 3) }, () => chance.one(groups));
  const spelling = (): string => (chance.happens(0.5) ? chance.one(letters) : chance.one(chance.one(chosen)));
  const word = (): string => {
    const whole = spelling();
    const parts = whole.split(/\s+/);
    const plain = chance.one(parts);
    const isWord = /[\p{L}\p{N}_]/u.test(plain) && !/^(?:AND|OR|NOT|NEAR|ONEAR|or|and|not|near)$/.test(plain);
    return isWord ? plain : chance.one(letters);
  };
  return { spelling, word };
}
