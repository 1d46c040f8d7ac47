/** Elements without content. */
export const voidElements: ReadonlySet<string> = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);

/** Elements whose content nobody reads as text; they and all inside them are left out of the tree. */
export const droppedElements: ReadonlySet<string> = new Set(
  "script style template noscript iframe svg math dialog canvas object embed video audio select textarea datalist noframes noembed xmp plaintext".split(
    " ",
  ),
);

/** Elements that begin and end a line of their own. */
export const blockElements: ReadonlySet<string> = new Set(
  (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset " +
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary table tbody td " +
    "tfoot th thead tr ul"
  ).split(" "),
);

const paragraph = new Set(["p"]);
const cells = new Set(["td", "th"]);
const rows = new Set(["tr", "td", "th"]);

/** Which open elements the start of an element ends (HTML Standard, optional end tags). */
const closedByStart: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...(
    "address article aside blockquote center details dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 " +
    "header hgroup hr main menu nav ol p pre search section table ul"
  )
    .split(" ")
    .map((name) => [name, paragraph] as const),
  ["li", new Set(["li", "p"])],
  ["dt", new Set(["dt", "dd", "p"])],
  ["dd", new Set(["dt", "dd", "p"])],
  ["td", cells],
  ["th", cells],
  ["tr", rows],
  ["thead", rows],
  ["tbody", new Set([...rows, "thead", "tbody"])],
  ["tfoot", new Set([...rows, "thead", "tbody"])],
  ["option", new Set(["option"])],
  ["a", new Set(["a"])],
  ["body", new Set(["head", "title"])],
]);

/** True when the start of `name` ends the innermost open element `open`. */
export function startCloses(name: string, open: string): boolean {
  return closedByStart.get(name)?.has(open) ?? false;
}

const tableParts = new Set("table tbody thead tfoot tr td th caption body html".split(" "));
const scopes = new Set(["td", "th", "table", "caption"]);

/** True when an end tag `name` must not look for its start beyond the open element `open`: stray tags end at the table cell. */
export function stopsEndTag(name: string, open: string): boolean {
  return scopes.has(open) && !tableParts.has(name);
}
