export { createExtractPool } from "./extract-pool.ts";
export { stripperStages } from "./main.ts";
export type { StripperDeps } from "./strip.ts";
