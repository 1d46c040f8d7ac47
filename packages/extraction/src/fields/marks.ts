/** What the class, `itemprop` and `rel` of an element say that it holds. */
export interface Mark {
  readonly isByline: boolean;
  /** `subtitle`: a second headline, which stands in for a standfirst where there is none. */
  readonly standfirst: "standfirst" | "subtitle" | null;
  readonly isDate: boolean;
}

const none: Mark = { isByline: false, standfirst: null, isDate: false };

/** Most names have none of these in them, which ends the search. */
const anyWord =
  /author|autor|byline|date(?!d)|time|datum|fecha|publi|standfirst|dec?k|sub-?[hlt]|lead(?!ing)|lede|excerpt|teaser|intro|preface|summary|strapline|chap|vorspann|entradilla|bajada|manchet|perex|ingres|abstract/i;

/** Names around the name of an author in class names, which say nothing themselves. */
const bylineFiller: ReadonlySet<string> = new Set(
  "article post entry story content meta info news text page main header head detail details name names list item link vcard p c a by".split(
    " ",
  ),
);
const bylineWord: ReadonlySet<string> = new Set(
  "byline author authors authorname authorlist bylinename textauthor articleauthor autor autoren autores auteur auteurs autore autori".split(
    " ",
  ),
);
const dateWord: ReadonlySet<string> = new Set(
  "date dates datetime time timestamp dateline datum fecha published publishdate pubdate publishedat publication datepublished publicationdate postdate".split(
    " ",
  ),
);
const dateFiller: ReadonlySet<string> = new Set([
  ...bylineFiller,
  ..."author byline on at created creation box wrapper full format short".split(" "),
]);
const standfirstWord: ReadonlySet<string> = new Set(
  "standfirst dek deck lead leadtext lede excerpt teaser teasertext intro introtext preface summary strapline chapeau chapo vorspann entradilla bajada sommario manchet manchette perex ingress ingres abstract".split(
    " ",
  ),
);
const subtitleWord: ReadonlySet<string> = new Set("subtitle subheadline subheading subhead subline".split(" "));
const standfirstFiller: ReadonlySet<string> = new Set(
  "article post entry story content text header head hero single page detail paragraph main body element wrapper copy news item title id wp block stand first".split(
    " ",
  ),
);

/** Last words of attributes such as `data-publication-date`. */
const dateAttribute: ReadonlySet<string> = new Set(
  "date dt datetime time timestamp published pubdate publicationdate publishdate".split(" "),
);
/** Words of attributes of changes and of players. */
const otherDateAttribute =
  /-(?:re|mod|modified|modification|update|updated|end|start|expiry|expires|event|current|server|now)-/;

/** Values of the attributes whose names say that they hold the date of what is in the element. */
export function dateAttributes(attribs: Readonly<Record<string, string>>): string[] {
  return Object.keys(attribs).flatMap((name) => {
    const value = isDateAttribute(name) ? (attribs[name] ?? "") : "";
    return /^\d{4}/.test(value) ? [value] : [];
  });
}

/** True when one of the attributes may be of those; this is asked of every element of every page. */
export function hasDateAttribute(attribs: Readonly<Record<string, string>>): boolean {
  for (const name in attribs) if (isDateAttribute(name)) return true;
  return false;
}

function isDateAttribute(name: string): boolean {
  if (!name.startsWith("data-")) return false;
  return dateAttribute.has(name.slice(name.lastIndexOf("-") + 1)) && !otherDateAttribute.test(name);
}

/**
 * Reads the marks of an element.
 *
 * @param known marks of class names met before on the page, where they repeat
 */
export function markOf(attribs: Readonly<Record<string, string>>, known: Map<string, Mark>): Mark {
  const className = attribs["class"];
  const itemprop = attribs["itemprop"];
  const rel = attribs["rel"];
  const ofClass = className === undefined ? none : markOfClass(className, known);
  if (itemprop === undefined && rel === undefined) return ofClass;
  const other = `${itemprop ?? ""} ${rel ?? ""}`;
  const isByline = ofClass.isByline || /(?:^|\s)author(?:\s|$)/i.test(other);
  const isDate = ofClass.isDate || /(?:^|\s)datePublished(?:\s|$)/i.test(other);
  return { isByline, isDate, standfirst: ofClass.standfirst };
}

function markOfClass(className: string, known: Map<string, Mark>): Mark {
  const stored = known.get(className);
  if (stored !== undefined) return stored;
  const mark = anyWord.test(className) ? readClass(className) : none;
  known.set(className, mark);
  return mark;
}

function readClass(className: string): Mark {
  const names = className
    .split(/\s+/, 20)
    .filter((name) => name.length <= 60 && anyWord.test(name))
    .map(wordsOf);
  const isMarked = (words: ReadonlySet<string>, fillers: ReadonlySet<string>): boolean =>
    names.some((parts) => isNamed(parts, words, fillers));
  return {
    isByline: isMarked(bylineWord, bylineFiller),
    standfirst: isMarked(standfirstWord, standfirstFiller)
      ? "standfirst"
      : isMarked(subtitleWord, standfirstFiller)
        ? "subtitle"
        : null,
    isDate: isMarked(dateWord, dateFiller),
  };
}

/** True when the words of a class name, `camelCase` or with hyphens, are one of `words` and fillers besides. */
function isNamed(parts: readonly string[], words: ReadonlySet<string>, fillers: ReadonlySet<string>): boolean {
  return parts.some((part) => words.has(part)) && parts.every((part) => words.has(part) || fillers.has(part));
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])(?=[A-Z])/g, "$1-")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");
}
