export type { ClassifierDeps } from "./classify.ts";
export { classifierStages } from "./main.ts";
