export * from "./alert.ts";
export * from "./article.ts";
export * from "./http-failure.ts";
export * from "./outcome.ts";
export * from "./seen-page.ts";
export * from "./topic.ts";
export * from "./verdict.ts";
