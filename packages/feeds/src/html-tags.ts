import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { decodeHTML } from "entities";

/** What is told about the tags of a page, in their order; no tree is built, so that nesting costs nothing. */
export interface TagHandler {
  /** @param name in lower case @param attributes names in lower case, values decoded; of the wanted elements only */
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  /** Between two tags, decoded. */
  readonly text?: (text: string) => void;
}

/** Attributes of one element that are read. */
const maxAttributes = 64;

/**
 * Reads a page from tag to tag.
 *
 * @param wanted elements whose attributes are read; those of others are told without any
 */
export function eachTag(html: string, wanted: ReadonlySet<string>, handler: TagHandler): void {
  let name = "";
  let attributes: Record<string, string> = {};
  let count = 0;
  let attribute = "";
  let value = "";
  const open = (): void => handler.open(name, attributes);
  const callbacks: TokenizerCallbacks = {
    onopentagname(start, end) {
      name = html.slice(start, end).toLowerCase();
      attributes = {};
      count = wanted.has(name) ? 0 : maxAttributes;
    },
    onattribname(start, end) {
      attribute = count < maxAttributes ? html.slice(start, end).toLowerCase() : "";
      value = "";
    },
    onattribdata(start, end) {
      if (count < maxAttributes) value += html.slice(start, end);
    },
    onattribend() {
      if (count >= maxAttributes || Object.hasOwn(attributes, attribute)) return;
      count += 1;
      attributes[attribute] = decodeHTML(value);
    },
    onopentagend: open,
    onselfclosingtag: open,
    onclosetag: (start, end) => handler.close?.(html.slice(start, end).toLowerCase()),
    ontext: (start, end) => handler.text?.(decodeHTML(html.slice(start, end))),
    oncdata: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onprocessinginstruction: ignore,
    onattribentity: ignore,
    ontextentity: ignore,
    onend: ignore,
  };
  const tokenizer = new Tokenizer({ decodeEntities: false }, callbacks);
  tokenizer.write(html);
  tokenizer.end();
}

function ignore(): void {}
