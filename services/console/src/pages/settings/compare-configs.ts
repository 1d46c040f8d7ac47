import { diffLines, entryYaml } from "@wirewatch/config";
import type { DiffLine } from "@wirewatch/config";
import { shownConfig } from "./shown-config.ts";

/** What became of one entry between two configurations. */
export interface ConfigChange {
  readonly kind: "source" | "topic" | "alerts" | "network" | "keep";
  /** Of the entry; empty for a whole part. */
  readonly id: string;
  readonly change: "added" | "removed" | "changed";
  /** What differs, with a little around it. */
  readonly lines: readonly DiffLine[];
}

/** Lines around a change that are shown. */
const around = 2;

/**
 * Compares two stored configurations entry by entry. Entries that moved only are no change.
 *
 * @param before,after as they were stored, of whatever version of the program
 */
export function compareConfigs(before: unknown, after: unknown): readonly ConfigChange[] {
  return [
    ...whole("alerts", before, after),
    ...whole("network", before, after),
    ...whole("keep", before, after),
    ...entries("topic", listOf(before, "topics"), listOf(after, "topics")),
    ...entries("source", listOf(before, "sources"), listOf(after, "sources")),
  ];
}

function whole(kind: "alerts" | "network" | "keep", before: unknown, after: unknown): ConfigChange[] {
  const [left, right] = [textOf(partOf(before, kind), kind), textOf(partOf(after, kind), kind)];
  return left === right ? [] : [{ kind, id: "", change: "changed", lines: changedLines(left, right) }];
}

function entries(
  kind: "source" | "topic",
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): ConfigChange[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].flatMap((id): ConfigChange[] => {
    const [left, right] = [before.get(id), after.get(id)];
    const [leftText, rightText] = [
      left === undefined ? "" : textOf(left, kind),
      right === undefined ? "" : textOf(right, kind),
    ];
    if (leftText === rightText) return [];
    const change = left === undefined ? "added" : right === undefined ? "removed" : "changed";
    return [{ kind, id, change, lines: changedLines(leftText, rightText) }];
  });
}

/** A part of the configuration as YAML without secrets. */
export function textOf(value: unknown, kind: ConfigChange["kind"]): string {
  const shown = shownConfig(value, kind === "alerts" ? "alerts" : "other");
  return isRecord(shown) ? entryYaml(shown) : "";
}

function changedLines(before: string, after: string): readonly DiffLine[] {
  const lines = diffLines(linesOf(before), linesOf(after));
  const near = lines.map(
    ({ kind }, at) =>
      kind !== "same" || lines.slice(Math.max(0, at - around), at + around + 1).some((one) => one.kind !== "same"),
  );
  return lines.filter((_line, at) => near[at]);
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.trimEnd().split("\n");
}

function partOf(config: unknown, key: string): unknown {
  return isRecord(config) ? config[key] : undefined;
}

function listOf(config: unknown, key: string): ReadonlyMap<string, unknown> {
  const list = partOf(config, key);
  const found = Array.isArray(list) ? list.filter(isRecord) : [];
  return new Map(found.map((entry) => [String(entry["id"] ?? ""), entry]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
