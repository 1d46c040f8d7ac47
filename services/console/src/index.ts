export { makeFirstAccess } from "./access/first-log-in.ts";
export type { FirstAccess } from "./access/first-log-in.ts";
export { hashPassword, newOneTimePassword } from "./access/password.ts";
export { readName } from "./access/read-name.ts";
export type { ConsoleDeps } from "./deps.ts";
export { startConsole } from "./main.ts";
export type { Console, ConsoleOptions } from "./main.ts";
export type { ListEvent, ProbedStage, SourceProbe } from "./pages/sources/source-probe.ts";
