import { isTag, Text, type ParentNode } from "domhandler";
import { blockElements } from "../page/html-nesting.ts";
import { walk } from "../page/walk.ts";
import { nameWeight } from "./names.ts";

/** What an element holds, itself and below. Letters are characters other than white space; those of scripts without spaces count double. */
export interface Mass {
  /** Letters of text. */
  readonly text: number;
  /** Letters of link text. */
  readonly linked: number;
  /** Letters in runs of text that read like paragraphs, links not counted, weighted by what the elements around say they are. */
  readonly prose: number;
}

/** The masses of all block elements of a page that hold prose, and of the page itself. */
export type Masses = ReadonlyMap<ParentNode, Mass>;

/** Shorter runs of text are labels, headings and links. */
const minProse = 80;
/** A run of which more is link text is a list of links. */
const maxLinkShare = 0.5;

interface Open {
  text: number;
  linked: number;
  prose: number;
}

/** One pass over the page, bottom up: every run of text between two block boundaries counts for the elements around it. */
export function measurePage(root: ParentNode): Masses {
  const masses = new Map<ParentNode, Mass>();
  const page: Open = { text: 0, linked: 0, prose: 0 };
  const open: Open[] = [page];
  const weights: number[] = [1];
  let links = 0;
  let run = 0;
  let runLinked = 0;
  let runMarks = 0;

  function endRun(): void {
    if (run === 0) return;
    const own = open.at(-1) ?? page;
    own.text += run;
    own.linked += runLinked;
    if (run >= minProse && runMarks > 0 && runLinked < maxLinkShare * run)
      own.prose += (run - runLinked) * (weights.at(-1) ?? 1);
    run = 0;
    runLinked = 0;
    runMarks = 0;
  }

  for (const { node, entering } of walk(root)) {
    if (node instanceof Text) {
      const { letters, marks } = count(node.data);
      run += letters;
      runMarks += marks;
      if (links > 0) runLinked += letters;
    } else if (isTag(node)) {
      if (node.name === "a") links += entering ? 1 : -1;
      if (!isBox(node.name)) continue;
      endRun();
      if (entering) {
        open.push({ text: 0, linked: 0, prose: 0 });
        weights.push((weights.at(-1) ?? 1) * nameWeight(node));
      } else {
        const own = open.pop() ?? page;
        weights.pop();
        const around = open.at(-1) ?? page;
        around.text += own.text;
        around.linked += own.linked;
        around.prose += own.prose;
        if (own.prose > 0) masses.set(node, own);
      }
    }
  }
  endRun();
  masses.set(root, page);
  return masses;
}

/** Letters, and the marks that end or divide sentences, of all scripts. */
function count(text: string): { letters: number; marks: number } {
  let letters = 0;
  let marks = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 160) continue;
    letters += code >= 0x2e80 && code <= 0xd7ff ? 2 : 1;
    if (isMark(code)) marks++;
  }
  return { letters, marks };
}

/** . , ! ? ; : in Latin, Arabic, Devanagari, Armenian and CJK. */
function isMark(code: number): boolean {
  if (code < 0x80) return code === 0x2e || code === 0x2c || code === 0x21 || code === 0x3f || code === 0x3b;
  return (
    code === 0x2026 ||
    code === 0x3002 ||
    code === 0x3001 ||
    code === 0xff0c ||
    code === 0xff0e ||
    code === 0xff01 ||
    code === 0xff1f ||
    code === 0x060c ||
    code === 0x061f ||
    code === 0x06d4 ||
    code === 0x0964 ||
    code === 0x0589
  );
}

/** Custom elements are boxes as well: what they are in the browser is not known here. */
function isBox(name: string): boolean {
  return blockElements.has(name) || name.includes("-");
}
