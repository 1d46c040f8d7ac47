/*
 * What every process needs: to read the configuration in force, which the store keeps, and to look up its secrets. Without the reading and checking
 * of files, whose parsers would be most of what a worker loads when it starts.
 */
export { defaultKeep, parseStoredConfig } from "./config.ts";
export { resolveSecrets } from "./secrets.ts";
