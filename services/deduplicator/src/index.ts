export { deduplicatorStages } from "./main.ts";
