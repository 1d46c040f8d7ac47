import { judge, type Measure } from "./judge.ts";
import type { Observation } from "./observe.ts";

/** How the pages of one source have been read lately. */
export interface DriftState {
  /** Pages that tell what is usual, oldest first, at most 50. */
  readonly usual: readonly Observation[];
  /** Those after them, oldest first: ten, or all since ten before the alarm. */
  readonly latest: readonly Observation[];
  readonly alarm: DriftAlarm | null;
}

/** The source gives much less than usual, and a person was told. */
export interface DriftAlarm {
  readonly measures: readonly Measure[];
  /** Pages read since. */
  readonly pages: number;
}

/**
 * What a page changed:
 * - `drift`: with it, nearly all of the latest pages lack something that nearly all had before
 * - `recovered`: most of them have it again
 * - `settled`: nobody repaired it, so it is taken as usual from now on
 */
export type DriftChange = "drift" | "recovered" | "settled";

const usualPages = 50;
const latestPages = 10;
/** Pages read during an alarm after which the new state is taken as usual. */
const pagesToSettle = usualPages - latestPages;

export const noDrift: DriftState = { usual: [], latest: [], alarm: null };

/** The state of a source after one more of its pages, and whether that changed anything. */
export function driftOf(
  state: DriftState,
  page: Observation,
): { readonly state: DriftState; readonly change: DriftChange | null } {
  return state.alarm === null ? watch(state, page) : watchAlarm(state, state.alarm, page);
}

function watch(state: DriftState, page: Observation): ReturnType<typeof driftOf> {
  const pages = [...state.latest, page];
  const latest = pages.slice(-latestPages);
  const usual = [...state.usual, ...pages.slice(0, -latestPages)].slice(-usualPages);
  const collapsed = collapsedMeasures(usual, latest);
  if (collapsed.length === 0) return { state: { usual, latest, alarm: null }, change: null };
  return { state: { usual, latest, alarm: { measures: collapsed, pages: 0 } }, change: "drift" };
}

/** What is usual stands still during an alarm, else the alarm would end by getting used to it. */
function watchAlarm(state: DriftState, alarm: DriftAlarm, page: Observation): ReturnType<typeof driftOf> {
  const { usual } = state;
  const all = [...state.latest, page];
  const latest = all.slice(-latestPages);
  const measures = [...new Set([...alarm.measures, ...collapsedMeasures(usual, latest)])];
  const judged = judge(usual, latest);
  if (measures.every((measure) => judged.find((one) => one.measure === measure)?.isWell ?? true))
    return { state: { usual, latest, alarm: null }, change: "recovered" };
  if (alarm.pages + 1 < pagesToSettle)
    return { state: { usual, latest: all, alarm: { measures, pages: alarm.pages + 1 } }, change: null };
  return { state: { usual: all.slice(0, -latestPages), latest, alarm: null }, change: "settled" };
}

function collapsedMeasures(usual: readonly Observation[], latest: readonly Observation[]): readonly Measure[] {
  return judge(usual, latest)
    .filter(({ isCollapsed }) => isCollapsed)
    .map(({ measure }) => measure);
}
