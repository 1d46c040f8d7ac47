import { noDrift, type DriftAlarm, type DriftState } from "./drift.ts";
import { parts, type Observation, type Part } from "./observe.ts";
import type { Measure } from "./judge.ts";

/** A state as it comes out of the store (JSON); one that another version wrote and this one cannot read begins anew. */
export function readDrift(stored: unknown): DriftState {
  if (!isRecord(stored)) return noDrift;
  const usual = readPages(stored["usual"]);
  const latest = readPages(stored["latest"]);
  const alarm = readAlarm(stored["alarm"]);
  return usual === null || latest === null || alarm === undefined ? noDrift : { usual, latest, alarm };
}

function readPages(stored: unknown): readonly Observation[] | null {
  if (!Array.isArray(stored)) return null;
  const pages = stored.flatMap((page: unknown) => {
    if (!isRecord(page)) return [];
    const { characters, found, missing } = page;
    return typeof characters === "number" && Array.isArray(found) && Array.isArray(missing)
      ? [{ characters, found: found.filter(isPart), missing: missing.filter(isPart) }]
      : [];
  });
  return pages.length === stored.length ? pages : null;
}

/** Undefined when it cannot be read. */
function readAlarm(stored: unknown): DriftAlarm | null | undefined {
  if (stored === null) return null;
  if (!isRecord(stored)) return undefined;
  const { measures, pages } = stored;
  return Array.isArray(measures) && typeof pages === "number"
    ? { measures: measures.filter(isMeasure), pages }
    : undefined;
}

function isPart(name: unknown): name is Part {
  return (parts as readonly unknown[]).includes(name);
}

function isMeasure(name: unknown): name is Measure {
  return name === "text" || isPart(name);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
