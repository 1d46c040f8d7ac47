export { createConfigLoader } from "./config-loader.ts";
export { openContext } from "./context.ts";
export type { ServiceContext } from "./context.ts";
export { startEmbeddedPostgres } from "./postgres/server.ts";
export type { EmbeddedPostgres } from "./postgres/server.ts";
export { runServices } from "./run-services.ts";
