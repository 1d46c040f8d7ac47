import { Parser } from "htmlparser2";

/** Elements whose content no reader sees. */
const hidden: ReadonlySet<string> = new Set(["script", "style", "template", "noscript", "noframes"]);

/** Elements that are part of a line of text; all others end it. */
const inline: ReadonlySet<string> = new Set(
  "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr".split(
    " ",
  ),
);

/** HTML's other elements: only these names make a `<` the start of a tag rather than a character of the text. */
const otherElements =
  "address applet area article aside audio base basefont body br button canvas caption center circle col colgroup command data datalist dd desc details dialog dir div dl dt embed fieldset figcaption figure footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe image img input keygen legend li link main map marquee math menu menuitem meta meter mfrac mi mn mo mrow msub msup nav nobr noembed noframes noscript object ol optgroup option output p param path picture pre progress rect script search section select slot source style summary svg table tbody td template text textarea tfoot th thead title tr track ul video";

const tagStart = new RegExp(
  `<(?!/?(?:${[...inline].join("|")}|${otherElements.replaceAll(" ", "|")})[\\s/>]|!--|!doctype\\s+html|!\\[CDATA\\[)`,
  "gi",
);

/**
 * What a reader sees of a piece of HTML: no markup, no scripts, references decoded, white space folded to single spaces.
 *
 * A `<` that begins no HTML element is kept as a character, so that "1 < 2" and "the <foo> tag" survive.
 *
 * @example plainText("Caf&eacute; <b>Noir</b>") // "Café Noir"
 */
export function plainText(html: string): string {
  if (!/[<&]/.test(html)) return foldSpace(html);
  try {
    return foldSpace(visibleText(html));
  } catch (error) {
    if (!(error instanceof NestingError)) throw error;
    return foldSpace(html.replace(/<[^<>]*>/g, " "));
  }
}

/** The parser's time per tag grows with the depth: 100,000 nested `<div>` (0.5 MB) took 7 s. */
const maxDepth = 256;

class NestingError extends Error {}

function visibleText(html: string): string {
  const parts: string[] = [];
  let depth = 0;
  let hiddenDepth = 0;
  const parser = new Parser(
    {
      ontext(text) {
        if (hiddenDepth === 0) parts.push(text);
      },
      onopentag(name) {
        depth += 1;
        if (depth > maxDepth) throw new NestingError();
        if (hidden.has(name)) hiddenDepth += 1;
        if (!inline.has(name)) parts.push(" ");
      },
      onclosetag(name) {
        depth -= 1;
        if (hidden.has(name)) hiddenDepth -= 1;
        if (!inline.has(name)) parts.push(" ");
      },
    },
    { recognizeCDATA: true },
  );
  parser.end(html.replace(tagStart, "&lt;"));
  return parts.join("");
}

/** Trims, and makes every run of white space one space. */
export function foldSpace(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
