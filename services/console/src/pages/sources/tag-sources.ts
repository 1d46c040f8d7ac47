import { editEntry, readSourceText } from "@wirewatch/config";
import type { SourceConfig } from "@wirewatch/config";
import { readConsoleObjects, saveConsoleObject } from "@wirewatch/store";
import type { ConsoleObject } from "@wirewatch/store";
import { count } from "../../views/parts.ts";
import { refusalOf } from "../../views/refused.ts";
import type { PageRequest } from "../page-routes.ts";
import { checkMadeSource } from "./made-source.ts";

/** What is to become of a tag. */
export type TagChange = "add" | "remove";

/** Longest tag. */
const maxTag = 100;

/**
 * Adds a tag to sources that were made in the console, or takes it away; the rest of their entries stays as it is written. Those of files are
 * left: who looks into the file has to see its tags.
 *
 * @returns what was done, in a sentence
 */
export async function tagSources(
  request: PageRequest,
  chosen: readonly SourceConfig[],
  change: TagChange,
): Promise<string> {
  const { db, config, form, viewer } = request;
  const tag = (form.get("tag") ?? "").replaceAll(/\s+/gu, " ").trim();
  if (tag === "") return "Write the tag first.";
  if (tag.length > maxTag) return `A tag has at most ${maxTag} characters.`;
  const objects = new Map((await readConsoleObjects(db, "source")).map((object) => [object.id, object]));
  const made = chosen.flatMap((source) => {
    const object = refusalOf(config, "source", source.id) === null ? objects.get(source.id) : undefined;
    return object === undefined ? [] : [{ source, object }];
  });
  const edits = made.flatMap(({ source, object }) => editOf(object, source, tag, change) ?? []);
  const unfit: string[] = [];
  const usable: typeof edits = [];
  for (const edit of edits) {
    const checked = await checkMadeSource(config, edit.object.id, edit.content);
    if (checked.ok) usable.push(edit);
    else unfit.push(checked.problems[0] ?? "it cannot be used");
  }
  const done = await db.transaction().execute(async (tx) => {
    let written = 0;
    for (const { object, content } of usable) {
      const { id, version: basedOn } = object;
      const save = await saveConsoleObject(tx, { kind: "source", id, content, basedOn, by: viewer.login });
      if (save.kind === "conflict") continue;
      written += 1;
      const action = change === "add" ? "source.tagged" : "source.untagged";
      await request.audit({ action, targetKind: "source", targetId: id, detail: { tag, version: save.version } }, tx);
    }
    return written;
  });
  return tagWords({
    tag,
    change,
    done,
    same: made.length - edits.length,
    inFile: chosen.length - made.length,
    busy: usable.length - done,
    unfit,
  });
}

/** Null when nothing is to be changed. */
function editOf(
  object: ConsoleObject,
  source: SourceConfig,
  tag: string,
  change: TagChange,
): { readonly object: ConsoleObject; readonly content: string } | null {
  const entry = readSourceText(object);
  const has = ownTags(entry["tags"]) ?? source.tags;
  if (has.includes(tag) === (change === "add")) return null;
  // Those that it inherits are written out with the new one: its own list takes their place.
  const tags = change === "add" ? [...has, tag] : has.filter((other) => other !== tag);
  return { object, content: editEntry(object.content, entry, { ...entry, tags }) };
}

/** Null when the entry says nothing of tags. */
function ownTags(written: unknown): readonly string[] | null {
  if (typeof written === "string") return [written];
  return Array.isArray(written) ? written.map(String) : null;
}

/** What was done, and what was not and why; pure. */
export function tagWords(end: {
  readonly tag: string;
  readonly change: TagChange;
  readonly done: number;
  /** Had it already, or had it not. */
  readonly same: number;
  readonly inFile: number;
  /** Changed by somebody else at the same moment. */
  readonly busy: number;
  readonly unfit: readonly string[];
}): string {
  const { tag, change, done, same, inFile, busy, unfit } = end;
  const sources = (n: number): string => count(n, "source");
  const [did, undo, had] =
    change === "add"
      ? [`Added the tag ${tag} to`, "Remove tag", "had it already"]
      : [`Took the tag ${tag} from`, "Add tag", "did not have it"];
  return [
    done === 0 ? "Nothing was changed." : `${did} ${sources(done)}; ${undo} with the same choice undoes it.`,
    ...(same === 0 ? [] : [`${sources(same)} ${had}.`]),
    ...(inFile === 0
      ? []
      : [`${sources(inFile)} ${inFile === 1 ? "stands" : "stand"} in sources.yaml: change the tags there.`]),
    ...(busy === 0
      ? []
      : [`${sources(busy)} ${busy === 1 ? "was" : "were"} changed by somebody else at that moment; do it again.`]),
    ...(unfit.length === 0 ? [] : [`Not possible for ${sources(unfit.length)}: ${unfit[0] ?? ""}`]),
  ].join(" ");
}
