import type { OutletId } from "./story.ts";

/** An entry of the running order; stories are named by the file in `stories/`. */
export type Slot =
  | { readonly kind: "publish"; readonly story: string }
  | {
      readonly kind: "copy";
      readonly story: string;
      readonly outlet: OutletId;
      readonly headline: string;
      /** The copying outlet's own opening sentence, if it writes one. */
      readonly intro: string | null;
    }
  | { readonly kind: "correct"; readonly story: string };

/** Already there when a monitor looks for the first time: nothing of this may be alerted. */
export const archive: readonly string[] = [
  "spring-tides",
  "lighthouse-fund",
  "cruise-ships",
  "ferry-timetable",
  "consular-hours",
  "grain-talks-open",
  "library-opening",
];

/** The first minutes, in order: news, its copies, a correction, and pages that only look as if they were on topic. */
export const runningOrder: readonly Slot[] = [
  publish("grain-first-ship"),
  copy("grain-first-ship", "courier", "First ship under the corridor deal leaves our harbour"),
  publish("embassy-choir"),
  publish("cable-outage"),
  publish("bus-fares"),
  publish("weekly-answers"),
  copy(
    "grain-first-ship",
    "tideline",
    "The Amber Lark has sailed",
    "I watched her go from the mole. For those who slept, here is what the agency wrote:",
  ),
  publish("crane-strike"),
  correct("grain-first-ship"),
  publish("fog-signals"),
  copy("crane-strike", "courier", "Cranes stand still: 48-hour stoppage at the terminal"),
  publish("lightning-beacon"),
  publish("lowmere-water"),
  publish("strike-opinion"),
  publish("embassy-zerno"),
  publish("cable-museum"),
  publish("visa-note"),
  publish("sanctions-list"),
  copy("sanctions-list", "courier", "Council freezes property of three Valdorian companies"),
  publish("regatta-sanction"),
  publish("herring-quota"),
  copy(
    "lowmere-water",
    "tideline",
    "Lowmere: boil the water",
    "Several readers live there, so here is the agency's report in full:",
  ),
  publish("cable-repair"),
  publish("short-answers"),
  publish("deeper-berth"),
  publish("theatre-roof"),
  publish("embassy-trade-fair"),
  publish("water-column"),
  publish("ghost-ship"),
  publish("strike-ends"),
  copy("cable-repair", "courier", "Anchor track found beside broken island line"),
  publish("cable-car"),
  publish("fisheries-statement"),
  publish("school-meals"),
  publish("bridge-toll"),
  publish("market-hall"),
];

function publish(story: string): Slot {
  return { kind: "publish", story };
}

function copy(story: string, outlet: OutletId, headline: string, intro: string | null = null): Slot {
  return { kind: "copy", story, outlet, headline, intro };
}

function correct(story: string): Slot {
  return { kind: "correct", story };
}
