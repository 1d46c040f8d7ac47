export * from "./alert.ts";
export * from "./article.ts";
export * from "./outcome.ts";
export * from "./topic.ts";
export * from "./verdict.ts";
