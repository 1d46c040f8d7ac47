import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

interface Option {
  readonly type: "boolean" | "string";
  /** May be written several times. */
  readonly multiple?: true;
}

type Options = Readonly<Record<string, Option>>;

type ValueOf<One extends Option> = One["type"] extends "boolean"
  ? boolean
  : One extends { readonly multiple: true }
    ? string[]
    : string;

/** The words of a command, sorted out. */
export interface CommandWords<O extends Options> {
  readonly names: readonly string[];
  readonly options: { readonly [K in keyof O]?: ValueOf<O[K]> };
}

/**
 * Sorts the words after a command's name into names and options.
 *
 * @param usage how the command is written, for the message
 * @throws {HelpWanted} for `--help`
 * @throws {UsageError} for an option that the command does not have
 */
export function readWords<const O extends Options>(
  words: readonly string[],
  options: O,
  usage: string,
): CommandWords<O> {
  if (isHelpWanted(words)) throw new HelpWanted(usage);
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    return { names: positionals, options: values };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new UsageError(`${message.toLowerCase()}; write: wirewatch ${usage}`, { cause: error });
  }
}

/** Not an error: somebody asks how a command is written. */
export class HelpWanted extends Error {
  readonly usage: string;
  constructor(usage: string) {
    super(`write: wirewatch ${usage}`);
    this.name = "HelpWanted";
    this.usage = usage;
  }
}

export function isHelpWanted(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return words.slice(0, end === -1 ? words.length : end).some((word) => word === "--help" || word === "-h");
}

/** A whole number from the command line. @throws {UsageError} for anything else */
export function wholeNumber(text: string, option: string, max: number): number {
  const number = /^\d{1,6}$/u.test(text) ? Number(text) : 0;
  if (number < 1 || number > max) throw new UsageError(`${option} is "${text}"; it takes a number from 1 to ${max}`);
  return number;
}
