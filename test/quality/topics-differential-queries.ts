import type { Chance, Vocabulary } from "./topics-differential-words.ts";

export type DialectName = "wql" | "lucene" | "factiva" | "lexis";

/** Where a part of a query stands, which decides what may stand there. */
interface Place {
  /** How much deeper parentheses may go. */
  readonly depth: number;
  readonly inField: boolean;
}

/** A random query writer. What it uses is counted in `features`. */
export interface QueryWriter {
  readonly query: () => string;
  readonly features: Set<string>;
}

const quotePairs = [`""`, `""`, `""`, "“”", "„“", "«»", "″″", "＂“"] as const;

/** Writes queries that are nearly always well formed. */
export function queryWriter(chance: Chance, vocabulary: Vocabulary, dialect: DialectName): QueryWriter {
  const features = new Set<string>();
  const note = <Written>(feature: string, written: Written): Written => {
    features.add(feature);
    return written;
  };
  const isAnyCase = dialect === "factiva" || dialect === "lexis";
  const spelled = (operator: string): string => (isAnyCase && chance.happens(0.6) ? operator.toLowerCase() : operator);

  function space(): string {
    if (chance.happens(0.93)) return " ";
    return chance.happens(0.5)
      ? note("comment", chance.one([' <<< a note (" >>> ', "<<<>>>", " <<<b>>>"]))
      : chance.one(["  ", "\n", "\u00A0", "\t ", "\u2028", "\u3000"]);
  }

  function wildcard(): string {
    const base = Array.from(vocabulary.word().replace(/[.,'’&\-–/]/g, ""));
    if (base.length < 3) return vocabulary.word();
    const cut = chance.number(2, base.length - 1);
    if (dialect === "factiva") return note("wildcard", base.slice(0, cut).join("") + chance.one(["$", "$3", "*"]));
    if (dialect === "lexis")
      return note("wildcard", `${base.slice(0, cut).join("")}${chance.one(["!", "!", "*", "?"])}`);
    if (chance.happens(0.6)) return note("wildcard", `${base.slice(0, cut).join("")}*`);
    const rest = base.slice(cut + 1).join("");
    return note("wildcard", `${base.slice(0, cut).join("")}${chance.one(["?", "*"])}${rest}`);
  }

  function bareWord(): string {
    if (chance.happens(0.12)) return wildcard();
    const word = vocabulary.word();
    if (chance.happens(0.04))
      return note("escape", chance.one([`\\${word}`, `${word}\\*`, `${word}\\?`, `\\-${word}`, `${word}\\ ${word}`]));
    if (chance.happens(0.03)) return note("boost", `${word}^${chance.one(["2", "1.5"])}`);
    if (chance.happens(0.03))
      return note("joined", `${word}${chance.one(["-", "/", "'", ".", ",", "’", "_", "@"])}${vocabulary.word()}`);
    return note("word", word);
  }

  /** A word that a wildcard may follow. */
  function longWord(): string {
    const words = Array.from({ length: 5 }, () => vocabulary.word());
    return words.find((word) => /^[\p{L}\p{N}]{3,}$/u.test(word)) ?? "bank";
  }

  function phraseInside(): string {
    const length = chance.number(1, 3);
    const words = Array.from({ length }, () => {
      if (chance.happens(0.1)) return note("phrase wildcard", chance.happens(0.3) ? "*" : `${longWord()}*`);
      return vocabulary.spelling().replace(/["“”„‟«»″＂\\*]/g, "");
    });
    return words.join(chance.one([" ", " ", " ", "-", ", ", ' \\" ', "? "]));
  }

  function phrase(): string {
    const [opening, closing] = Array.from(chance.one(quotePairs));
    const written = `${opening}${phraseInside()}${closing}`;
    if (chance.happens(0.25)) return note("slop", `${written}~${chance.number(0, 6)}`);
    return chance.happens(0.05) ? note("boost", `${written}^2`) : note("phrase", written);
  }

  function leaf(): string {
    const pick = chance.next();
    if (pick < 0.58) return bareWord();
    if (pick < 0.8) return phrase();
    if (pick < 0.9)
      return note(
        "exact",
        `{${chance.one([vocabulary.spelling(), `${vocabulary.spelling()} ${vocabulary.spelling()}`])}}`,
      );
    if (pick < 0.96) return note("stem", `~${vocabulary.word()}`);
    return note("stem", `~"${vocabulary.word()}${chance.one(["", " *", ` ${vocabulary.word()}`])}"`);
  }

  function textOperand(depth: number): string {
    if (depth <= 0 || chance.happens(0.65)) return leaf();
    if (chance.happens(0.45)) return note("nested near", `(${near(depth - 1)})`);
    const sides = Array.from({ length: chance.number(1, 3) }, () => textOperand(depth - 1));
    return group(sides.join(` ${spelled("OR")} `));
  }

  function group(inside: string): string {
    return dialect === "factiva" && chance.happens(0.4) ? note("brackets", `[${inside}]`) : `(${inside})`;
  }

  function nearOperator(): string {
    const far = chance.number(0, 6);
    const common = [`W/${far + 1}`, `PRE/${far + 1}`, "W/S", "W/P", `ONEAR/${far}`, "ONEAR"];
    const own: Readonly<Record<DialectName, readonly string[]>> = {
      wql: [`NEAR/${far}`, `NEAR/${far}`, "NEAR", `NEAR/${far}f`, `near/${far}`],
      lucene: [`NEAR/${far}`, "NEAR"],
      factiva: [`near${far + 1}`, "near", `adj${far + 1}`, "adj", "same", `/N${far + 1}/`, `w/${far + 1}`],
      lexis: [`w/${far + 1}`, `pre/${far + 1}`, "w/s", "w/p", `NEAR/${far}`],
    };
    const operator = chance.one([...own[dialect], ...own[dialect], ...common]);
    return note(`operator ${operator.replace(/\d+/, "n")}`, operator);
  }

  function near(depth: number): string {
    let written = textOperand(depth);
    for (let side = chance.number(1, 2); side > 0; side -= 1) {
      const not = chance.happens(0.2) ? note("not near", `${spelled("NOT")} `) : "";
      written = `${written}${space()}${not}${nearOperator()}${space()}${textOperand(depth)}`;
    }
    return note("near", written);
  }

  function counted(): string {
    if (dialect === "factiva" && chance.happens(0.5))
      return note("first", `${chance.one([phrase(), group(leaf())])}/F${chance.number(1, 9)}/`);
    const count = chance.number(1, 3);
    const [glued, slashed] = [`${isAnyCase ? spelled("ATLEAST") : "ATLEAST"}${count}`, `ATLEAST/${count}`];
    const name = chance.happens(0.6)
      ? note("atleast", chance.one([glued, slashed]))
      : note("first", `FIRST/${chance.number(1, 12)}`);
    return `${name}${space()}${chance.happens(0.5) ? `(${textOperand(1)})` : leaf()}`;
  }

  function textField(place: Place): string {
    const names = [
      "title",
      "headline",
      "TITLE",
      "hl",
      "intitle",
      "lede",
      "lead",
      "ingress",
      "top",
      "hlead",
      "heading",
      "subhead",
      "body",
      "text",
      "intext",
    ];
    const own = dialect === "factiva" ? [...names, "hd=", "lp=", "hlp=", "td=", "hl="] : names;
    const name = chance.one(own);
    const inner = { depth: place.depth - 1, inField: true };
    if (dialect === "lexis" && chance.happens(0.5)) {
      return note("field", `${chance.one(["HEADLINE", "hlead", "Lead", "BODY"])}(${either(inner)})`);
    }
    const operand = chance.happens(0.5) ? group(either(inner)) : leaf();
    return note("field", `${name}${name.endsWith("=") ? "" : ":"}${chance.happens(0.1) ? " " : ""}${operand}`);
  }

  function metaField(): string {
    const fields: readonly (readonly [readonly string[], readonly string[]])[] = [
      [
        ["lang", "language"],
        ["en", "ru", "pt", "DE", "pt-PT"],
      ],
      [
        ["source", "site", "domain"],
        ["bbc.co.uk", "*.bbc.co.uk", ".b.com", "https://www.b.com/x", "www.bbc.co.uk", "c.uk", "com"],
      ],
      [
        ["url", "inurl"],
        ["/sport/", "b.com", "a-b", "HTTPS"],
      ],
      [
        ["author", "byline"],
        ["Roe", '"jane roe"', "“John Doe”", "O'Brien", "J.R."],
      ],
      [
        ["country", "sourcecountry"],
        ["fr", "US"],
      ],
    ];
    const [names, values] = chance.one(fields);
    const name = chance.one(names);
    if (chance.happens(0.6)) return note("meta", `${name}:${chance.one(values)}`);
    const or = chance.one([` ${spelled("OR")} `, "|", " | ", dialect === "lucene" ? " " : ` ${spelled("OR")} `]);
    return note("meta group", `${name}:(${chance.one(values)}${or}${chance.one(values)})`);
  }

  function operand(place: Place): string {
    const pick = chance.next();
    if (place.depth > 0 && pick < 0.22) return group(either({ ...place, depth: place.depth - 1 }));
    if (pick < 0.38) return near(1);
    if (pick < 0.5) return counted();
    if (pick < 0.6 && !place.inField) return textField(place);
    if (pick < 0.65 && !place.inField) return metaField();
    if (pick < 0.67) return note("plus", `+${leaf()}`);
    return leaf();
  }

  function all(place: Place): string {
    let written = operand(place);
    for (let more = chance.one([0, 0, 0, 0, 1, 2]); more > 0; more -= 1) {
      const pick = chance.next();
      if (pick < 0.15)
        written += note(
          "not",
          ` ${chance.one([spelled("NOT"), `${spelled("AND")} ${spelled("NOT")}`])} ${operand(place)}`,
        );
      else if (pick < 0.25) written += note("minus", ` -${operand(place)}`);
      else if (pick < 0.3)
        written += note("ignored", `${space()}${chance.one(["&", "—", "😀", "-"])}${space()}${operand(place)}`);
      else if (pick < 0.34) written += note("lower operator", ` ${chance.one(["and", "or", "not"])} ${operand(place)}`);
      else written += `${chance.one([space(), space(), ` ${spelled("AND")} `, " && "])}${operand(place)}`;
    }
    return note("and", written);
  }

  function either(place: Place): string {
    let written = all(place);
    for (let more = chance.one([0, 0, 0, 1, 1, 2]); more > 0; more -= 1) {
      written += note(
        "or",
        `${chance.one([` ${spelled("OR")} `, ` ${spelled("OR")} `, " | ", "||", " || "])}${all(place)}`,
      );
    }
    return written;
  }

  return { features, query: () => either({ depth: 2, inField: false }) };
}
