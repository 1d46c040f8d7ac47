import { html } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";

/** Steps of colour: none, one, some, many articles in an hour. */
const steps = [1, 2, 4, 8] as const;
const [size, gap] = [8, 2];

/** The last 24 hours as a row of blocks, the darker the more articles. @param hours articles per hour, the oldest first */
export function historyBlocks(hours: readonly number[]): Html {
  const total = hours.reduce((sum, n) => sum + n, 0);
  const words = `${total} ${total === 1 ? "article" : "articles"} in the last ${hours.length} hours`;
  const width = hours.length * (size + gap) - gap;
  const blocks = hours.map((n, at) => {
    const step = steps.filter((least) => n >= least).length;
    return html`<rect class="b${step}" x="${at * (size + gap)}" width="${size}" height="${size * 2}" rx="1.5" />`;
  });
  return html`<svg
    class="blocks"
    viewBox="0 0 ${width} ${size * 2}"
    width="${width}"
    height="${size * 2}"
    role="img"
    aria-label="${words}"
  >
    <title>${words}</title>
    ${blocks}
  </svg>`;
}
