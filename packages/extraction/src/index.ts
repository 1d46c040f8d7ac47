export { extract, type ExtractResult, type Page } from "./extract.ts";
export type { Selectors } from "./page/selectors.ts";
