export { EnvironmentError, environmentVariables, readEnvironment } from "./env.ts";
export type { Environment } from "./env.ts";
export * from "./http/index.ts";
export { createLog, scrub } from "./log.ts";
export type { Log, LogOptions } from "./log.ts";
export { onShutdown } from "./shutdown.ts";
export type { ShutdownOptions } from "./shutdown.ts";
