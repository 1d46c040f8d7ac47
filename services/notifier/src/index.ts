export type { NotifierDeps } from "./deps.ts";
export { notifierStages } from "./main.ts";
