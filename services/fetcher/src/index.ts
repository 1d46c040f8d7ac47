export type { FetcherDeps } from "./deps.ts";
export { createDocumentReader } from "./document-reader.ts";
export { syncFeeds } from "./feeds-sync.ts";
export { fetcherStages } from "./main.ts";
export { startRechecks } from "./recheck.ts";
export { credentialsFor } from "./credentials.ts";
export { chooseForHomePage, chooseForIndex } from "./discovery.ts";
export { documentItems } from "./document-items.ts";
export type { DocumentRead } from "./read-document.ts";
