/** Elements that are part of a line of text; all others end it. */
export const inlineElements: ReadonlySet<string> = new Set(
  "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr".split(
    " ",
  ),
);

/** Elements whose content no reader sees and that hold no elements: all up to the end tag is skipped. */
export const rawElements: ReadonlySet<string> = new Set(["script", "style", "noframes"]);

/** Elements whose content no reader sees but that hold other elements. */
export const hiddenElements: ReadonlySet<string> = new Set(["template", "noscript"]);

const otherElements =
  "address applet area article aside audio base basefont body br button canvas caption center circle col colgroup command datalist dd desc details dialog dir div dl dt embed fieldset figcaption figure footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe image img input keygen legend li line link main map marquee math menu menuitem meta meter mfrac mi mn mo mrow msub msup nav noembed noframes noscript object ol optgroup option output p param path picture plaintext polygon pre progress rect script search section select slot source style summary svg table tbody td template text textarea tfoot th thead title tr track ul video xmp";

/** All names that make a `<` the start of a tag rather than a character of the text. */
export const htmlElements: ReadonlySet<string> = new Set([...inlineElements, ...otherElements.split(" ")]);

/** HTML elements without content. */
export const voidElements: ReadonlySet<string> = new Set(
  "area base br col embed frame hr img input link meta param source track wbr".split(" "),
);
