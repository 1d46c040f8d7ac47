import { z } from "zod";
import { fileProblem, sortProblems, type Problem } from "./problem.ts";

/** Something that was made in the console and that the configuration goes without, as services read it. */
export const refusedConfig = z.object({
  kind: z.enum(["topic", "source"]),
  id: z.string(),
  /** What is wrong with it, one sentence. */
  reason: z.string(),
  /** What to do, one sentence. */
  remedy: z.string(),
});

/** Something that was made in the console and cannot be used: everything else is used without it. */
export interface RefusedObject {
  readonly kind: "topic" | "source";
  readonly id: string;
  /** In reading order, never empty. */
  readonly problems: readonly [Problem, ...Problem[]];
  /** What to do, one sentence. */
  readonly remedy: string;
}

/** What to do about an object that is wrong in itself, or names something that is gone. */
export const mendIt = "Edit it: it is used as soon as it can be.";

/** @returns null when there is no problem */
export function refusal(
  object: Pick<RefusedObject, "kind" | "id">,
  problems: readonly Problem[],
  remedy: string,
): RefusedObject | null {
  const [first, ...others] = sortProblems(problems);
  return first === undefined ? null : { kind: object.kind, id: object.id, problems: [first, ...others], remedy };
}

/** One id in a file and in the console: what the file says counts, for files are what a team agreed on. */
export function takenByFile(object: Pick<RefusedObject, "kind" | "id">, place: string): RefusedObject {
  const { kind, id } = object;
  const problem = fileProblem(`console: ${kind} ${id}`, {
    found: id,
    expected: "an id that no file has",
    message: `the ${kind} \`${id}\` stands in ${place} as well, and what stands there is used.`,
  });
  return {
    kind,
    id,
    problems: [problem],
    remedy: "Delete the one made in the console, or take the other out of the file.",
  };
}

/** As it is kept with the configuration. */
export function refusedEntry({ kind, id, problems, remedy }: RefusedObject): z.infer<typeof refusedConfig> {
  return { kind, id, reason: problems[0].message, remedy };
}
