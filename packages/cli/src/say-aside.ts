import { printable } from "./terminal-text.ts";

/** Takes a line that is said beside what a command writes. */
export type Tell = (line: string) => void;

/** To standard error: standard output stays what programs can read. */
export const tellAside: Tell = (line) => void process.stderr.write(printable([line]));
