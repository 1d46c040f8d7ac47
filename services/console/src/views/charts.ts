import { html, none } from "./html.ts";
import type { Html } from "./html.ts";

/*
 * Charts are SVG made here. They take colours from classes, sizes from attributes; every one has its figures as text for screen readers.
 */

/** One bar or point. */
export interface Point {
  /** Shown as a tooltip and read out, e.g. `14:00 to 15:00`. */
  readonly label: string;
  readonly value: number;
  /** What is usual there, from and to; none when left out. */
  readonly usual?: readonly [from: number, to: number];
  /** Where the rows behind it are; a bar of nothing leads nowhere. */
  readonly href?: string;
}

/** A little line without axes beside a figure. @param label what it shows, e.g. `matches a day, last 7 days` */
export function sparkline(label: string, values: readonly number[]): Html {
  const [width, height] = [88, 24];
  const top = Math.max(1, ...values);
  const step = width / Math.max(1, values.length - 1);
  const points = values.map((value, at) => `${round(at * step)},${round(height - 2 - (value / top) * (height - 4))}`);
  const words = `${label}: ${values.join(", ")}`;
  return html`<svg
    class="sparkline"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${words}"
  >
    <title>${words}</title>
    <polyline points="${points.join(" ")}" />
  </svg>`;
}

/** Bars over time with the usual band behind them. @param unit e.g. `articles` */
export function bars(label: string, unit: string, points: readonly Point[], height = 140): Html {
  const width = 720;
  const [left, bottom] = [34, 18];
  const top = niceTop(Math.max(1, ...points.flatMap(({ value, usual }) => [value, usual?.[1] ?? 0])));
  const slot = (width - left) / Math.max(1, points.length);
  const y = (value: number): number => round((height - bottom) * (1 - value / top));
  const grid = [0, top / 2, top].map(
    (value) =>
      html`<line class="rule" x1="${left}" x2="${width}" y1="${y(value)}" y2="${y(value)}" />
        <text class="axis" x="${left - 4}" y="${Math.max(9, y(value))}" text-anchor="end">${short(value)}</text>`,
  );
  const band = points.map(({ usual }, at) =>
    usual === undefined
      ? none
      : html`<rect
          class="band"
          x="${round(left + at * slot)}"
          y="${y(usual[1])}"
          width="${round(slot)}"
          height="${round(y(usual[0]) - y(usual[1]))}"
        />`,
  );
  const columns = points.map(({ label: name, value, usual, href }, at) => {
    const isOdd = usual !== undefined && (value < usual[0] || value > usual[1]);
    const words = `${name}: ${short(value)} ${unit}${usual === undefined ? "" : `, usually ${short(usual[0])} to ${short(usual[1])}`}`;
    const bar = html`<g>
      <title>${words}</title>
      <rect class="hit" x="${round(left + at * slot)}" y="0" width="${round(slot)}" height="${height - bottom}" />
      <rect
        class="bar${isOdd ? " odd" : ""}"
        x="${round(left + at * slot + slot * 0.15)}"
        y="${y(value)}"
        width="${round(slot * 0.7)}"
        height="${round(height - bottom - y(value))}"
    /></g>`;
    return href === undefined || value === 0 ? bar : html`<a href="${href}" aria-label="${words}">${bar}</a>`;
  });
  // An image is one thing to screen readers, whatever is inside of it.
  const hasLinks = points.some(({ href, value }) => href !== undefined && value > 0);
  const every = Math.max(1, Math.ceil(points.length / 8));
  const names = points.map(({ label: name }, at) =>
    at % every === 0
      ? html`<text class="axis" x="${round(left + (at + 0.5) * slot)}" y="${height - 4}" text-anchor="middle"
          >${name}</text
        >`
      : none,
  );
  return html`<figure class="chart">
    <figcaption>${label}</figcaption>
    <svg
      viewBox="0 0 ${width} ${height}"
      role="${hasLinks ? "group" : "img"}"
      aria-label="${summary(label, unit, points)}"
    >
      ${grid}${band}${columns}${names}
    </svg>
  </figure>`;
}

function summary(label: string, unit: string, points: readonly Point[]): string {
  const values = points.map(({ value }) => value);
  const last = points.at(-1);
  if (last === undefined) return `${label}: nothing`;
  return `${label}: from ${short(Math.min(...values))} to ${short(Math.max(...values))} ${unit}; last, ${last.label}: ${short(last.value)}`;
}

/** The next number of the kind 1, 2, 5, 10 that is not less. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((nice) => nice * power >= value) ?? 10;
  return factor * power;
}

function short(value: number): string {
  if (value >= 10_000) return `${round(value / 1000)}k`;
  return String(round(value));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
