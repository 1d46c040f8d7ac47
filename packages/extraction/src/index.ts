export { extract } from "./extract.ts";
export type { ExtractResult, Page } from "./read-article.ts";
export { choose } from "./second-opinion/choose.ts";
export type { Selectors } from "./page/selectors.ts";
