import { folded } from "../page/words.ts";
import type { TitleNames } from "./headline.ts";

/** What stands between a headline and the site's name. Without spaces around it, a part must be the name exactly. */
const separator = /\s+(?:[|\-–—·•»:*<>]|::)\s+|\s*[|»ㅣ｜：]\s*|-/g;

/** A bar, or a hyphen between letters of a script whose words have none: what follows may be a section. */
const sectionMark =
  /^(?<headline>.{15,}?)(?:\s*[|»ㅣ｜]\s*|(?<=[\p{Script=Hangul}\p{Script=Han}])-)(?<section>[^|»ㅣ｜-]{2,20})$/u;

/** Shorter common ends of two titles are phrases. */
const minHeadlineLength = 20;

/** What a title adds to the site's name is a place or an edition; a longer text is a part of the headline. */
const maxAddition = 20;

/** A title in more parts is no headline. */
const maxParts = 30;

/** Frees titles of one page from names. */
export interface TitleCleaner {
  /** Without trailing parts that name the site or section, and leading ones where the site puts its name first. */
  readonly withoutNames: (title: string) => string;
  /** Without a short part behind a bar that was followed by the site's name, which is a section that the page does not declare. */
  readonly withoutSection: (title: string) => string;
  readonly isName: (title: string) => boolean;
  /** True when one of the page's `<h1>` says the same. */
  readonly isShown: (title: string) => boolean;
}

/** @param headings texts of the page's `<h1>` */
export function createTitleCleaner({ sites, sections }: TitleNames, headings: readonly string[]): TitleCleaner {
  const names = new Set([...sites, ...sections].map(folded).filter((name) => name !== ""));
  const shown = new Set(headings.map(folded));
  /** Titles that ended with the site's name. */
  const named = new Set<string>();
  const isShown = (title: string): boolean => shown.has(folded(title));
  // The host knows "thecourier" for "The Courier".
  const isNameOf = (text: string): boolean => names.has(text) || names.has(text.replaceAll(" ", ""));

  function withoutNames(title: string): string {
    let result = title.trim();
    for (let round = 0; round < 4 && !isShown(result); round++) {
      const cuts = [...result.matchAll(separator)];
      const first = cuts[0];
      const last = cuts.at(-1);
      if (first === undefined || last === undefined || cuts.length > maxParts) break;
      const before = result.slice(0, last.index).trim();
      const tail = folded(result.slice(last.index + last[0].length));
      const isHyphen = last[0] === "-";
      if (isShown(before) || isNameOf(tail) || (!isHyphen && isPartOfName(tail, names))) result = before;
      else if (isNameOf(folded(result.slice(0, first.index))))
        result = result.slice(first.index + first[0].length).trim();
      else {
        const shownStart = cuts.find((cut) => cut[0] !== "-" && isShown(result.slice(0, cut.index)));
        if (shownStart !== undefined) result = result.slice(0, shownStart.index).trim();
        break;
      }
      named.add(result);
    }
    return result;
  }

  function withoutSection(title: string): string {
    return named.has(title) ? (sectionMark.exec(title)?.groups?.["headline"]?.trim() ?? title) : title;
  }

  return { withoutNames, withoutSection, isShown, isName: (title) => isNameOf(folded(title)) };
}

/**
 * What a title and an `<h1>` have in common behind different kickers: the words in front of a headline change with the place,
 * the headline does not.
 *
 * @returns null when they are not of this shape
 * @example commonHeadline("War: The quay that held", ["Port - The quay that held"]) // "The quay that held"
 */
export function commonHeadline(title: string, headings: readonly string[]): string | null {
  const headline = behindKicker(title);
  if (headline === null || headline.length < minHeadlineLength) return null;
  return headings.some((heading) => folded(behindKicker(heading) ?? "") === folded(headline)) ? headline : null;
}

function behindKicker(title: string): string | null {
  const kicker = /^.{3,60}?(?::| [-–—|]) (?=\S)/u.exec(title);
  return kicker === null ? null : title.slice(kicker[0].length);
}

/** "The Standard" for a site called "The Standard London", and the other way round. */
function isPartOfName(tail: string, names: ReadonlySet<string>): boolean {
  return (
    tail.length > 3 &&
    [...names].some(
      (name) =>
        name.startsWith(tail) ||
        (name.length > 3 && tail.startsWith(`${name} `) && tail.length <= name.length + maxAddition),
    )
  );
}
