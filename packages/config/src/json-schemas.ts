import { z } from "zod";
import { alertsSchema } from "./alerts-schema.ts";
import { sourcesSchema } from "./sources-schema.ts";
import { topicsSchema } from "./topics-schema.ts";

/**
 * JSON Schemas (draft 2020-12) of the three files as they are written, for completion and checks in editors.
 *
 * @returns by file name, `sources.json`, `topics.json`, `alerts.json`
 */
export function jsonSchemas(): Readonly<Record<string, object>> {
  return {
    "sources.json": z.toJSONSchema(sourcesSchema, { io: "input" }),
    "topics.json": z.toJSONSchema(topicsSchema, { io: "input" }),
    "alerts.json": z.toJSONSchema(alertsSchema, { io: "input" }),
  };
}
