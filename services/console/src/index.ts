export type { ConsoleDeps } from "./deps.ts";
export { startConsole } from "./main.ts";
export type { Console, ConsoleOptions } from "./main.ts";
