import { createConfigLoader, problemLine, refusalLine } from "./config-loader.ts";
import type { ServiceContext } from "./context.ts";

/** Loads the files into the store whenever they changed, and logs what came of it. */
export function reloadConfig(context: ServiceContext): () => Promise<void> {
  const load = createConfigLoader(context.db, context.env.configFolder);
  return async () => {
    const result = await load();
    if (result.kind === "loaded" && result.isNew) {
      const { sources, topics } = result.config;
      context.log.info(
        { version: result.version, sources: sources.length, topics: topics.length },
        "configuration loaded",
      );
    }
    if (result.kind === "loaded") {
      for (const refused of result.refused) {
        context.log.warn({ object: refusalLine(refused) }, "an object of the console is not in use");
      }
    }
    if (result.kind === "problems") {
      for (const problem of result.problems)
        context.log.error(
          { at: problemLine(problem) },
          "the configuration was not loaded; the last good one stays in force",
        );
    }
  };
}
