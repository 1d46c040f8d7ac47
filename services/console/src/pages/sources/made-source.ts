import { checkSourceText } from "@wirewatch/config";
import type { CheckedSource, Config } from "@wirewatch/config";
import { findConsoleObject } from "@wirewatch/store";
import type { ConsoleObject } from "@wirewatch/store";
import { Problem } from "../../problem.ts";
import type { PageRequest } from "../page-routes.ts";

/** @throws {Problem} 404 when there is no such source, or it stands in the file alone */
export async function madeSource({ db, config, params }: PageRequest): Promise<ConsoleObject> {
  const id = params["id"] ?? "";
  const object = await findConsoleObject(db, "source", id);
  if (object !== null) return object;
  const isInFile = config.sources.some((source) => source.id === id);
  throw new Problem(
    404,
    isInFile ? "this source stands in sources.yaml: change it there" : "there is no such source made in the console",
  );
}

/** What a source of the console would be with this text. */
export function checkMadeSource({ network, alerts }: Config, id: string, text: string): Promise<CheckedSource> {
  return checkSourceText(id, text, { allowPrivate: network.allowPrivate, publicUrl: alerts.publicUrl });
}

/** Topics that look at certain sources only, this one among them. */
export function topicsNaming({ topics }: Config, sourceId: string): Config["topics"] {
  return topics.filter(({ where }) => where.sources.includes(sourceId));
}
