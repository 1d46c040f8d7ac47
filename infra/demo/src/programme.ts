import type { Library } from "./library.ts";
import { archive, runningOrder } from "./running-order.ts";
import type { Correction, OutletId, Story } from "./story.ts";
import { writeVariation } from "./template.ts";
import type { Variation } from "./template.ts";

/** What the newsroom does next. `of` names the story that is copied or corrected. */
export type Step =
  | { readonly kind: "publish"; readonly story: Story }
  | {
      readonly kind: "copy";
      readonly of: string;
      readonly outlet: OutletId;
      readonly headline: string;
      readonly intro: string | null;
    }
  | { readonly kind: "correct"; readonly of: string; readonly correction: Correction };

/** Steps that are taken before anybody looks. */
export const archiveSteps = archive.length;

/** Steps of hand-written texts, archive included; what follows is written from templates. */
export const handWrittenSteps = archiveSteps + runningOrder.length;

/** Steps of one round of variations: two on topic, two not, one copy, one correction. */
const roundSteps = 6;

/**
 * Step number `index` of a programme that never ends: the archive, the running order, then rounds of variations
 * with new facts. The same for the same seed.
 *
 * @throws {Error} when the running order names a story that does not exist or has nothing to correct
 */
export function programmeStep(library: Library, seed: number, index: number): Step {
  const archived = archive[index];
  if (archived !== undefined) return { kind: "publish", story: storyNamed(library, archived) };
  const slot = runningOrder[index - archiveSteps];
  if (slot === undefined) return variationStep(library, seed, index - handWrittenSteps);
  const { kind, story } = slot;
  if (kind === "publish") return { kind, story: storyNamed(library, story) };
  if (kind === "copy") return { kind, of: story, outlet: slot.outlet, headline: slot.headline, intro: slot.intro };
  return correctStep(storyNamed(library, story));
}

function variationStep(library: Library, seed: number, index: number): Step {
  const round = Math.floor(index / roundSteps);
  const variation = (template: string): Variation => writeVariation(templateNamed(library, template), round, seed);
  switch (index % roundSteps) {
    case 0:
      return { kind: "publish", story: variation("ship-movements").story };
    case 1:
      return { kind: "publish", story: variation("sea-weather").story };
    case 2: {
      const { story, secondHeadline } = variation("ship-movements");
      return {
        kind: "copy",
        of: story.id,
        outlet: "courier",
        headline: secondHeadline,
        intro: null,
      };
    }
    case 3:
      return { kind: "publish", story: variation("water-notice").story };
    case 4:
      return {
        kind: "publish",
        story: variation(round % 2 === 0 ? "council-brief" : "embassy-notice").story,
      };
    default:
      return correctStep(variation(round % 2 === 0 ? "ship-movements" : "water-notice").story);
  }
}

function correctStep(story: Story): Step {
  if (story.correction === null) throw new Error(`story ${story.id} has no correction`);
  return { kind: "correct", of: story.id, correction: story.correction };
}

function storyNamed(library: Library, id: string): Story {
  const story = library.stories.get(id);
  if (story === undefined) throw new Error(`there is no story ${id}`);
  return story;
}

function templateNamed(library: Library, id: string): Parameters<typeof writeVariation>[0] {
  const template = library.templates.get(id);
  if (template === undefined) throw new Error(`there is no template ${id}`);
  return template;
}
